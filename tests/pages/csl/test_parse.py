"""Reference lines of each type, what is odd about them, and that no printed word is dropped."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.csl.parse import parse_reference

ARTICLE = "Treede R, Rief W, et al. A Classification of Chronic Pain for ICD-11. Pain. 2015 Jun; 156(6): 1003–1007."
LINES = [
    ARTICLE,
    "1. Maher D, Chen L, et al. Intravenous Infusions for Pain: A Promising Therapy. Anesth Analg. 201; 124: 661-674.",
    "Stone R-D, van der Berg JA Jr, O'Neil K. Does it work? A trial. Reg. Anesth. Pain Med. "
    "2018 Jan-Feb;43(Suppl 1):S12–S18. "
    "doi:10.1097/j.pain.0000000000000160. PMID: 25844555; PMCID: PMC4450869.",
    "World Health Organization. International Classification of Diseases. World Health Organization; 2019.",
    "Smith JA, Jones B. Textbook of Pain. 3rd ed. Philadelphia, PA: Elsevier; 2013.",
    "Fishman SM. In practice. In: Smith JA, Jones B, eds. Textbook of Pain. 6th ed. Elsevier; 2013:12-34.",
    "Public Health Office. Pain among adults. PHO website. Published June 1, 2019. Updated July 2020. "
    "Accessed January 5, 2021. https://www.example.org/pain/index.html.",
    "Smith J. One drug vs. placebo in pain. Pain. 2015.",
    "Sheehan S. Pain today. BMJ 2015;350:h1234. Epub 2015 Mar 3.",
    "Cochrane A. A review. Cochrane Database Syst Rev. 2017;(6):CD001234.",
    "National Institute of Pain. Opioids. Technical Report No. 12-34. National Institute of Pain; 2016.",
]
# Words that only announce a field; the field's place in the record says the same.
SCAFFOLDING = {"doi", "pmid", "pmcid", "in", "eds", "ed", "published", "accessed", "et", "al", "st", "nd", "rd", "th"}


def words(text):
    return {word.lower() for word in re.findall(r"[^\W\d_]+|\d+", text)}


def values(item):
    if isinstance(item, dict):
        return " ".join(values(value) for value in item.values())
    if isinstance(item, list):
        return " ".join(values(value) for value in item)
    return str(item)


def test_journal_article():
    assert parse_reference(ARTICLE).item == {
        "type": "article-journal",
        "author": [{"family": "Treede", "given": "R"}, {"family": "Rief", "given": "W"}],
        "custom": {"et-al": True},
        "title": "A Classification of Chronic Pain for ICD-11",
        "container-title": "Pain",
        "issued": {"date-parts": [[2015, 6]]},
        "volume": "156",
        "issue": "6",
        "page": "1003-1007",
    }


def test_year_that_is_no_year_is_kept_and_reported():
    parsed = parse_reference(LINES[1])
    assert parsed.item["issued"] == {"literal": "201"}
    assert [(problem.code, problem.value) for problem in parsed.problems] == [("year-not-a-year", "201")]


def test_question_in_title_and_abbreviated_journal():
    item = parse_reference(LINES[2]).item
    assert (item["title"], item["container-title"]) == ("Does it work? A trial", "Reg. Anesth. Pain Med")
    assert item["issued"] == {"date-parts": [[2018, 1], [2018, 2]]}
    assert (item["issue"], item["page"]) == ("Suppl 1", "S12-S18")
    assert (item["DOI"], item["PMID"]) == ("10.1097/j.pain.0000000000000160", "25844555")


def test_names_with_particle_hyphen_and_suffix():
    assert parse_reference(LINES[2]).item["author"] == [
        {"family": "Stone", "given": "R-D"},
        {"family": "van der Berg", "given": "JA", "suffix": "Jr"},
        {"family": "O'Neil", "given": "K"},
    ]


@pytest.mark.parametrize(
    ("line", "kind"), [(LINES[4], "book"), (LINES[5], "chapter"), (LINES[3], "report"), (LINES[6], "webpage")]
)
def test_type_by_shape(line, kind):
    assert parse_reference(line).item["type"] == kind


def test_organisation_is_a_literal_name():
    assert parse_reference(LINES[3]).item["author"] == [{"literal": "World Health Organization"}]


def test_chapter_has_editors_and_book():
    item = parse_reference(LINES[5]).item
    assert item["editor"] == [{"family": "Smith", "given": "JA"}, {"family": "Jones", "given": "B"}]
    assert (item["title"], item["container-title"], item["edition"]) == ("In practice", "Textbook of Pain", "6")


def test_web_page_has_address_and_dates():
    item = parse_reference(LINES[6]).item
    assert item["URL"] == "https://www.example.org/pain/index.html"
    assert item["accessed"] == {"date-parts": [[2021, 1, 5]]}
    assert item["issued"] == {"date-parts": [[2019, 6, 1]]}


@pytest.mark.parametrize(
    "line", ["", "12", "See the leaflet at the desk", "Smith, J. A. (2015). Pain. Pain, 12(3), 1-4."]
)
def test_unreadable_line_is_kept_whole(line):
    parsed = parse_reference(line)
    assert parsed.item is None
    assert parsed.line == line
    assert parsed.problems[0].code == "reference-unparsable"


@pytest.mark.parametrize("line", LINES)
def test_every_printed_word_is_in_the_record(line):
    parsed = parse_reference(line)
    printed = words(re.sub(r"^\d\. ", "", line)) - SCAFFOLDING
    months = {"jan": 1, "feb": 2, "jun": 6, "june": 6, "january": 1}
    assert {str(months.get(word, word)) for word in printed} <= words(values(parsed.item))


@given(st.text(max_size=300))
def test_never_raises_and_keeps_the_line(line):
    assert parse_reference(line).line == " ".join(line.split())


@given(
    families=st.lists(st.sampled_from(["Okafor", "Ruiz", "Lindqvist", "de Boer", "Ng"]), min_size=1, max_size=6),
    year=st.integers(1900, 2099),
    volume=st.integers(1, 400),
    issue=st.none() | st.integers(1, 12),
    first=st.integers(1, 5000),
)
def test_reads_back_what_was_printed(families, year, volume, issue, first):
    names = ", ".join(f"{family} AB" for family in families)
    number = f"({issue})" if issue else ""
    line = f"{names}. Infusions for lasting pain: a review. J Pain. {year};{volume}{number}:{first}-{first + 9}."
    item = parse_reference(line).item
    assert item["author"] == [{"family": family, "given": "AB"} for family in families]
    assert (item["title"], item["container-title"]) == ("Infusions for lasting pain: a review", "J Pain")
    assert (item["issued"], item["volume"]) == ({"date-parts": [[year]]}, str(volume))
    assert (item.get("issue"), item["page"]) == (str(issue) if issue else None, f"{first}-{first + 9}")
