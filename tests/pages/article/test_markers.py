"""What is a citation marker and what is only digits; nothing printed is lost either way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.article.markers import mark
from pages.article.model import Marker
from pages.article.source import Span

from .factories import make_block, markers

LIST = frozenset({1, 2, 3})
NEVER = [
    "Type 1 and Type 2",
    "D2 receptors",
    "20% of people",
    "0.5 mg/kg",
    "ICD-11",
    "4 hours",
    "2 categories",
    "version 8.0.1 of it",
    "CO2 and SpO2",
    "vitamin B12",
    "Figure 1",
    "Fig.2 shows",
    "in 2018",
    "2 mg",
    "at 3:15",
    "3 pm",
    "omega3",
    "COVID-19",
    "GABA-A",
    "5-HT2",
    "NaV1.7 channels",
    "kg/m² of weight",
    "10² cells",
    "¹³C breath test",
    "No.1 in town",
    "e.g.2",
    "1,000 people",
    "type (1) pain",
    "two (2) visits",
    "(2018)",
    "95% CI [1, 3]",
    "p. 3",
    "www.example.org/a.1",
    "grade 2A",
    "1:2",
    "day 3",
    "1/2",
    "24/7",
    "relief,1 week later",
    "care (3) weeks",
    "their handbook.1 reads well",
]


def run(text, numbers=LIST, is_numbered=True):
    marked = mark([make_block(text)], frozenset(numbers), is_numbered=is_numbered)
    return marked.paragraphs[0], [problem.code for problem in marked.problems]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Pain is common [1].", [(1,)]),
        ("Pain is common.[1,2] It lasts.", [(1, 2)]),
        ("Pain is common [1-3].", [(1, 2, 3)]),
        ("Pain is common [1–3].", [(1, 2, 3)]),
        ("Pain is common (1). It lasts (2, 3).", [(1,), (2, 3)]),
        ("Pain is common.¹ It lasts.² ³", [(1,), (2,), (3,)]),
        ("Pain is common.¹,² It lasts.", [(1, 2)]),
        ("Up to 20% of visits.1 Next", [(1,)]),
        ("helps GABA-A signalling.2 Next", [(2,)]),
        ("pain relief.3", [(3,)]),
        ("in CRPS (grade B).2", [(2,)]),
        ("lack of vitamin D.1 Next", [(1,)]),
        ("They said “it helps.”1 Next", [(1,)]),
        ("for depression1 and pain,2 too", [(1,), (2,)]),
        ("relief.1,2 Next", [(1, 2)]),
        ("relief.1-3 Next", [(1, 2, 3)]),
    ],
)
def test_forms(text, found):
    assert markers(run(text)[0]) == found


@pytest.mark.parametrize("text", NEVER)
def test_never_a_citation(text):
    paragraph, _ = run(f"It was {text}, they say")
    assert markers(paragraph) == []
    assert paragraph.text == f"It was {text}, they say"


@given(
    text=st.sampled_from(NEVER),
    before=st.sampled_from(["", "Of all, ", "We saw "]),
    after=st.sampled_from([" here.", "", " and more"]),
)
def test_never_a_citation_wherever_it_stands(text, before, after):
    assert markers(run(before + text + after)[0]) == []


def test_raised_span():
    block = make_block(spans=(Span("Pain is common."), Span("1, 2", frozenset({"superscript"})), Span(" It lasts.")))
    assert markers(mark([block], LIST, is_numbered=True).paragraphs[0]) == [(1, 2)]


def test_raised_letters_are_no_marker():
    block = make_block(spans=(Span("the 1"), Span("st", frozenset({"superscript"})), Span(" day")))
    assert mark([block], LIST, is_numbered=True).paragraphs[0].text == "the 1st day"


def test_enumeration_is_no_citation():
    paragraph, _ = run("It has stages: (1) calm, (2) sleep, and (3) waking.")
    assert markers(paragraph) == []


def test_flattened_digit_needs_a_numbered_list():
    assert markers(run("pain relief.1 Next", numbers=())[0]) == []
    assert markers(run("pain relief.1 Next", is_numbered=False)[0]) == []


def test_flattened_digit_without_entry_stays_and_is_reported():
    paragraph, problems = run("pain relief.7 Next")
    assert (paragraph.text, problems) == ("pain relief.7 Next", ["number-without-entry"])


def test_bracket_with_one_missing_number_keeps_its_print():
    paragraph, problems = run("Pain [1,9] is common.")
    assert paragraph.raw == "Pain [1,9] is common."
    assert (markers(paragraph), problems) == ([(1,)], ["number-without-entry"])


def test_glued_digit_out_of_order_is_doubtful():
    paragraph, problems = run("for depression3 and more")
    assert (markers(paragraph), problems) == ([], ["marker-doubtful"])


def test_brackets_that_cite_every_entry_leave_flattened_digits_alone():
    paragraph, problems = run("One [1]. Two [2]. Three [3]. Relief.2 Next")
    assert markers(paragraph) == [(1,), (2,), (3,)]
    assert problems == ["marker-doubtful"]


@given(st.text(alphabet="abcZ 123.,;()[]¹²³-–%”\"'D\xa0", max_size=80))
def test_print_survives_whatever_is_read(text):
    paragraph, _ = run(text)
    assert paragraph.raw == text


@given(st.text(alphabet="abcZ 123.,;()-–%”\"'D", max_size=80))
def test_without_a_list_nothing_implicit_counts(text):
    paragraph, _ = run(text, numbers=())
    assert not any(isinstance(run_, Marker) for run_ in paragraph.runs)


WORDS = [
    "pain",
    "relief",
    "people",
    "CRPS",
    "visits",
    "infusion",
    "lasting",
    "care",
    "20%",
    "D2",
    "Type 1",
    "0.5",
    "ICD-11",
]


@given(st.lists(st.lists(st.sampled_from(WORDS), min_size=2, max_size=6), min_size=1, max_size=9))
def test_markers_flattened_onto_sentences_are_found_again(sentences):
    texts = ["We saw " + " ".join(words) + " improve" for words in sentences]
    text = " ".join(f"{sentence}.{number}" for number, sentence in enumerate(texts, start=1))
    paragraph, problems = run(text, numbers=range(1, len(texts) + 1))
    assert markers(paragraph) == [(number,) for number in range(1, len(texts) + 1)]
    assert paragraph.text == " ".join(f"{sentence}." for sentence in texts)
    assert problems == []
