"""`pages.lookup.crossref`: Crossref's replies as CSL-JSON with notices."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.lookup.answer import CONCERN, CORRECTED, ITSELF, RETRACTED, SUPERSEDED, Garbled, worst
from pages.lookup.crossref import read_reply, read_work

from .factories import make_work, reply


def test_a_journal_article():
    assert read_reply(reply("crossref_ketamine.json")).item == {
        "type": "article-journal",
        "title": "Intravenous Ketamine Infusions for Neuropathic Pain Management: "
        "A Promising Therapy in Need of Optimization",
        "container-title": "Anesthesia & Analgesia",
        "volume": "124",
        "issue": "2",
        "page": "661-674",
        "DOI": "10.1213/ane.0000000000001787",
        "author": [
            {"family": "Maher", "given": "Dermot P."},
            {"family": "Chen", "given": "Lucy"},
            {"family": "Mao", "given": "Jianren"},
        ],
        "issued": {"date-parts": [[2017, 2]]},
    }


def test_a_retraction_outweighs_a_correction():
    record = read_reply(reply("crossref_retracted.json"))
    notice = worst(record.notices)
    assert [each.kind for each in record.notices] == [CORRECTED, RETRACTED, RETRACTED]
    assert notice is not None
    assert notice.summary == ("Crossref (Retraction Watch): Retraction, 2010-02-06, doi:10.1016/s0140-6736(10)60175-4")


def test_the_mark_on_a_title_is_a_notice_and_no_part_of_the_title():
    record = read_work(make_work(title=["WITHDRAWN: Pain"]))
    assert (record.item["title"], record.notices[0].kind) == ("Pain", RETRACTED)


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("retraction", RETRACTED),
        ("withdrawal", RETRACTED),
        ("Expression of Concern", CONCERN),
        ("expression_of_concern", CONCERN),
        ("partial_retraction", CONCERN),
        ("erratum", CORRECTED),
        ("corrigendum", CORRECTED),
        ("addendum", CORRECTED),
        ("something new", CORRECTED),
        ("new_version", SUPERSEDED),
    ],
)
def test_kinds_of_update(written, kind):
    work = make_work(**{"updated-by": [{"type": written, "DOI": "10.5555/n"}]})
    assert [notice.kind for notice in read_work(work).notices] == [kind]


def test_a_notice_about_another_work_says_nothing_against_itself():
    work = make_work(**{"update-to": [{"type": "retraction", "DOI": "10.5555/other", "label": "Retraction"}]})
    notices = read_work(work).notices
    assert [notice.kind for notice in notices] == [ITSELF]
    assert worst(notices) is None


def test_a_notice_deposited_on_the_work_itself_counts():
    work = make_work(**{"update-to": [{"type": "retraction", "DOI": "10.5555/WORK", "label": "Retraction"}]})
    assert [notice.kind for notice in read_work(work).notices] == [RETRACTED]


def test_a_preprint_names_what_it_was_published_as():
    relation = {"is-preprint-of": [{"id-type": "doi", "id": "10.5555/article", "asserted-by": "subject"}]}
    work = make_work(type="posted-content", subtype="preprint", institution=[{"name": "medRxiv"}], relation=relation)
    record = read_work(work | {"posted": {"date-parts": [[2024, 3, 1]]}})
    assert record.item["type"] == "article"
    assert record.item["container-title"] == "medRxiv"
    assert record.item["issued"] == {"date-parts": [[2024, 3, 1]]}
    assert [(notice.kind, notice.doi) for notice in record.notices] == [(SUPERSEDED, "10.5555/article")]


@pytest.mark.parametrize(
    ("given_pages", "number", "expected"),
    [
        ("661-674", None, "661-674"),
        ("S12–S20", None, "S12-S20"),
        (None, "e1002", "e1002"),
        ("1-10", "12345", "12345"),
        ("n/a-n/a", None, ""),
        (None, None, ""),
    ],
)
def test_pages_or_the_article_number(given_pages, number, expected):
    assert read_work(make_work(page=given_pages, **{"article-number": number})).item.get("page", "") == expected


def test_ahead_of_print():
    item = read_work(make_work(**{"published-online": {"date-parts": [[2026, 10, 3]]}})).item
    assert item["issued"] == item["available-date"] == {"date-parts": [[2026, 10, 3]]}
    assert item["status"] == "ahead-of-print"


def test_the_year_of_the_issue_stands_before_the_year_online():
    dates = {"published-online": {"date-parts": [[2016, 12]]}, "published-print": {"date-parts": [[2017, 2]]}}
    item = read_work(make_work(volume="124", issued={"date-parts": [[2016, 12]]}, **dates)).item
    assert item["issued"] == {"date-parts": [[2017, 2]]}
    assert "status" not in item


def test_a_date_of_null_is_no_date():
    assert "issued" not in read_work(make_work(issued={"date-parts": [[None]]})).item


def test_an_organisation_and_a_suffix():
    people = [{"name": "The <i>PAIN</i> Group", "sequence": "first"}, {"family": "King", "given": "M", "suffix": "Jr"}]
    assert read_work(make_work(author=people)).item["author"] == [
        {"literal": "The PAIN Group"},
        {"family": "King", "given": "M", "suffix": "Jr"},
    ]


def test_the_abbreviated_journal_is_kept_and_the_full_one_known():
    record = read_work(make_work(**{"container-title": ["The Journal of Pain"], "short-container-title": ["J. Pain"]}))
    assert record.item["container-title"] == "J Pain"
    assert record.also == {"container-title": ["The Journal of Pain"]}


@pytest.mark.parametrize(("title", "joined"), [("A", "A: B"), ("A?", "A? B"), ("A: b and c", "A: b and c")])
def test_a_subtitle_is_joined_once(title, joined):
    assert read_work(make_work(title=[title], subtitle=["B"])).item["title"] == joined


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"[]",
        b"{}",
        b'{"message": {}}',
        b'{"message": {"DOI": 7}}',
        b"[" * 100_000,
        b"1" * 6000,
        b"\xff",
    ],
)
def test_what_is_no_reply_is_refused(body):
    with pytest.raises(Garbled):
        read_reply(body)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
KEYS = [
    "title", "subtitle", "author", "editor", "issued", "published-print", "published-online", "page", "update-to",
    "article-number", "updated-by", "relation", "institution", "event", "container-title", "type", "volume", "ISBN",
]  # fmt: skip


@given(st.dictionaries(st.sampled_from(KEYS), ANYTHING))
def test_any_shape_gives_a_record_that_can_be_stored(fields):
    record = read_work({"DOI": "10.5555/work", **fields})
    json.dumps(record.item, allow_nan=False, ensure_ascii=False).encode("utf-8")
    assert record.item["DOI"] == "10.5555/work"
