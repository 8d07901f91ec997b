"""Files that are broken, hostile or far too big: each record is read or rejected with its line, and nothing raises."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pages.formats.read import READERS, WRITERS, read
from pages.formats.reading import Unreadable

PIECES = [
    *("TY  - JOUR", "ER  - ", "TI  - ", "AU  - ", "PMID- 1", "TI  - x", "@article{", "a,", "title={", "\n", "x", "#"),
    *("{", "}", "[", "]", "(", ")", '"', ":", "=", "\\", "$", "%", "<PubmedArticle>", "</PubmedArticle>"),
]
SCRIPT = "<script>alert(1)</script>"


def make_ris(*lines, title="Pain"):
    return "\n".join(["TY  - JOUR", f"TI  - {title}", *lines, "ER  - ", ""])


def rejections(text, format=""):
    return [(found.line, found.code) for found in read(text, format).rejected]


@pytest.mark.parametrize("end", ["", "ER  -", "ER  - \n\n\n", "TY  - BOOK\nTI  - Next", "\n\nTY  - BOOK\nTI  - Next"])
def test_a_missing_end_is_read_right(end):
    reading = read(f"TY  - JOUR\nTI  - Pain\nAU  - Ng, A\n{end}")
    assert reading.records[0].item["author"] == [{"family": "Ng", "given": "A"}]
    assert [record.item["title"] for record in reading.records] == ["Pain", "Next"][: 1 + ("Next" in end)]


def test_an_indented_file_and_one_with_single_spaces_are_read():
    assert read("  TY  - JOUR\n  TI  - Pain\n  ER  -\n").records[0].item["title"] == "Pain"
    assert read("TY - JOUR\nTI - Pain\nAU - Ng, A\nER -\n").records[0].item["author"][0]["family"] == "Ng"


def test_fields_without_a_first_line_are_reported():
    assert rejections("AU  - Ng, A\nTI  - Lost\nER  - \n" + make_ris()) == [(1, "no-start")]


def test_a_heading_before_the_records_is_no_record():
    assert read(f"Provider: Somebody\nDatabase: X\nContent: text/plain\n\n{make_ris()}").found == 1


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (make_ris() + make_ris("AB  - " + "x" * 10_000_000) + make_ris(), 4),
        (make_ris() + make_ris(*["N1  - " + "x" * 1000] * 10_000) + make_ris(), 4),
        ("@a{a,title={A}}\n@a{b,title={B},note={" + "x" * 10_000_000 + "}}\n@a{c,title={C}}", 2),
        ("PMID- 1\nTI  - A\n\nPMID- 2\nTI  - " + "x" * 10_000_000 + "\n\nPMID- 3\nTI  - C\n", 4),
        ('[{"title":"A"},\n{"title":"' + "x" * 10_000_000 + '"},\n{"title":"C"}]', 2),
        ("<PubmedArticleSet>{}\n{}\n{}</PubmedArticleSet>".format(*[
            f"<PubmedArticle><MedlineCitation><Article><ArticleTitle>{title}</ArticleTitle></Article></MedlineCitation>"
            "</PubmedArticle>" for title in ("A", "x" * 10_000_000, "C")]), 2),
    ],
    ids=["ris-line", "ris-lines", "bibtex", "medline", "csl-json", "pubmed-xml"],
)  # fmt: skip
def test_a_record_of_10_megabytes_is_rejected_alone(text, line):
    reading = read(text)
    assert [(found.line, found.code) for found in reading.rejected] == [(line, "too-big")]
    assert len(reading.records) == 2


def test_a_thousand_authors_are_kept():
    people = [{"family": f"Writer{number}", "given": "A B"} for number in range(1000)]
    item = {"type": "article-journal", "title": "Pain", "author": people}
    for format, write in WRITERS.items():
        assert read("".join(write([item]))).records[0].item == item, format


@pytest.mark.parametrize("format", sorted(WRITERS))
def test_script_in_every_field_is_kept_as_text(format):
    fields = ("title", "container-title", "publisher", "volume", "note", "abstract", "DOI", "URL")
    item = {"type": "book", **dict.fromkeys(fields, SCRIPT), "author": [{"family": SCRIPT, "given": SCRIPT}]}
    assert read("".join(WRITERS[format]([item]))).records[0].item == item


@pytest.mark.parametrize(
    ("record", "code"),
    [
        ({"title": "a\0b"}, "bad-character"),
        ({"title": "\ud800"}, "bad-character"),
        ({"title": "x" * 6000}, "too-long"),
        ({"title": "A", "DOI": "10.1000/" + "x" * 300}, "too-long"),
        ({"title": "A", "author": 5}, "wrong-shape"),
        ({"title": "A", "issued": [1]}, "wrong-shape"),
        ({"title": {"a": 1}}, "wrong-shape"),
        ({}, "no-title"),
    ],
)
def test_a_record_of_the_wrong_shape_is_rejected(record, code):
    assert rejections(json.dumps([{"title": "Good"}, record])) == [(1, code)]


@pytest.mark.parametrize(
    "text",
    [
        '[{"title": "A"}, {"title": "B", ',
        '[{"title": "A"}, ' + "[" * 100_000,
        '[{"title": "A"}, {"title": "B", "volume": ' + "9" * 5000 + "}]",
        '[{"title": "A"}, nonsense]',
    ],
)
def test_json_that_breaks_off_is_reported(text):
    reading = read(text)
    assert (len(reading.records), [found.code for found in reading.rejected]) == (1, ["broken-entry"])


def test_a_number_that_is_none_does_not_reach_the_database():
    item = read('[{"title": "A", "custom": {"a": NaN, "b": Infinity, "c": 1e999, "d": "ok"}}]').records[0].item
    assert item["custom"] == {"d": "ok"}


def test_entities_of_a_document_type_are_not_expanded():
    bomb = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    assert rejections(f"{bomb}<PubmedArticle><MedlineCitation>&b;</MedlineCitation></PubmedArticle>") == [
        (1, "broken-entry")
    ]


@pytest.mark.parametrize(
    "text", ["%0 Journal Article\n%T x", "FN Clarivate\nVR 1.0\nPT J\n", "<xml><records></records></xml>"]
)
def test_formats_that_are_not_read_are_named(text):
    with pytest.raises(Unreadable) as refusal:
        read(text)
    assert refusal.value.code == "unknown-format"


def test_a_file_without_any_record_is_refused():
    with pytest.raises(Unreadable, match="No reference was found"):
        read("@comment{nothing}")
    with pytest.raises(Unreadable, match="No reference was found"):
        read("[]")


def test_a_leftover_field_that_is_not_ours_changes_nothing():
    for rest in ("citewell {}", 'citewell {"set": 5}', "citewell [", 'citewell {"set": {"type": {"a": 1}}}', "other"):
        assert read(make_ris(f"C8  - {rest}")).records[0].item["title"] == "Pain"


@pytest.mark.parametrize("format", sorted(READERS))
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_shuffled_pieces_of_every_format_never_raise(format, data):
    text = "".join(data.draw(st.lists(st.sampled_from(PIECES), max_size=40)))
    for entry in READERS[format](text):
        assert 1 <= entry.line <= text.count("\n") + 1
