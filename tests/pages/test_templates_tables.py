"""Guideline tables as a page shows them: caption, headers, region, a grade never without its meaning."""

import pytest

from pages.services.schemes import CONSENSUS_2018, install_scheme

from .factories import cite, make_condition_page, make_guideline, make_reference, make_table
from .rendered import read

pytestmark = pytest.mark.django_db


def make_page(**row):
    """A page with a table of one row of a guideline."""
    return make_condition_page(body=[make_table(make_guideline(make_reference(), **row))])


def test_a_table_has_a_caption_and_no_empty_or_unscoped_header():
    table = read(make_page()).table
    assert table.caption.get_text(strip=True) == "Guidelines"
    headers = table.find_all("th")
    assert all(header.get_text(strip=True) for header in headers)
    assert {header["scope"] for header in headers} == {"row", "col"}


def test_a_table_stands_in_a_region_that_the_keyboard_reaches():
    soup = read(make_page())
    region = soup.table.parent
    assert (region["role"], region["tabindex"]) == ("region", "0")
    assert soup.find(id=region["aria-labelledby"]) == soup.table.caption


def test_a_grade_has_its_meaning_beside_it_and_its_definition_one_click_away():
    soup = read(make_page())
    letter = soup.find("a", class_="cw-grade__code")
    assert letter.get_text() == "B"
    assert "moderate certainty" in letter.find_parent("td").get_text()
    assert "The treatment is recommended" in soup.find(id=letter["href"][1:]).get_text()


def test_a_row_without_a_grade_says_so():
    assert "Not graded" in read(make_page(grade=None)).table.get_text()


def test_advice_against_is_put_in_words():
    assert "advises against" in read(make_page(direction="against")).table.get_text()


@pytest.mark.parametrize(("grade", "words"), [("B", "moderate certainty"), ("Z", "Of no scheme known here")])
def test_rows_of_the_editor_show_what_their_grade_means_and_cite(grade, words):
    reference = make_reference()
    row = {"condition": "Pain", "intervention": "", "statement": f"<p>It helps.{cite(reference)}</p>", "grade": grade}
    table = make_table(scheme=install_scheme(slug=CONSENSUS_2018), rows=[row])
    soup = read(make_condition_page(body=[table]))
    assert words in soup.table.get_text()
    assert soup.table.find(role="doc-noteref")["href"] == "#ref-1"


def make_own_rows(*rows):
    """A page with a table of the editor's own rows in the scheme of 2018."""
    plain = {"condition": "Pain", "intervention": "", "statement": "<p>It helps.</p>", "grade": ""}
    table = make_table(scheme=install_scheme(slug=CONSENSUS_2018), rows=[plain | row for row in rows])
    return make_condition_page(body=[table])


def test_rows_of_the_editor_show_certainty_and_time_horizon_and_keep_the_note_to_the_staff():
    page = make_own_rows({"certainty": "moderate", "time_horizon": "12 weeks", "note": "So they say."})
    soup = read(page)
    link = soup.table.find("a", string="moderate")
    assert "Enough evidence to judge the effect" in soup.find(id=link["href"][1:]).get_text()
    assert "Followed for 12 weeks" in soup.table.get_text()
    assert "So they say" not in soup.get_text() + page.search_text


@pytest.mark.parametrize(("certainty", "words"), [("", "Not stated"), ("<Fair>", "Certainty: <fair>")])
def test_rows_of_the_editor_show_a_certainty_that_no_scheme_has_as_it_is_written(certainty, words):
    cell = read(make_own_rows({"certainty": certainty})).table.find(attrs={"data-label": "Evidence"})
    assert cell.get_text(" ", strip=True) == words


def test_each_end_of_a_range_of_certainty_leads_to_its_definition():
    low, high = (install_scheme(slug=CONSENSUS_2018).certainties.get(label=name) for name in ("Low", "Moderate"))
    soup = read(make_page(certainty_from=low, certainty_to=high))
    links = soup.table.find_all("a", href=lambda href: href.startswith("#certainty-"))
    assert [link.get_text() for link in links] == ["low", "moderate"]
    assert all(soup.find(id=link["href"][1:]).dd.get_text() for link in links)


def test_where_a_scheme_is_laid_down_stands_below_its_definitions():
    scheme = install_scheme(slug=CONSENSUS_2018)
    details = read(make_page()).find("details", class_="cw-grades").get_text()
    assert scheme.reference.title in details


def test_two_tables_of_a_page_do_not_share_ids():
    guideline = make_guideline(make_reference())
    soup = read(make_condition_page(body=[make_table(guideline), make_table(guideline)]))
    captions = [table.caption["id"] for table in soup.find_all("table")]
    assert len(set(captions)) == 2
