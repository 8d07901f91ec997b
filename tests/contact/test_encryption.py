import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from contact.encryption import Unreadable, data_keys, fingerprint, is_sealed, seal, unseal

texts = st.text(alphabet=st.characters(codec="utf-8"))


@given(texts.filter(bool))
def test_what_was_sealed_is_unsealed(text: str) -> None:
    sealed = seal(text)
    assert unseal(sealed) == text
    assert is_sealed(sealed)
    assert len(text) < 4 or text not in sealed


def test_the_same_text_never_looks_the_same() -> None:
    assert seal("Mara") != seal("Mara")


def test_an_empty_text_stays_empty() -> None:
    assert seal("") == "" == unseal("")


def test_the_first_key_seals_and_each_key_opens(settings) -> None:
    old = seal("Mara")
    new_key = Fernet.generate_key().decode()
    settings.DATA_KEYS = [new_key, *settings.DATA_KEYS]
    assert unseal(old) == "Mara"
    assert seal("Mara").startswith(fingerprint(new_key) + ".")


def test_a_lost_key_shows_a_sentence_and_loses_nothing(settings) -> None:
    sealed = seal("Mara")
    settings.DATA_KEYS = [Fernet.generate_key().decode()]
    text = unseal(sealed)
    assert isinstance(text, Unreadable)
    assert "Mara" not in text
    assert seal(text) == sealed


@pytest.mark.parametrize("keys", [[], ["short"]])
def test_nothing_is_sealed_without_a_usable_key(settings, keys: list[str]) -> None:
    settings.DATA_KEYS = keys
    with pytest.raises(ImproperlyConfigured):
        seal("Mara")


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts)
def test_nothing_stored_by_others_breaks_reading(sealed: str) -> None:
    unseal(sealed)


def test_a_fingerprint_tells_nothing_of_its_key() -> None:
    (key, *_others) = data_keys()
    assert fingerprint(key) not in key
