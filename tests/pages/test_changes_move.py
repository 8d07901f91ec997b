"""A change in the library shows wherever it is used at the next request, under another ETag: pages, search and API."""

import pytest
from django.test import Client
from wagtail.models import Site

from pages.models import Condition, GuidelinePage, Person, Recommendation, ReferenceListPage
from pages.services.references import save_reference
from pages.services.schemes import CONSENSUS_2018, install_scheme

from .factories import cite, make_condition_page, make_guideline, make_reference, make_table

pytestmark = pytest.mark.django_db
WORD = "Zebrafinch"
PAGES = ["/conditions/pain/", "/guideline/"]
TABLES = [*PAGES, "/api/v1/pages/{page}", "/api/v1/pages/{guideline_page}", "/api/v1/guidelines/{guideline}"]
LISTS = ["/references/", "/api/v1/references"]
SEARCH = [f"/search/?q={WORD}", f"/api/v1/pages?search={WORD}"]


def set_on(name, field):
    """Return an edit that gives a field of a record the word."""

    def edit(shown):
        record = shown[name]
        setattr(record, field, WORD)
        record.save()

    return edit


def word_otherwise(shown):
    row = shown["row"]
    row.plain_wording = WORD
    row.save()
    shown["guideline"].save()  # as the form, the grid and the API do


def retitle(name):
    """Return an edit that gives a source the word as its title."""

    def edit(shown):
        save_reference(csl=shown[name].csl | {"title": WORD}, reference=shown[name])

    return edit


def grade_otherwise(shown):
    grade = shown["scheme"].grades.get(code="D")
    grade.meaning = WORD
    grade.save()
    Recommendation.objects.update(grade=grade)


EDITS = {
    "wording of a recommendation": (word_otherwise, [*TABLES, *SEARCH]),
    "grade of a recommendation": (grade_otherwise, TABLES),
    "letter of a grade": (set_on("grade", "code"), TABLES),
    "meaning of a grade": (set_on("grade", "meaning"), TABLES),
    "definition of a grade": (set_on("grade", "definition"), TABLES),
    "name of a certainty": (set_on("certainty", "label"), TABLES),
    "definition of a certainty": (set_on("certainty", "definition"), TABLES),
    "name of a scheme": (set_on("scheme", "name"), TABLES),
    "name of a guideline": (set_on("guideline", "short_title"), [*TABLES, *SEARCH]),
    "title of a source": (retitle("source"), ["/conditions/pain/", "/api/v1/pages/{page}", *LISTS, SEARCH[0]]),
    "title of a guideline's source": (retitle("publication"), [*TABLES, *LISTS, SEARCH[0]]),
    "name of a condition": (set_on("condition", "name"), ["/api/v1/conditions", "/api/v1/pages/{page}", *SEARCH]),
    "synonym of a condition": (set_on("condition", "synonyms"), ["/api/v1/conditions", *SEARCH]),
    "name of a reviewer": (set_on("person", "name"), ["/conditions/pain/", "/api/v1/pages/{page}"]),
}


@pytest.fixture
def shown():
    """A page, a guideline's page and a list of sources, which show one of everything."""
    scheme = install_scheme(slug=CONSENSUS_2018)
    certainty = scheme.certainties.get(label="Moderate")
    source, publication = make_reference("Cited"), make_reference("Of the guideline")
    guideline = make_guideline(publication, certainty_from=certainty)
    condition = Condition.objects.create(name="CRPS", slug="crps")
    person = Person.objects.create(name="Ann")
    page = make_condition_page(lead=f"<p>{cite(source)}</p>", body=[make_table(guideline)], reviewer=person)
    page.conditions = [condition]
    page.save()
    home = Site.objects.get(is_default_site=True).root_page
    guideline_page = GuidelinePage(title="The guideline", slug="guideline", guideline=guideline)
    home.add_child(instance=guideline_page)
    home.add_child(instance=ReferenceListPage(title="References", slug="references"))
    row = guideline.recommendations.get()
    return locals() | {"grade": row.grade}


def ask(shown, address):
    """Return ETag and text of a public address, as an anonymous reader gets them."""
    ids = {name: shown[name].pk for name in ("page", "guideline_page", "guideline")}
    response = Client().get(address.format(**ids), headers={"host": "127.0.0.1"})
    assert response.status_code == 200, address
    return response["ETag"], response.content.decode()


def tells(address, text):
    """Whether an answer has the word; a search repeats it anyway, so that one has to find something."""
    if address.startswith("/search/"):
        return "cw-search__results" in text
    return '"total":0' not in text if "search" in address else WORD in text


@pytest.mark.parametrize("name", EDITS)
def test_it_shows_at_the_next_request_under_another_etag(shown, name, django_capture_on_commit_callbacks):
    edit, addresses = EDITS[name]
    before = {address: ask(shown, address) for address in addresses}
    with django_capture_on_commit_callbacks(execute=True):
        edit(shown)
    after = {address: ask(shown, address) for address in addresses}
    assert [address for address in addresses if before[address][0] == after[address][0]] == []
    assert [address for address in addresses if tells(address, before[address][1])] == []
    assert [address for address in addresses if tells(address, after[address][1])] == addresses
