import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from pages.models import Reference
from pages.services.references import save_reference

from ..factories import cite, make_condition_page, make_reference

pytestmark = pytest.mark.django_db

ADD = "/admin/library/references/add/"


def make_post(**overrides):
    return {
        "type": "article-journal",
        "title": "Chronic pain",
        "authors": "Treede, RD",
        "year": "2015",
        "status": "ok",
    } | overrides


def edit_url(reference):
    return reverse("citewell_references:edit", args=[reference.pk])


def test_a_reference_is_added_through_plain_fields(admin_client):
    admin_client.post(ADD, make_post(doi="https://doi.org/10.1234/ABC", month="6", et_al="on"))
    reference = Reference.objects.get()
    assert reference.csl == {
        "type": "article-journal",
        "title": "Chronic pain",
        "author": [{"family": "Treede", "given": "RD"}],
        "issued": {"date-parts": [[2015, 6]]},
        "DOI": "10.1234/abc",
        "custom": {"et-al": True},
    }
    assert reference.doi == "10.1234/abc"
    assert reference.revisions.count() == 1
    assert list(ModelLogEntry.objects.for_instance(reference).values_list("action", flat=True)) == ["wagtail.create"]


def test_an_edit_keeps_what_the_form_does_not_show(admin_client):
    reference = make_reference(language="en", issued={"date-parts": [[2015, 6], [2015, 7]]})
    fields = make_post(title=reference.title, month="6", container="Pain")
    admin_client.post(edit_url(reference), fields)
    reference.refresh_from_db()
    assert reference.csl["language"] == "en"
    assert reference.csl["issued"] == {"date-parts": [[2015, 6], [2015, 7]]}
    assert reference.container == "Pain"
    assert reference.revisions.count() == 2


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("title", "", "This field is required."),
        ("doi", "10.1234/known", "The library has this already: Treede 2015."),
        ("doi", "nonsense", "This is not a DOI. It begins with 10 and has a slash."),
        ("pmid", "twelve", "This is not a PMID. It is a number."),
    ],
)
def test_what_cannot_be_stored_is_an_error_at_its_field(admin_client, field, value, message):
    make_reference(DOI="10.1234/known")
    response = admin_client.post(ADD, make_post(**{field: value}))
    assert response.status_code == 200
    assert response.context["form"].errors[field] == [message]
    assert Reference.objects.count() == 1


def test_an_odd_identifier_that_was_imported_does_not_stand_in_the_way(admin_client):
    reference = make_reference(DOI="10.1/odd one")
    admin_client.post(edit_url(reference), make_post(doi="10.1/odd one", container="Pain"))
    reference.refresh_from_db()
    assert (reference.container, reference.csl["DOI"]) == ("Pain", "10.1/odd one")


def test_the_line_it_was_made_from_is_kept(admin_client):
    admin_client.post(ADD, make_post(pasted="Treede RD. Chronic pain. Pain. 2015;1:2."))
    assert Reference.objects.get().as_supplied == "Treede RD. Chronic pain. Pain. 2015;1:2."


def test_each_field_stands_once_in_the_form(admin_client):
    html = admin_client.get(edit_url(make_reference())).content.decode()
    assert html.count('name="title"') == html.count('name="authors"') == html.count('name="status"') == 1


def test_nothing_is_saved_while_somebody_types(admin_client):
    assert not admin_client.get(edit_url(make_reference())).context["autosave_enabled"]
    assert not admin_client.get(reverse("citewell_guidelines:add")).context["autosave_enabled"]


def test_the_list_says_where_each_is_used(admin_client):
    used = make_reference("Used")
    make_reference("Unused")
    make_condition_page(lead=f"<p>{cite(used)}</p>")
    html = admin_client.get(reverse("citewell_references:list")).content.decode()
    assert reverse("citewell_references:usage", args=[used.pk]) in html
    assert "1 place" in html
    assert "Not yet" in html


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("?q=cohen", ["Two"]),
        ("?year=2015", ["One"]),
        ("?type=book", ["Two"]),
        ("?status=retracted", ["Two"]),
        ("", ["Two", "One"]),
    ],
)
def test_the_list_is_searched_and_filtered(admin_client, query, shown):
    make_reference("One")
    two = make_reference("Two", type="book", author=[{"family": "Cohen"}], issued={"date-parts": [[2018]]})
    Reference.objects.filter(pk=two.pk).update(status="retracted")
    response = admin_client.get(reverse("citewell_references:list") + query)
    assert [reference.title for reference in response.context["object_list"]] == shown


def test_a_title_from_outside_is_escaped_everywhere(admin_client):
    reference = make_reference("<script>alert(1)</script>")
    for url in (reverse("citewell_references:list"), edit_url(reference), reverse("citewell_citations:choose")):
        assert "<script>alert" not in admin_client.get(url).content.decode().replace("\\u003C", "<")


def test_the_library_is_closed_to_those_without_a_part_in_it(client):
    client.force_login(User.objects.create_user("nobody"))
    assert client.get(reverse("citewell_references:list")).status_code == 302


def make_two_revisions():
    reference = make_reference("Before")
    save_reference(csl={**reference.csl, "title": "After"}, reference=reference)
    return reference, *reference.revisions.order_by("pk")


def test_two_states_of_a_reference_are_compared(admin_client):
    reference, first, second = make_two_revisions()
    url = reverse("citewell_references:revisions_compare", args=[reference.pk, first.pk, second.pk])
    html = admin_client.get(url).content.decode()
    assert "Before" in html
    assert "After" in html


def test_an_earlier_state_comes_back(admin_client):
    reference, first, _second = make_two_revisions()
    url = reverse("citewell_references:revisions_revert", args=[reference.pk, first.pk])
    form = admin_client.get(url).context["form"]
    assert form.initial["title"] == "Before"
    admin_client.post(url, make_post(title="Before", authors="Treede, RD", revision=first.pk))
    reference.refresh_from_db()
    assert (reference.title, reference.revisions.count()) == ("Before", 3)


def test_an_earlier_state_does_not_undo_a_retraction(admin_client):
    reference, first, _second = make_two_revisions()
    Reference.objects.update(status="retracted", status_source="Crossref", checked_at=timezone.now())
    url = reverse("citewell_references:revisions_revert", args=[reference.pk, first.pk])
    form = admin_client.get(url).context["form"]
    assert form.initial["status_seen"] == "retracted"
    posted = make_post(title="Before", revision=first.pk, status="retracted", status_seen="retracted")
    admin_client.post(url, posted)
    reference.refresh_from_db()
    assert (reference.title, reference.status) == ("Before", "retracted")
    assert reference.checked_at is not None


@pytest.mark.parametrize(("posted", "stored"), [("ok", "retracted"), ("concern", "concern")])
def test_a_form_that_was_open_leaves_a_retraction_unless_it_says_something_else(admin_client, posted, stored):
    reference = make_reference()
    assert 'name="status_seen"' in admin_client.get(edit_url(reference)).content.decode()
    Reference.objects.update(status="retracted", status_source="Crossref")
    admin_client.post(edit_url(reference), make_post(title="Mended", status=posted, status_seen="ok"))
    reference.refresh_from_db()
    assert (reference.title, reference.status) == ("Mended", stored)


@pytest.mark.parametrize("view", ["history", "usage", "delete"])
def test_its_other_pages_open(admin_client, view):
    assert admin_client.get(reverse(f"citewell_references:{view}", args=[make_reference().pk])).status_code == 200
