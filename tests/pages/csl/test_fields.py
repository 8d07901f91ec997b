import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.csl.fields import FIELDS, from_fields, read_date, read_iso_date, read_name, to_fields, write_name

from ..formats.items import items

ARTICLE = {
    "type": "article-journal",
    "title": "A classification of chronic pain",
    "author": [{"family": "Treede", "given": "Rolf-Detlef"}, {"literal": "World Health Organization"}],
    "container-title": "Pain",
    "issued": {"date-parts": [[2015, 6]]},
    "DOI": "10.1097/j.pain.0000000000000160",
    "shortTitle": "A classification",
}


@given(items())
def test_a_record_that_nobody_touched_comes_back_the_same(record):
    assert from_fields(to_fields(record), record) == record


@given(items())
def test_the_record_is_not_written_to(record):
    before = repr(record)
    from_fields(dict.fromkeys(FIELDS, "x"), record)
    assert repr(record) == before


@given(st.dictionaries(st.sampled_from(FIELDS), st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)))
def test_whatever_is_typed_is_read_and_shown_again_the_same(typed):
    record = from_fields(typed)
    assert from_fields(to_fields(record), record) == record
    assert set(to_fields(record)) == set(FIELDS)


def test_a_change_leaves_what_the_form_does_not_show():
    changed = from_fields({**to_fields(ARTICLE), "container": "Lancet"}, ARTICLE)
    assert changed == {**ARTICLE, "container-title": "Lancet"}


def test_an_emptied_field_goes_and_a_missing_one_stays():
    assert "DOI" not in from_fields({"doi": ""}, ARTICLE)
    assert from_fields({"doi": ""}, ARTICLE)["title"] == ARTICLE["title"]


def test_changing_one_author_keeps_the_shape_of_the_others():
    record = {**ARTICLE, "author": [{"family": "Beek", "non-dropping-particle": "van", "given": "Jan"}]}
    lines = to_fields(record)["authors"] + "\nRief, Winfried"
    assert lines.startswith("van Beek, Jan")
    assert from_fields({"authors": lines}, record)["author"] == [
        *record["author"],
        {"family": "Rief", "given": "Winfried"},
    ]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Treede, Rolf-Detlef", {"family": "Treede", "given": "Rolf-Detlef"}),
        ("King, Martin L, Jr", {"family": "King", "given": "Martin L", "suffix": "Jr"}),
        ("Treede RD", {"family": "Treede", "given": "RD"}),
        ("Aristotle,", {"family": "Aristotle"}),
        ("World Health Organization", {"literal": "World Health Organization"}),
        ("WHO", {"literal": "WHO"}),
        ("{Pain Clinic, Bonn}", {"literal": "Pain Clinic, Bonn"}),
    ],
)
def test_a_line_is_read_as_a_person_or_an_organisation(line, name):
    assert read_name(line) == name


def test_an_organisation_with_a_comma_is_written_so_that_it_stays_one():
    assert read_name(write_name({"literal": "Pain Clinic, Bonn"})) == {"literal": "Pain Clinic, Bonn"}


@pytest.mark.parametrize(
    ("parts", "date"),
    [
        (("2015", "6", "12"), {"date-parts": [[2015, 6, 12]]}),
        (("2015", "6", ""), {"date-parts": [[2015, 6]]}),
        (("2015", "", "12"), {"date-parts": [[2015]]}),
        (("2015", "13", ""), {"date-parts": [[2015]]}),
        (("201", "6", ""), {"literal": "201"}),
        (("in press", "", ""), {"literal": "in press"}),
        (("", "6", ""), {}),
    ],
)
def test_a_year_that_is_none_is_kept_as_written(parts, date):
    assert read_date(*parts) == date


def test_more_authors_than_listed_is_a_tick():
    record = from_fields({"title": "x", "et_al": "on"})
    assert record["custom"] == {"et-al": True}
    assert "custom" not in from_fields({"et_al": ""}, record)


@pytest.mark.parametrize("written", ["2026-11-22", "2026-11", "2026", "Spring 2020", "Jan-Feb 2020"])
def test_the_day_it_was_read_comes_back(written):
    assert to_fields({"accessed": read_iso_date(written)})["accessed"] == written
