"""Citations as a page shows them: roles, ids, both ways, labels, notices in words."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pages.models import Reference

from .factories import cite, make_condition_page, make_guideline, make_reference, make_section, make_table
from .rendered import ids, inner_links, read, scripts_that_run

pytestmark = pytest.mark.django_db


def make_cited_page(**overrides):
    """A page that cites four sources: one twice, three side by side, one in a table's row."""
    one, two, three, four = (make_reference(title=f"Source {number}") for number in range(4))
    text = f"<p>First.{cite(one)} Then.{cite(one)} Three at once.{cite(one, two, three)}</p>"
    body = [make_section(text), make_table(make_guideline(four))]
    return make_condition_page(**{"body": body} | overrides)


def test_no_id_stands_twice_and_every_link_inside_the_page_leads_somewhere():
    soup = read(make_cited_page())
    assert len(ids(soup)) == len(set(ids(soup)))
    assert set(inner_links(soup)) <= set(ids(soup))


def test_every_marker_leads_to_an_entry_and_every_entry_back():
    soup = read(make_cited_page())
    markers = soup.find_all(role="doc-noteref")
    assert {marker["href"] for marker in markers} == {"#ref-1", "#ref-4"}
    for link in soup.find_all(role="doc-backlink"):
        number = link.find_parent("li")["id"].removeprefix("ref-")
        assert soup.find(id=link["href"][1:]).find_parent("sup")
        assert link["href"].startswith(f"#cite-{number}-")


def test_the_list_is_a_named_section_of_plain_entries():
    section = read(make_cited_page()).find(role="doc-endnotes")
    assert section.find(id=section["aria-labelledby"]).get_text() == "References"
    assert [entry.get("role") for entry in section.ol.find_all("li", recursive=False)] == [None] * 4


def test_no_two_links_of_different_aim_have_one_label():
    soup = read(make_cited_page())
    for role in ("doc-noteref", "doc-backlink"):
        named = {(link["href"], link["aria-label"]) for link in soup.find_all(role=role)}
        assert len({label for _, label in named}) == len(named)


@pytest.mark.parametrize(
    ("status", "words"), [("retracted", "Retracted"), ("concern", "Expression of concern"), ("corrected", "Corrected")]
)
def test_what_has_been_said_of_a_source_stands_with_it_in_words(status, words):
    reference = make_reference()
    Reference.objects.filter(pk=reference.pk).update(status=status, status_source="Crossref")
    entry = read(make_condition_page(lead=f"<p>A claim.{cite(reference)}</p>")).find(id="ref-1")
    assert words in entry.get_text()
    assert "Crossref" in entry.get_text()


def test_a_page_that_cites_nothing_has_no_list_and_no_script():
    soup = read(make_condition_page(lead="<p>A claim.</p>"))
    assert not soup.find(role="doc-endnotes")
    assert not scripts_that_run(soup)


@pytest.mark.parametrize("part", ["table", "question"])
def test_a_page_that_folds_something_away_has_the_script_that_opens_it(part):
    bodies = {
        "table": {"body": [make_table(make_guideline(make_reference()))]},
        "question": {"questions": [("question", {"question": "Can I drive?", "answer": "<p>No.</p>"})]},
    }
    soup = read(make_condition_page(**bodies[part]))
    assert "citewell/pages/folded" in "".join(script["src"] for script in scripts_that_run(soup))


def test_fifty_citations_cost_as_many_queries_as_three():
    def count(number):
        sources = [make_reference(title=f"Source {number} {place}") for place in range(number)]
        text = "".join(f"<p>Claim.{cite(source)}</p>" for source in sources)
        page = make_condition_page(slug=f"page-{number}", body=[make_section(text)])
        Client().get(page.get_url(), headers={"host": "127.0.0.1"})
        with CaptureQueriesContext(
            connection,
        ) as queries:
            read(page)
        return len(queries)

    few = count(3)
    assert 0 < few == count(50)
