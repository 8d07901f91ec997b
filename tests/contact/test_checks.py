import pytest

from contact.checks import check_challenge, check_data_keys, check_outbox


def test_the_outbox_is_there() -> None:
    assert check_outbox() == []


@pytest.mark.parametrize("keys", [[], ["short"]])
def test_no_usable_data_key_is_an_error(settings, keys: list[str]) -> None:
    settings.DATA_KEYS = keys
    assert [message.id for message in check_data_keys()] == ["citewell_contact.E002"]


def test_a_usable_key_is_enough() -> None:
    assert check_data_keys() == []


@pytest.mark.parametrize(
    ("public", "private", "found"),
    [("", "", []), ("a", "", ["citewell_contact.W001"]), ("a", "b", [])],
)
def test_recaptcha_may_be_off_but_not_by_halves(settings, public: str, private: str, found: list[str]) -> None:
    settings.RECAPTCHA_PUBLIC_KEY, settings.RECAPTCHA_PRIVATE_KEY = public, private
    assert [message.id for message in check_challenge()] == found
