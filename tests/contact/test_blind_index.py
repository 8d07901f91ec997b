from cryptography.fernet import Fernet

from contact.blind_index import blind_tokens, sealing_tokens


def test_the_same_term_has_the_same_token_and_only_with_the_same_key(settings) -> None:
    here = sealing_tokens(["name:mara"])
    assert here == sealing_tokens(["name:mara"])
    assert here != sealing_tokens(["word:mara"])
    settings.DATA_KEYS = [Fernet.generate_key().decode()]
    assert here != sealing_tokens(["name:mara"])


def test_a_search_finds_what_each_of_the_keys_wrote(settings) -> None:
    old = sealing_tokens(["name:mara"])
    settings.DATA_KEYS = [Fernet.generate_key().decode(), *settings.DATA_KEYS]
    assert set(blind_tokens(["name:mara"])) == {*old, *sealing_tokens(["name:mara"])}


def test_the_order_of_tokens_tells_nothing_of_the_order_of_words() -> None:
    words = [f"word:{n}" for n in range(20)]
    assert sealing_tokens(words) == sealing_tokens(reversed(words)) == sorted(sealing_tokens(words))


def test_a_token_fits_the_column() -> None:
    tokens = sealing_tokens(f"word:{n}" for n in range(2000))
    assert len(tokens) == 2000
    assert min(tokens) >= -(2**31)
    assert max(tokens) < 2**31
