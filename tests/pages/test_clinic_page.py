"""The clinic's article, imported: its page shows the graded rows of Cohen 2018, and follows what the admin changes."""

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from pages.models import ConditionPage, Guideline, Recommendation

from .api import asking
from .article.imports import FILES, make_index
from .rendered import read

pytestmark = pytest.mark.django_db
# Which grade has which strength in the article.
GRADES = {"C": "Weak", "D": "Weak or none", "B": "Moderate"}


@pytest.fixture(params=FILES)
def page(request):
    """The page of the article, live."""
    make_index()
    call_command("import_article", str(request.param), "--publish", verbosity=0)
    return ConditionPage.objects.get()


def rows(page):
    """What each row of the page's table says: {grade: (condition, meaning, evidence)}."""
    found = {}
    for row in read(page).select(".cw-guideline tbody tr"):
        code = row.find("a", class_="cw-grade__code")
        meaning = row.find(class_="cw-grade__meaning").get_text(strip=True)
        evidence = row.find(attrs={"data-label": "Evidence"}).get_text(" ", strip=True)
        found[code.get_text()] = (row.th.get_text(strip=True), meaning, evidence)
    return found


def form(guideline, **changes):
    """The guideline's form as it stands; {"B-grade": pk} changes a field of the row with that grade."""
    stored = list(guideline.recommendations.all())
    data = {"title": guideline.title, "reference": guideline.reference_id, "scheme": guideline.scheme_id}
    data |= {"recommendations-TOTAL_FORMS": len(stored), "recommendations-INITIAL_FORMS": len(stored)}
    for place, row in enumerate(stored):
        fields = {"id": row.pk, "ORDER": place + 1}
        for name in ("population", "intervention", "plain_wording", "statement", "strength", "direction"):
            fields[name] = getattr(row, name)
        fields |= {"grade": row.grade_id, "conditions": [condition.pk for condition in row.conditions.all()]}
        for name in ("certainty_from", "certainty_to"):
            fields[name] = getattr(row, f"{name}_id") or ""
        own = f"{row.grade.code}-"
        fields |= {name.removeprefix(own): value for name, value in changes.items() if name.startswith(own)}
        data |= {f"recommendations-{place}-{name}": value for name, value in fields.items()}
    return data


def save(client, **changes):
    """Save the guideline's form in the admin with changes."""
    guideline = Guideline.objects.get()
    response = client.post(reverse("citewell_guidelines:edit", args=[guideline.pk]), form(guideline, **changes))
    assert response.status_code == 302


def etags(page):
    public = Client().get(page.get_url(), headers={"host": "127.0.0.1"})
    return public["ETag"], asking.ask(f"/pages/{page.pk}")["ETag"]


def test_the_page_shows_the_rows_of_cohen_2018_with_grade_meaning_and_strength_of_the_evidence(page):
    shown = rows(page)
    scheme = Guideline.objects.get().scheme
    assert Guideline.objects.get().reference.label == "Cohen 2018"
    assert {code: evidence for code, (_who, _meaning, evidence) in shown.items()} == GRADES
    assert all(shown[code][1] == scheme.grades.get(code=code).meaning for code in GRADES)
    assert read(page).select(".cw-guideline tbody [role=doc-noteref]")


def test_a_certainty_that_is_entered_in_the_admin_shows_with_its_definition(page, admin_client):
    levels = {level.label: level for level in Guideline.objects.get().scheme.certainties.all()}
    low, moderate = levels["Low"], levels["Moderate"]
    changes = {"C-certainty_from": low.pk, "D-certainty_from": low.pk, "B-certainty_from": low.pk}
    save(admin_client, **changes | {"B-certainty_to": moderate.pk})
    shown = rows(page)
    assert shown["B"][2] == "Moderate Certainty: low – moderate"
    assert shown["C"][2] == "Weak Certainty: low"
    soup = read(page)
    link = soup.select_one(".cw-guideline tbody a[href^='#certainty-']")
    assert low.definition in soup.find(id=link["href"][1:]).get_text()


def test_changing_one_grade_in_the_admin_changes_the_page_and_its_etag_at_the_next_request(page, admin_client):
    before, other = etags(page), Guideline.objects.get().scheme.grades.get(code="A")
    save(admin_client, **{"B-grade": other.pk})
    shown, after = rows(page), etags(page)
    assert set(shown) == {"A", "C", "D"}
    assert shown["A"][1] == other.meaning
    assert all(old != new for old, new in zip(before, after, strict=True))
    assert Recommendation.objects.count() == 3
