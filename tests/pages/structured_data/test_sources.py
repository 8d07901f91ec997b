"""A record of the library as the work that it stands for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.csl.memory import write_record
from pages.structured_data.sources import KINDS, source, source_of

from .vocabulary import faults

ARTICLE = {
    "type": "article-journal",
    "title": "A classification of chronic pain",
    "container-title": "Pain",
    "author": [{"family": "Treede", "given": "RD"}, {"literal": "Pain Society"}],
    "issued": {"date-parts": [[2015, 6]]},
    "volume": "156",
    "issue": "6",
    "page": "1003-1007",
    "DOI": "10.1097/J.PAIN.0000000000000160",
    "PMID": "25844555",
    "PMCID": "PMC4450869",
}


def test_an_article_stands_in_its_issue_volume_and_journal():
    found = source(ARTICLE)
    assert list(faults(found)) == []
    assert (found["@type"], found["datePublished"]) == ("ScholarlyArticle", "2015-06")
    issue = found["isPartOf"]
    assert (issue["issueNumber"], issue["isPartOf"]["volumeNumber"]) == ("6", "156")
    assert issue["isPartOf"]["isPartOf"] == {"@type": "Periodical", "name": "Pain"}


def test_it_is_known_by_every_identifier():
    found = source(ARTICLE)
    assert [(one["propertyID"], one["value"]) for one in found["identifier"]] == [
        ("DOI", "10.1097/j.pain.0000000000000160"),
        ("PMID", "25844555"),
        ("PMCID", "PMC4450869"),
    ]
    assert found["sameAs"][0] == "https://doi.org/10.1097/j.pain.0000000000000160"


def test_people_and_societies_are_told_apart():
    person, society = source(ARTICLE)["author"]
    assert person == {"@type": "Person", "name": "RD Treede", "givenName": "RD", "familyName": "Treede"}
    assert society == {"@type": "Organization", "name": "Pain Society"}


@pytest.mark.parametrize(
    ("csl", "kind"), [*((csl, kind) for csl, kind in KINDS.items()), ("song", "CreativeWork"), ("", "CreativeWork")]
)
def test_each_type_has_its_own(csl, kind):
    found = source(ARTICLE | {"type": csl, "edition": "2", "ISBN": "1", "number": "7", "publisher": "P", "URL": "x"})
    assert found["@type"] == kind
    assert list(faults(found)) == []


@pytest.mark.parametrize("year", [{"literal": "201"}, {"date-parts": [[201]]}, {"date-parts": [[2015, 13]]}, {}, None])
def test_a_date_that_is_none_is_left_out(year):
    assert "datePublished" not in source(ARTICLE | {"issued": year})


@pytest.mark.parametrize("url", ["javascript:alert(1)", "//x", "http://[", "data:text/html,x", "https:// x"])
def test_only_addresses_of_the_web_are_handed_on(url):
    assert "url" not in source({"type": "webpage", "title": "T", "URL": url})


def test_what_was_retracted_says_so_on_the_page_that_tells_of_it():
    written = write_record(ARTICLE)
    there, elsewhere = source_of(written, "/#ref-1", standing="Retracted"), source_of(written, "/b/#ref-7")
    assert list(faults([there, elsewhere])) == []
    assert there == {"@id": "/#ref-1", "creativeWorkStatus": "Retracted"} | source(ARTICLE)
    assert elsewhere == {"@id": "/b/#ref-7"} | source(ARTICLE)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
FIELDS = [*ARTICLE, "URL", "ISBN", "ISSN", "publisher", "edition", "editor", "number"]


@given(st.dictionaries(st.sampled_from(FIELDS), VALUES), st.sampled_from([*KINDS, "x"]))
def test_whatever_a_record_holds_what_comes_out_fits(item, kind):
    assert list(faults(source(item | {"type": kind}))) == []
