"""A whole article from end to end, and what is refused."""

import re
import time
from pathlib import Path

import pytest

from pages.article import NotAnArticle, read_article, read_article_file

HERE = Path(__file__).parent
TWIN = HERE / "twin.txt"
ORIGINAL = HERE.parents[3] / "shared" / "article.txt"
FILES = [
    TWIN,
    pytest.param(
        ORIGINAL, marks=pytest.mark.skipif(not ORIGINAL.exists(), reason="the clinic's own article is not here")
    ),
]


def words(text):
    return re.findall(r"\w+", text)


@pytest.fixture(params=FILES)
def path(request):
    return request.param


def test_title_lead_and_headings(path):
    article = read_article_file(path)
    lines = [line.strip() for line in path.read_text().split("\n") if line.strip()]
    assert article.title == lines[0]
    assert words(article.lead[0].raw) == words(lines[1])
    assert [section.heading for section in article.sections] == [lines[2], lines[4]]
    assert [len(section.paragraphs) for section in article.sections] == [1, 3]


def test_citations_in_reading_order(path):
    article = read_article_file(path)
    assert [(citation.number, citation.reference) for citation in article.citations] == [(1, 0), (2, 1), (3, 2), (2, 1)]
    assert article.citations[1].after.endswith("signalling along." if path == TWIN else "signalling.")
    assert article.citations[3].after.endswith("(grade B).")


def test_references_in_parts(path):
    first, second, third = (entry.item for entry in read_article_file(path).references)
    assert (first["issued"], first["volume"], first["issue"]) == ({"date-parts": [[2015, 6]]}, "156", "6")
    assert (second["container-title"], second["page"]) == ("Reg Anesth Pain Med", "521-546")
    assert "issue" not in second
    assert third["issued"] == {"literal": "201"}


def test_graded_claims(path):
    claims = read_article_file(path).claims
    assert [(claim.grade, claim.strength, claim.certainty, claim.citation) for claim in claims] == [
        ("C", "weak", None, 2),
        ("D", "weak or none", None, 2),
        ("B", "moderate", None, 2),
    ]
    assert [claim.condition.split(" (")[0] for claim in claims][::2] == ["spinal cord injury", "CRPS"]
    assert "fibromyalgia" in claims[1].condition


def test_call_to_action(path):
    call = read_article_file(path).call_to_action
    assert [(button.label, button.purpose) for button in call.buttons] == [
        ("Contact Us", "client"),
        ("Schedule a Consultation", "consultation"),
    ]
    assert "client" in call.text


def test_problems_with_their_lines(path):
    article = read_article_file(path)
    numbered = {code: line for line, code in ((problem.line, problem.code) for problem in article.problems)}
    lines = path.read_text().split("\n")
    assert set(numbered) == {"numbers-agree", "year-not-a-year"}
    assert "201;" in lines[numbered["year-not-a-year"] - 1]


def test_no_word_is_lost(path):
    article = read_article_file(path)
    call = article.call_to_action
    read = [article.title, *(paragraph.raw for paragraph in article.lead)]
    for section in article.sections:
        read += [section.heading, *(paragraph.raw for paragraph in section.paragraphs)]
    read += [call.text, *(button.label for button in call.buttons)]
    read += [f"{entry.number} {entry.text}" for entry in article.references]
    assert words(" ".join(read)) == words(path.read_text())


MARKS = {
    "brackets": "[{}]",
    "brackets behind a space": " [{}]",
    "round brackets": " ({})",
    "raised characters": "",
    "sup": "<sup>{}</sup>",
}


@pytest.mark.parametrize("form", MARKS)
@pytest.mark.parametrize("heading", ["", "References\n", "Sources\n\n", "Bibliography:\n"])
def test_every_form_of_marker_and_list_gives_the_same_article(form, heading):
    def remark(found):
        return MARKS[form].format(found[1]) or found[1].translate(str.maketrans("123", "¹²³"))

    text = TWIN.read_text()
    body, start, listed = text.partition("  1. Treede")
    marked = re.sub(r"(?<=[a-z)]\.)(\d)\b", remark, body) + heading + start + listed
    article, plain = read_article(marked, name="a.txt"), read_article(text)
    assert [(c.number, c.after) for c in article.citations] == [(c.number, c.after) for c in plain.citations]
    assert article.claims == plain.claims
    assert article.call_to_action == plain.call_to_action
    assert [problem.code for problem in article.problems] == [problem.code for problem in plain.problems]


@pytest.mark.parametrize("change", [lambda data: data.replace(b"\n", b"\r\n"), lambda data: b"\xef\xbb\xbf" + data])
def test_line_ends_and_byte_order_mark_make_no_difference(change):
    data = TWIN.read_bytes()
    assert read_article(change(data), name="a.txt") == read_article(data, name="a.txt")


def test_utf_16_makes_no_difference():
    text = TWIN.read_text()
    assert read_article(text.encode("utf-16")) == read_article(text)


def test_windows_encoding_is_read_and_reported():
    article = read_article(TWIN.read_text().encode("cp1252"), name="a.txt")
    assert article.problems[0].code == "encoding-guessed"
    assert "isn’t" in article.sections[0].paragraphs[0].text


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \n\xc2\xa0", "empty"),
        (b"\x00\x01\x02\xff" * 50, "binary"),
        (bytes(range(128, 256)) * 20, "binary"),
        (b"%PDF-1.7 ...", "pdf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old-word"),
        (b"PK\x03\x04 no zip at all", "not-docx"),
        (b"hello", "no-prose"),
        (b'{"a": [1, 2, 3], "b": {"c": null, "d": true, "e": [4, 5]}}', "no-prose"),
        (b"name,grade\nA,1\nB,2\n" * 20, "no-prose"),
        (b"1 2 3 4 5 6 7 8 9 10 11 12.\n" * 5, "no-prose"),
    ],
)
def test_bad_input_is_refused_in_one_sentence(data, code):
    with pytest.raises(NotAnArticle) as refusal:
        read_article(data)
    assert refusal.value.code == code
    assert re.fullmatch(r"[A-Z].+\.", str(refusal.value))


def test_a_huge_file_is_refused_without_reading_it(tmp_path):
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    start = time.perf_counter()
    with pytest.raises(NotAnArticle, match="5 MB"):
        read_article_file(path)
    assert time.perf_counter() - start < 0.2


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(NotAnArticle, match="could not be read"):
        read_article_file(tmp_path / "none.txt")
