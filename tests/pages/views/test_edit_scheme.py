"""A scheme keeps the grades and levels that are in use, and says where that is."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pages.models import GradeScheme
from pages.models.usage import find_part_uses, find_uses
from pages.services.schemes import CONSENSUS_2018, install_scheme, install_schemes

from ..factories import make_condition_page, make_guideline, make_reference, make_table

pytestmark = pytest.mark.django_db
OWN = {"condition": "Pain", "intervention": "", "statement": "<p>x</p>", "grade": "D", "certainty": "high"}


@pytest.fixture
def scheme():
    return install_scheme(slug=CONSENSUS_2018)


def post(client, scheme, *, without=(), **changes):
    """Send the scheme's form as it is, without some of its parts and with changed words: {"grades-B-code": "Bee"}."""
    data = {"name": scheme.name, "slug": scheme.slug, "description": scheme.description}
    for name, fields in (("grades", ("code", "meaning", "stance")), ("certainties", ("label",))):
        parts = list(getattr(scheme, name).all())
        data |= {f"{name}-TOTAL_FORMS": len(parts), f"{name}-INITIAL_FORMS": len(parts)}
        data |= {f"{name}-MIN_NUM_FORMS": 0, f"{name}-MAX_NUM_FORMS": 1000}
        for place, part in enumerate(parts):
            word = getattr(part, fields[0])
            data |= {f"{name}-{place}-id": part.pk, f"{name}-{place}-ORDER": place + 1}
            data |= {
                f"{name}-{place}-{field}": changes.get(f"{name}-{word}-{field}", getattr(part, field))
                for field in fields
            }
            if word in without:
                data[f"{name}-{place}-DELETE"] = "on"
    return client.post(reverse("citewell_grade_schemes:edit", args=[scheme.pk]), data)


def words(scheme):
    scheme = GradeScheme.objects.get(pk=scheme.pk)
    return [*scheme.grades.values_list("code", flat=True), *scheme.certainties.values_list("label", flat=True)]


def use_in_row_of_guideline(scheme):
    level = scheme.certainties.get(label="High")
    make_guideline(make_reference("G"), grade=scheme.grades.get(code="D"), certainty_to=level)
    return "Guidelines"


def use_in_own_row(scheme):
    make_condition_page(title="A page", body=[make_table(scheme=scheme, rows=[OWN])])
    return "A page"


def use_in_own_row_below_a_guideline(scheme):
    make_condition_page(title="A page", body=[make_table(make_guideline(make_reference("G")), rows=[OWN])])
    return "A page"


def use_in_draft(scheme):
    page = make_condition_page(title="A page")
    page.body = [make_table(scheme=scheme, rows=[OWN])]
    page.save_revision()
    return "A page"


USES = [use_in_row_of_guideline, use_in_own_row, use_in_own_row_below_a_guideline, use_in_draft]


@pytest.mark.parametrize("use", USES)
@pytest.mark.parametrize("part", ["D", "High"])
def test_a_part_in_use_is_not_taken_away_and_it_is_said_where(admin_client, scheme, use, part):
    where, before = use(scheme), words(scheme)
    response = post(admin_client, scheme, without=[part])
    html = response.content.decode()
    assert response.status_code == 200
    assert words(scheme) == before
    assert "is in use and was not taken away" in html
    assert f">{where}</a>" in html
    assert "-DELETE" not in response.context["form"].data


def test_what_is_not_used_goes(admin_client, scheme):
    use_in_row_of_guideline(scheme), use_in_own_row(scheme)
    assert post(admin_client, scheme, without=["A", "Low"]).status_code == 302
    assert {"A", "Low"}.isdisjoint(words(scheme))


def test_the_same_letter_of_another_scheme_is_no_use(scheme):
    use_in_own_row(install_scheme(slug="uspstf"))
    assert find_part_uses(scheme.grades.get(code="D")) == []


def test_a_scheme_is_used_by_a_guideline_of_no_scheme_whose_row_it_grades(scheme):
    guideline = make_guideline(make_reference(), grade=scheme.grades.get(code="D"))
    guideline.scheme = None
    guideline.save()
    assert [use.owner for use in find_uses(scheme)] == [guideline]


def test_a_new_word_is_saved_and_rows_that_keep_the_old_one_are_named(admin_client, scheme):
    where = use_in_own_row(scheme)
    response = post(admin_client, scheme, **{"grades-D-code": "E"})
    assert response.status_code == 302
    assert "E" in words(scheme)
    html = admin_client.get(response["Location"]).content.decode()
    assert "still say “D" in html
    assert f">{where}</a>" in html


def test_rows_of_guidelines_follow_a_new_word_without_a_warning(admin_client, scheme):
    use_in_row_of_guideline(scheme)
    response = post(admin_client, scheme, **{"grades-D-code": "E"})
    assert "still say" not in admin_client.get(response["Location"]).content.decode()


def own(**overrides):
    """The form of a scheme of one's own: two grades, two levels."""
    data = {"name": "Own", "slug": "own", "description": ""}
    data |= {
        f"{name}-{count}_FORMS": 2 if count == "TOTAL" else 0
        for name in ("grades", "certainties")
        for count in ("TOTAL", "INITIAL")
    }
    for place, code in enumerate(("Yes", "No")):
        data |= {f"grades-{place}-code": code, f"grades-{place}-meaning": "m", f"grades-{place}-stance": "for"}
        data |= {f"grades-{place}-ORDER": place + 1, f"grades-{place}-only_with": "sure"}
    for place, label in enumerate(("Sure", "Unsure")):
        data |= {f"certainties-{place}-label": label, f"certainties-{place}-ORDER": place + 1}
    return data | overrides


def test_a_scheme_of_ones_own_is_made_in_the_order_of_the_form(admin_client):
    assert admin_client.post(reverse("citewell_grade_schemes:add"), own()).status_code == 302
    scheme = GradeScheme.objects.get()
    assert words(scheme) == ["Yes", "No", "Sure", "Unsure"]
    assert [strength.filled for strength in scheme.strengths.values()] == [2, 1]


@pytest.mark.parametrize(
    ("overrides", "sentence"),
    [
        ({"grades-1-only_with": "Sure, Shure"}, "No level of this scheme: Shure. It has: Sure, Unsure."),
        ({"certainties-0-DELETE": "on"}, "No level of this scheme: sure. It has: Unsure."),
        ({"grades-1-code": "Yes"}, "duplicate"),
        ({"grades-0-code": ""}, "This field is required."),
    ],
)
def test_what_would_not_work_is_refused_at_its_place(admin_client, overrides, sentence):
    response = admin_client.post(reverse("citewell_grade_schemes:add"), own(**overrides))
    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert not GradeScheme.objects.exists()


def test_a_scheme_is_previewed_while_it_is_typed(admin_client):
    address = reverse("citewell_grade_schemes:preview_on_add")
    assert admin_client.post(address, own(**{"grades-0-meaning": "A <b>clear</b> yes"})).json()["is_valid"]
    html = admin_client.get(address).content.decode()
    assert "A &lt;b&gt;clear&lt;/b&gt; yes" in html
    assert html.count('<tr role="row">') == 3
    assert not GradeScheme.objects.exists()


def test_a_shipped_scheme_is_previewed(scheme):
    html = scheme.make_preview_request().content.decode()
    assert scheme.grades.get(code="I").definition in html


def test_the_list_shows_what_the_grades_mean_and_its_queries_do_not_grow(admin_client, scheme):
    def count():
        with CaptureQueriesContext(connection) as queries:
            html = admin_client.get(reverse("citewell_grade_schemes:list")).content.decode()
        assert scheme.grades.get(code="I").definition in html
        return len(queries)

    count()
    one = count()
    install_schemes()
    assert count() == one
