import pytest
from hypothesis import given
from hypothesis import strategies as st

from contact.arrival import clean_campaign, clean_referrer, clean_source_path, first_language, read_campaign


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/conditions/crps/?utm=x#top", "/conditions/crps/"),
        ("//evil.example/", ""),
        ("https://evil.example/", ""),
        ("/\\evil.example", ""),
        ("/a\nb", ""),
        ("/" + "x" * 500, ""),
    ],
)
def test_only_paths_of_this_site_are_kept(path: str, kept: str) -> None:
    assert clean_source_path(path) == kept


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://www.search.example/find?q=crps+pain#2", "https://www.search.example/find"),
        ("https://user:secret@forum.example:8443/a", "https://forum.example:8443/a"),
        ("http://forum.example", "http://forum.example/"),
        ("javascript:alert(1)", ""),
        ("//evil.example/", ""),
        ("https://[::1", ""),
        ("https://a.example/" + "x" * 500, ""),
        ("", ""),
    ],
)
def test_of_a_page_elsewhere_no_query_is_kept(address: str, kept: str) -> None:
    assert clean_referrer(address) == kept


def test_only_the_campaigns_own_parameters_are_kept() -> None:
    query = (
        "?utm_source=news%20letter&utm_medium=mail&gclid=abc&utm_source=second&utm_term=%00&utm_content=" + "x" * 300
    )
    kept = read_campaign(clean_campaign(query))
    assert kept == [("utm_source", "news letter"), ("utm_medium", "mail"), ("utm_content", "x" * 100)]


@pytest.mark.parametrize(
    ("accepted", "tag"),
    [
        ("es-MX,es;q=0.9,en;q=0.8", "es-MX"),
        ("de", "de"),
        ("zh-Hant-TW", "zh-Hant-TW"),
        ("*", ""),
        ("", ""),
        ("<b>", ""),
    ],
)
def test_the_language_asked_for_first_is_the_visitors(accepted: str, tag: str) -> None:
    assert first_language(accepted) == tag


@given(st.text())
def test_nothing_odd_about_the_arrival_is_a_fault(text: str) -> None:
    for clean in (clean_source_path, clean_referrer, clean_campaign, first_language):
        assert clean(clean(text)) == clean(text)
