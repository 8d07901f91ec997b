import pytest

from outbox.sealing import UnreadableSecretError, seal, unseal


def test_a_secret_comes_back_and_does_not_show() -> None:
    assert "whsec" not in seal("whsec_abc")
    assert unseal(seal("whsec_abc")) == "whsec_abc"


def test_a_former_key_among_the_fallbacks_still_opens(settings) -> None:
    sealed, former = seal("whsec_abc"), settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another" * 10, [former]
    assert unseal(sealed) == "whsec_abc"


def test_without_its_key_it_stays_shut(settings) -> None:
    sealed = seal("whsec_abc")
    settings.SECRET_KEY = "another" * 10
    with pytest.raises(UnreadableSecretError):
        unseal(sealed)
