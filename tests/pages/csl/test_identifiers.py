import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.csl.identifiers import normalise_doi, normalise_pmcid, normalise_pmid, read_identifiers
from pages.csl.printed import print_record
from pages.csl.styles import AMA, NLM

DOI = "10.1097/j.pain.0000000000000160"


@pytest.mark.parametrize(
    "written",
    [
        DOI,
        DOI.upper(),
        f"doi:{DOI}",
        f"DOI: {DOI}",
        f"https://doi.org/{DOI}",
        f"http://dx.doi.org/{DOI}.",
        f"  {DOI}, ",
        f"{DOI} [doi]",
        f"https://www.doi.org/{DOI}",
        f"https://doi-org.proxy.library.example/{DOI}",
        f"https://doi.org.proxy.library.example/{DOI}",
        f"doi: https://doi.org/{DOI}",
    ],
)
def test_a_doi_has_one_form(written):
    assert normalise_doi(written) == DOI


@pytest.mark.parametrize(
    "written",
    [
        "",
        "10.1097",
        "11.1097/x",
        "10.12/x",
        "https://example.org/10.1097/x",
        "https://notdoi.org/10.1097/x",
        "10.1097/a b",
    ],
)
def test_what_is_no_doi_is_none(written):
    assert normalise_doi(written) is None


@pytest.mark.parametrize("written", ["25844555", "PMID: 25844555", "https://pubmed.ncbi.nlm.nih.gov/25844555/"])
def test_a_pmid_is_digits(written):
    assert normalise_pmid(written) == "25844555"


@pytest.mark.parametrize("written", ["", "0", "PMC123", "12a", "1234567890"])
def test_what_is_no_pmid_is_none(written):
    assert normalise_pmid(written) is None


@pytest.mark.parametrize(
    "written", ["PMC4450869", "pmcid: PMC4450869", "4450869", "https://pmc.ncbi.nlm.nih.gov/articles/PMC4450869/"]
)
def test_a_pmcid_begins_with_pmc(written):
    assert normalise_pmcid(written) == "PMC4450869"


@given(st.text(max_size=40))
def test_normal_forms_stay_as_they_are(written):
    for normalise in (normalise_doi, normalise_pmid, normalise_pmcid):
        normal = normalise(written)
        assert normal is None or normalise(normal) == normal


def test_a_record_has_each_under_the_name_of_its_column():
    record = {"DOI": f"https://doi.org/{DOI}", "PMID": 25844555, "PMCID": "nothing"}
    assert read_identifiers(record) == {"doi": DOI, "pmid": "25844555", "pmcid": None}


@pytest.mark.parametrize("style", [AMA, NLM])
def test_an_address_that_is_no_dois_leads_where_it_says(style):
    html = print_record({"type": "article-journal", "title": "T", "DOI": "https://example.org/x"}, style).html
    assert 'href="https://example.org/x"' in html
    assert "doi.org" not in html
