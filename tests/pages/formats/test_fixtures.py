"""Exports as the programs write them: every record that a plain count finds is read or rejected, with its line."""

import re
from pathlib import Path

import pytest

from pages.formats.decode import decode
from pages.formats.detect import detect
from pages.formats.read import read

FIXTURES = Path(__file__).parent / "fixtures"
# How many records start in a file, counted without any of our readers.
STARTS = {
    "ris": r"^TY  -",
    "bibtex": r"^@(?!string|comment|preamble)\w+[{(]",
    "medline": r"^PMID-",
    "pubmed-xml": r"<Pubmed(?:Book)?Article>",
    "csl-json": r'"type": ',
    "line": r"^\d+\. ",
}
FILES = [
    ("biblatex.bib", "bibtex", 6, []),
    ("crossref.json", "csl-json", 1, []),
    ("endnote.ris", "ris", 4, []),
    ("lines.txt", "line", 3, [(7, "reference-unparsable")]),
    ("mendeley.bib", "bibtex", 4, [(27, "broken-entry")]),
    ("old_tags.ris", "ris", 3, []),
    ("pubmed.nbib", "medline", 3, []),
    ("pubmed.xml", "pubmed-xml", 2, [(41, "broken-entry")]),
    ("scopus.ris", "ris", 2, []),
    ("web_of_science.ris", "ris", 2, []),
    ("zotero.json", "csl-json", 2, [(14, "no-title"), (15, "wrong-shape")]),
    ("zotero.ris", "ris", 3, []),
]


def read_fixture(name):
    return read((FIXTURES / name).read_bytes())


def item(name, number):
    return read_fixture(name).records[number].item


@pytest.mark.parametrize(("name", "kind", "stored", "rejected"), FILES)
def test_counts_add_up(name, kind, stored, rejected):
    text = decode((FIXTURES / name).read_bytes())
    reading = read(text)
    assert detect(text) == kind
    assert [(found.line, found.code) for found in reading.rejected] == rejected
    assert len(reading.records) == stored
    assert reading.found == len(re.findall(STARTS[kind], text, re.MULTILINE))


def test_every_file_of_the_folder_is_in_the_table():
    assert {path.name for path in FIXTURES.iterdir()} == {name for name, *_ in FILES}


@pytest.mark.parametrize(("name", "kind", "stored", "rejected"), FILES)
def test_a_record_knows_its_line_and_its_text(name, kind, stored, rejected):
    lines = decode((FIXTURES / name).read_bytes()).split("\n")
    for record in read_fixture(name).records:
        assert record.raw.split("\n")[0].strip()[:60] in lines[record.line - 1]


@pytest.mark.parametrize(("name", "kind", "stored", "rejected"), FILES)
def test_cut_off_anywhere_nothing_is_lost_silently(name, kind, stored, rejected):
    text = decode((FIXTURES / name).read_bytes())
    for end in range(len(text) // 2, len(text), 97):
        whole = len(re.findall(STARTS[kind], text[:end], re.MULTILINE))
        assert read(text[:end], kind).found >= whole if kind != "csl-json" else read(text[:end], kind).found >= 1


ARTICLE = {
    "title": "A classification of chronic pain for ICD-11",
    "container-title": "Pain",
    "issued": {"date-parts": [[2015, 6]]},
    "volume": "156",
    "issue": "6",
    "page": "1003-1007",
    "DOI": "10.1097/j.pain.0000000000000160",
}
KETAMINE = {
    "issued": {"date-parts": [[2017, 2]]},
    "volume": "124",
    "issue": "2",
    "page": "661-674",
    "DOI": "10.1213/ane.0000000000001787",
}


@pytest.mark.parametrize(
    ("name", "number", "expected"),
    [
        ("endnote.ris", 0, ARTICLE | {"PMID": "25844555", "PMCID": "PMC4450869", "ISSN": "0304-3959"}),
        ("pubmed.nbib", 0, ARTICLE | {"PMID": "25844555", "PMCID": "PMC4450869"}),
        ("mendeley.bib", 0, ARTICLE | {"PMID": "25844555", "URL": "http://content.example.org/wk_ovid?D=1&A=2"}),
        ("crossref.json", 0, ARTICLE),
        ("zotero.ris", 0, KETAMINE | {"container-title-short": "Anesth Analg", "language": "en"}),
        ("pubmed.xml", 0, KETAMINE | {"PMID": "28067704", "PMCID": "PMC5990000"}),
        ("pubmed.nbib", 1, KETAMINE | {"PMID": "28067704", "container-title-short": "Anesth Analg"}),
        ("biblatex.bib", 3, KETAMINE | {"PMID": "28067704", "container-title": "Anesthesia & Analgesia"}),
        ("zotero.json", 0, KETAMINE | {"accessed": {"date-parts": [[2023, 5, 4]]}}),
    ],
)
def test_the_same_article_whatever_the_program(name, number, expected):
    found = item(name, number)
    assert {key: found.get(key) for key in expected} == expected


@pytest.mark.parametrize(
    ("name", "number", "kind", "expected"),
    [
        ("endnote.ris", 1, "chapter", {"container-title": "Wall & Melzack's textbook of pain", "edition": "6"}),
        ("endnote.ris", 2, "report", {"author": [{"literal": "World Health Organization"}], "number-of-pages": "56"}),
        ("endnote.ris", 3, "book", {"author": None, "publisher": "Elsevier Saunders"}),
        ("zotero.ris", 1, "webpage", {"accessed": {"date-parts": [[2022, 1, 15]]}}),
        ("zotero.ris", 2, "thesis", {"genre": "PhD thesis", "publisher": "University of Examples"}),
        ("scopus.ris", 0, "article-journal", {"PMID": "29870458", "ISSN": "1098-7339", "note": None, "URL": None}),
        ("scopus.ris", 1, "article-journal", {"number": "e0238000", "page": None, "issue": "8 August"}),
        ("web_of_science.ris", 0, "article-journal", {"issued": {"date-parts": [[2019, 1]]}, "PMID": None}),
        ("web_of_science.ris", 1, "paper-conference", {"event-title": "10th Congress of Examples", "page": "S41-S42"}),
        ("old_tags.ris", 0, "article-journal", {"issue": "4", "DOI": "10.1000/old.1", "abstract": "Abstract in N2."}),
        ("pubmed.xml", 1, "chapter", {"container-title": "StatPearls", "issued": {"date-parts": [[2024, 1]]}}),
        ("biblatex.bib", 1, "chapter", {"publisher": "Elsevier Saunders", "page": "26-41"}),
        ("biblatex.bib", 4, "report", {"number": "7", "issued": {"date-parts": [[2020, 12]]}}),
        ("biblatex.bib", 5, "article", {"number": "arXiv:2101.00001"}),
        ("mendeley.bib", 2, "paper-conference", {"issued": {"date-parts": [[2016, 9, 12]]}, "custom": {"et-al": True}}),
    ],
)  # fmt: skip
def test_types_and_what_is_particular_about_them(name, number, kind, expected):
    found = item(name, number)
    assert found["type"] == kind
    assert {key: found.get(key) for key in expected} == expected


def test_names_with_suffix_particle_accents_and_groups():
    assert item("old_tags.ris", 0)["author"][0] == {"family": "O'Neil", "given": "Kim", "suffix": "Jr."}
    assert item("pubmed.nbib", 2)["author"][0] == {"family": "van den Berg", "given": "JA", "suffix": "Jr"}
    assert item("pubmed.xml", 0)["author"][3] == {"literal": "Group of Examples"}
    assert item("mendeley.bib", 1)["author"][2] == {"family": "van der Berg", "given": "A.", "suffix": "Jr."}
    assert item("mendeley.bib", 1)["author"][0] == {"family": "Körner", "given": "Bjørn"}
    assert item("endnote.ris", 3)["editor"][0] == {"family": "McMahon", "given": "Stephen B."}
    assert item("zotero.json", 0)["author"][1] == {"family": "van der Berg", "given": "J"}


def test_a_retraction_is_kept_in_pubmeds_words():
    for name, number in (("pubmed.nbib", 2), ("pubmed.xml", 0)):
        custom = item(name, number)["custom"]
        assert "Retracted Publication" in custom["publication-types"]
        assert custom["notices"][0]["type"] == "RetractionIn"
