from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse
from wagtail.models import Site

from pages.models import ConditionIndexPage, ConditionPage, PreviewDraft, ReferenceListPage, SiteSettings, StandardPage
from tests.pages.factories import make_condition_page, make_index

pytestmark = pytest.mark.django_db
FRONT = "https://front.example"


@pytest.fixture
def _front_end():
    clinic = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    clinic.frontend_url = FRONT + "/"
    clinic.save()


def open_draft(response):
    """The page of the draft that a preview led to."""
    address = urlsplit(response["Location"])
    assert f"{address.scheme}://{address.netloc}{address.path}" == FRONT + "/preview"
    (token,) = parse_qs(address.query)["token"]
    return PreviewDraft.objects.open(token).read_page()


def test_without_a_front_end_the_templates_show_the_draft(admin_client):
    page = make_condition_page()
    response = admin_client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    assert response.status_code == 200
    assert not PreviewDraft.objects.exists()


@pytest.mark.usefixtures("_front_end")
def test_view_draft_leads_to_the_front_end_with_the_last_draft(admin_client):
    page = make_condition_page()
    page.title = "Another title"
    page.save_revision()
    response = admin_client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    assert open_draft(response).title == "Another title"
    assert response["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response["Cache-Control"]


@pytest.mark.usefixtures("_front_end")
def test_an_older_revision_is_previewed_as_it_was(admin_client):
    page = make_condition_page(title="First")
    first = page.save_revision()
    page.title = "Second"
    page.save_revision()
    response = admin_client.get(reverse("wagtailadmin_pages:revisions_view", args=[page.pk, first.pk]))
    assert open_draft(response).title == "First"


@pytest.mark.usefixtures("_front_end")
def test_each_draft_is_one_state_of_the_page():
    page = make_condition_page(title="First")
    draft = PreviewDraft.objects.keep(page, user=None)
    page.title = "Second"
    page.save()
    assert PreviewDraft.objects.open(draft.token).read_page().title == "First"


def test_a_page_that_was_never_saved_can_be_previewed():
    page = ConditionPage(title="New", slug="new", locale=make_index().locale)
    draft = PreviewDraft.objects.keep(page, user=None)
    again = PreviewDraft.objects.open(draft.token).read_page()
    assert (again.title, again.pk) == ("New", None)


def test_only_the_last_drafts_of_who_types_are_kept(admin_user, monkeypatch):
    monkeypatch.setattr("pages.models.preview_draft.MOST_KEPT", 2)
    page = make_condition_page()
    other = PreviewDraft.objects.keep(page, user=None)
    drafts = [PreviewDraft.objects.keep(page, user=admin_user) for _ in range(3)]
    assert set(PreviewDraft.objects.all()) == {other, *drafts[1:]}


@pytest.mark.usefixtures("_front_end")
@pytest.mark.parametrize("kind", [ConditionIndexPage, ReferenceListPage, StandardPage])
def test_other_page_types_are_previewed_there_too(admin_client, kind):
    home = Site.objects.get(is_default_site=True).root_page
    page = home.add_child(instance=kind(title="A page", slug="a-page"))
    response = admin_client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    assert open_draft(response) == page
