"""Guideline tables that are too long, lack what they stand on, or go round in circles: every screen still opens."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Site

from pages.models import Guideline, GuidelinePage, Recommendation, SiteSettings
from pages.services.schemes import CONSENSUS_2018, install_scheme

from .api import asking
from .factories import make_condition_page, make_reference, make_table
from .rendered import read

pytestmark = pytest.mark.django_db


def make_long_guideline(rows):
    """A guideline of so many rows, each with a grade, a certainty and a condition in its own words."""
    scheme = install_scheme(slug=CONSENSUS_2018)
    guideline = Guideline.objects.create(title=f"{rows} rows", scheme=scheme, reference=make_reference(f"{rows} rows"))
    grades, level = list(scheme.grades.all()), scheme.certainties.first()
    Recommendation.objects.bulk_create(
        Recommendation(
            guideline=guideline,
            sort_order=number,
            population=f"Condition {number % 40}",
            plain_wording=f"Row {number}",
            grade=grades[number % len(grades)],
            certainty_from=level,
        )
        for number in range(rows)
    )
    return guideline


def make_long_page(rows):
    table = make_table(make_long_guideline(rows), order="strength", group_by="condition")
    return make_condition_page(slug=f"page-{rows}", title=f"{rows} rows", body=[table])


def show(page):
    return Client().get(page.get_url(), headers={"host": "127.0.0.1"}).content.decode()


def tell(page):
    return asking.ask(f"/pages/{page.pk}").content.decode()


@pytest.mark.parametrize(("ask", "sign"), [(show, '<th scope="row"'), (tell, '"population":')], ids=["page", "api"])
def test_2000_rows_are_all_shown_and_cost_as_many_queries_as_20(ask, sign):
    long, short = make_long_page(2000), make_long_page(20)
    ask(short)  # fills what is kept between requests
    costs = []
    for page, rows in ((short, 20), (long, 2000)):
        with CaptureQueriesContext(connection) as queries:
            assert ask(page).count(sign) == rows
        costs.append(len(queries))
    assert costs[0] == costs[1]


@pytest.mark.parametrize("name", ["edit", "edit_rows", "rows"])
def test_a_guideline_of_2000_rows_opens_in_the_admin(admin_client, name):
    guideline = make_long_guideline(2000)
    assert admin_client.get(reverse(f"citewell_guidelines:{name}", args=[guideline.pk])).status_code == 200


def test_so_does_a_page_with_its_table(admin_client):
    page = make_long_page(2000)
    assert admin_client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200


OWN = {"condition": "Mine", "intervention": "", "statement": "<p>x</p>", "grade": "B", "certainty": "low"}


def test_rows_without_a_scheme_say_that_nothing_is_known_of_their_grade():
    guideline = Guideline.objects.create(title="No scheme", reference=make_reference())
    Recommendation.objects.create(guideline=guideline, population="Theirs")
    page = make_condition_page(body=[make_table(guideline, rows=[OWN])])
    soup = read(page)
    grades = [cell.get_text(" ", strip=True) for cell in soup.find_all(attrs={"data-label": "Grade"})]
    assert grades == ["Not graded", "B Of no scheme known here"]
    assert soup.find(class_="cw-grades") is None
    (block,) = asking.read(f"/pages/{page.pk}")["body"]
    assert (block["scheme"], block["rows"][0]["grade"], block["rows"][0]["grade_code"]) == (None, None, "B")


def test_a_grade_in_a_guideline_without_a_scheme_keeps_its_meaning():
    guideline = Guideline.objects.create(title="No scheme", reference=make_reference())
    grade = install_scheme(slug=CONSENSUS_2018).grades.get(code="B")
    Recommendation.objects.create(guideline=guideline, population="Theirs", grade=grade)
    page = make_condition_page(body=[make_table(guideline)])
    soup = read(page)
    link = soup.find("a", class_="cw-grade__code")
    assert grade.meaning in link.find_parent("td").get_text()
    definition = soup.find(id=link["href"][1:]).get_text()
    assert grade.definition in definition
    assert grade.scheme.name in definition
    assert link.find_parent("td").find("svg")["aria-label"] == "Strength 2 of 3"
    (block,) = asking.read(f"/pages/{page.pk}")["body"]
    (listed,) = asking.read("/guidelines?include=recommendations")["items"]
    for row in (block["groups"][0]["rows"][0], listed["recommendations"][0]):
        assert row["grade"]["strength"] == {"filled": 2, "of": 3, "stance": "for"}


def test_grades_of_two_schemes_in_a_guideline_without_one_are_not_drawn_side_by_side():
    guideline = Guideline.objects.create(title="No scheme", reference=make_reference())
    for slug in (CONSENSUS_2018, "sort"):
        grade = install_scheme(slug=slug).grades.get(code="B")
        Recommendation.objects.create(guideline=guideline, population="Theirs", grade=grade)
    assert read(make_condition_page(body=[make_table(guideline)])).table.svg is None


@pytest.mark.parametrize("name", ["edit", "edit_rows", "rows", "usage"])
def test_a_guideline_without_a_scheme_opens_in_the_admin(admin_client, name):
    guideline = Guideline.objects.create(title="No scheme", reference=make_reference())
    Recommendation.objects.create(guideline=guideline, population="Theirs")
    assert admin_client.get(reverse(f"citewell_guidelines:{name}", args=[guideline.pk])).status_code == 200


@pytest.mark.parametrize("publication", ["", "99999999"])
def test_a_guideline_without_a_publication_is_refused_at_the_field(admin_client, publication):
    rows = {f"recommendations-{name}": 0 for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    posted = {"title": "Of nothing", "reference": publication} | rows
    response = admin_client.post(reverse("citewell_guidelines:add"), posted)
    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["reference"]
    assert not Guideline.objects.exists()


@pytest.mark.parametrize("length", [1, 2, 3])
@pytest.mark.parametrize("told", [True, False])
def test_circular_data_does_not_hang_any_screen(admin_client, length, told):
    site = Site.objects.get(is_default_site=True)
    SiteSettings.objects.create(site=site, show_superseded=told)
    circle = [Guideline.objects.create(title=f"G{n}", reference=make_reference(f"G{n}")) for n in range(length)]
    for place, guideline in enumerate(circle):
        Guideline.objects.filter(pk=guideline.pk).update(superseded_by=circle[(place + 1) % length])
    Recommendation.objects.create(guideline=circle[0], population="Theirs")
    page = make_condition_page(body=[make_table(Guideline.objects.get(pk=circle[0].pk))])
    site.root_page.add_child(instance=GuidelinePage(title="G", slug="g", guideline=circle[0]))
    addresses = [page.get_url(), "/g/", "/sitemap.xml", f"/api/v1/pages/{page.pk}", "/api/v1/guidelines"]
    answers = [Client().get(address, headers={"host": "127.0.0.1"}).status_code for address in addresses]
    admin = [reverse(f"citewell_guidelines:{name}", args=[circle[0].pk]) for name in ("edit", "usage", "delete")]
    assert answers == [200] * len(addresses)
    assert all(admin_client.get(address).status_code in (200, 409) for address in admin)
