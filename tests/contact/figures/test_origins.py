import pytest

from contact.figures.origins import OTHER, campaign_of, condition_of, host_of, names_of, page_of

NAMES = names_of({"Trigeminal neuralgia": ["Tic douloureux"], "CRPS": []})


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("", ""),
        ("utm_medium=mail", ""),
        ("utm_source=News+Letter&utm_medium=mail", "news letter"),
        ("utm_source=Google", "google"),
        ("utm_source=mara%40example.org", OTHER),
        ("utm_source=9195550142", OTHER),
        ("utm_source=%3Dcmd%7C", OTHER),
        ("utm_source=" + "x" * 61, OTHER),
    ],
)
def test_a_campaign_is_named_by_its_source_unless_that_may_name_somebody(kept, shown):
    assert campaign_of(kept) == shown


@pytest.mark.parametrize(
    ("referrer", "shown"),
    [
        ("", ""),
        ("https://www.google.com/search", "google.com"),
        ("https://forum.example.org:8080/t/1", "forum.example.org"),
        ("https://10.1.2.3/", OTHER),
        ("https://[::1]/", OTHER),
    ],
)
def test_a_referrer_is_its_host(referrer, shown):
    assert host_of(referrer) == shown


@pytest.mark.parametrize(
    ("path", "shown"),
    [("", ""), ("/", "/"), ("/conditions/crps/", "/conditions/crps/"), ("/a/=b@c", OTHER), ("/" + "x" * 200, OTHER)],
)
def test_a_page_is_its_path_if_a_page_can_have_it(path, shown):
    assert page_of(path) == shown


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("", ""),
        ("  trigeminal   NEURALGIA ", "Trigeminal neuralgia"),
        ("tic Douloureux", "Trigeminal neuralgia"),
        ("crps", "CRPS"),
        ("since my accident on Hill Road", OTHER),
    ],
)
def test_a_condition_is_named_as_the_clinic_does_and_own_words_are_never_shown(said, shown):
    assert condition_of(said, NAMES) == shown
