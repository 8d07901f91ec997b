from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import quote

import pytest
from django.apps import apps
from django.db import transaction
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Site

from outbox.models import Delivery
from outbox.services.delivering import sweep
from pages.models import Condition, ContentChange, HomePage, SiteSettings
from pages.models.content_change import Event
from pages.services.import_rows import import_rows
from pages.services.review import mark_reviewed
from tests.outbox.factories import make_endpoint
from tests.pages.factories import (
    cite,
    let_its_hour_come,
    make_condition_page,
    make_guideline,
    make_index,
    make_reference,
    make_table,
)
from tests.pages.services.factories import make_sheet
from tests.pages.services.listening import forget, publish, restrict, told

pytestmark = pytest.mark.django_db


def test_nothing_is_written_where_nobody_wants_to_know():
    make_endpoint(events=["enquiry.received"])
    publish(make_condition_page())
    assert not ContentChange.objects.exists()
    assert not Delivery.objects.exists()


@pytest.mark.usefixtures("_listening")
def test_a_published_page_is_told_with_the_lists_it_stands_in():
    page = publish(make_condition_page())
    (data,) = told(Event.PUBLISHED)
    assert data["id"] == page.pk
    assert data["paths"][:3] == ["/conditions/pain/", "/conditions/", "/"]
    assert data["keys"] == [f"page-{page.pk}", "pages"]
    assert data["everything"] is False


@pytest.mark.usefixtures("_listening")
def test_a_published_page_is_told_by_the_conditions_that_it_is_about():
    page, condition = make_condition_page(), Condition.objects.create(name="CRPS", slug="crps")
    page.conditions.add(condition)
    publish(page)
    assert f"condition-{condition.pk}" in told(Event.PUBLISHED)[0]["keys"]


@pytest.mark.usefixtures("_listening")
def test_a_page_that_goes_live_later_is_told_of_then():
    page = make_condition_page(live=False)
    page.go_live_at = timezone.now() + timedelta(days=1)
    publish(page)
    assert told(Event.PUBLISHED) == []
    let_its_hour_come(page)
    assert len(told(Event.PUBLISHED)) == 1


@pytest.mark.usefixtures("_listening")
def test_a_review_of_a_live_page_with_a_draft_is_told():
    page = make_condition_page()
    page.summary = "As it will be"
    page.save_revision()
    today = timezone.localdate()
    mark_reviewed(page=page, reviewed_on=today, next_review=None, reviewer=None, note="Read.")
    assert len(told(Event.PUBLISHED)) == 1


@pytest.mark.usefixtures("_listening")
def test_a_page_that_is_taken_down_is_told():
    make_condition_page().unpublish()
    (data,) = told(Event.UNPUBLISHED)
    assert "/conditions/pain/" in data["paths"]


@pytest.mark.usefixtures("_listening")
def test_a_page_with_another_slug_is_told_with_all_below_and_both_addresses(django_capture_on_commit_callbacks):
    page = make_condition_page()
    index = page.get_parent().specific
    index.slug = "illnesses"
    with django_capture_on_commit_callbacks(execute=True):
        publish(index)
    (data,) = told(Event.MOVED)
    assert {"/conditions/", "/illnesses/", "/conditions/pain/", "/illnesses/pain/"} <= set(data["paths"])
    assert f"page-{page.pk}" in data["keys"]


@pytest.mark.usefixtures("_listening")
def test_a_moved_page_is_told_with_both_addresses():
    page = make_condition_page()
    page.move(make_index(title="Others", slug="others"), pos="last-child")
    (data,) = told(Event.MOVED)
    assert {"/conditions/pain/", "/others/pain/"} <= set(data["paths"])


@pytest.mark.usefixtures("_listening")
def test_a_page_among_its_siblings_keeps_its_address_and_is_not_told():
    first, second = make_condition_page(), make_condition_page(slug="other")
    second.move(first, pos="left")
    assert told(Event.MOVED) == []


@pytest.mark.usefixtures("_listening")
def test_a_deleted_page_is_told_with_the_address_it_had():
    page = make_condition_page()
    pk = page.pk
    page.delete()
    (data,) = told(Event.DELETED)
    assert data["id"] == pk
    assert "/conditions/pain/" in data["paths"]


@pytest.mark.usefixtures("_listening")
def test_with_a_page_all_below_it_is_deleted():
    make_condition_page().get_parent().delete()
    assert {path for data in told(Event.DELETED) for path in data["paths"]} >= {"/conditions/", "/conditions/pain/"}


@pytest.mark.usefixtures("_listening")
def test_with_a_page_the_redirects_to_it_are_told():
    page = make_condition_page()
    Redirect.add_redirect("/before", page)
    forget()
    page.delete()
    (data,) = told(Event.DELETED)
    assert "/before" in data["paths"]


@pytest.mark.usefixtures("_listening")
def test_a_redirect_to_a_page_that_is_not_for_everybody_is_not_told():
    Redirect.add_redirect("/before", make_condition_page(live=False))
    assert not Delivery.objects.exists()


@pytest.mark.usefixtures("_listening")
def test_a_draft_tells_nobody():
    page = make_condition_page(live=False)
    page.save_revision()
    page.delete()
    assert not Delivery.objects.exists()


@pytest.mark.usefixtures("_listening")
def test_a_changed_source_is_told_with_the_pages_that_cite_it():
    reference = make_reference()
    page = make_condition_page(lead=f"<p>Lead.{cite(reference)}</p>")
    assert told(Event.REFERENCE) == []
    reference.save()
    (data,) = told(Event.REFERENCE)
    assert data == {
        "id": reference.pk,
        "paths": ["/conditions/pain/"],
        "keys": [f"reference-{reference.pk}", "references", f"page-{page.pk}"],
        "everything": False,
    }


@pytest.mark.usefixtures("_listening")
def test_a_source_that_no_page_cites_is_of_interest_to_nobody():
    make_reference().save()
    assert told(Event.REFERENCE) == []


@pytest.mark.usefixtures("_listening")
def test_what_readers_see_nothing_of_is_not_told():
    reference = make_reference()
    make_condition_page(lead=f"<p>Lead.{cite(reference)}</p>")
    reference.save_revision()
    reference.save(update_fields=["checked_at"])
    reference.save(update_fields=["verified_at", "verified_against"])
    assert told(Event.REFERENCE) == []


@pytest.mark.usefixtures("_listening")
def test_rows_that_are_brought_in_are_told_once():
    guideline = make_guideline(make_reference())
    make_condition_page(body=[make_table(guideline)])
    import_rows(guideline=guideline, sheet=make_sheet(["Other people"]))
    assert len(told(Event.GUIDELINE)) == 1


@pytest.mark.usefixtures("_listening")
def test_many_rows_of_a_guideline_are_one_change():
    guideline = make_guideline(make_reference())
    make_condition_page(body=[make_table(guideline)])
    Delivery.objects.all().delete()
    for row in list(guideline.recommendations.all()) * 3:
        row.save()
    (data,) = told(Event.GUIDELINE)
    assert data["paths"] == ["/conditions/pain/"]
    assert f"guideline-{guideline.pk}" in data["keys"]


@pytest.mark.usefixtures("_listening")
def test_a_change_that_is_taken_back_is_not_told_and_the_next_one_is():
    reference = make_reference()
    make_condition_page(lead=f"<p>Lead.{cite(reference)}</p>")
    with transaction.atomic():
        reference.save()
        transaction.set_rollback(True)
    assert told(Event.REFERENCE) == []
    reference.save()
    assert len(told(Event.REFERENCE)) == 1


@pytest.mark.usefixtures("_listening")
def test_a_grade_moves_the_pages_whose_tables_show_its_scheme():
    guideline = make_guideline(make_reference())
    make_condition_page(body=[make_table(guideline)])
    Delivery.objects.all().delete()
    guideline.scheme.grades.first().save()
    assert [data["paths"] for data in told(Event.SITE)] == [["/conditions/pain/"]]


@pytest.mark.usefixtures("_listening")
def test_the_settings_are_everything():
    clinic = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    clinic.save()
    assert [(data["keys"], data["everything"]) for data in told(Event.SITE)] == [(["site"], True)]


@pytest.mark.usefixtures("_listening")
def test_a_redirect_is_told_with_its_address():
    Redirect.objects.create(old_path="/pain", site=None, redirect_link="/conditions/pain/")
    assert [(data["paths"], data["keys"]) for data in told(Event.SITE)] == [(["/pain"], ["redirects"])]


@pytest.mark.usefixtures("_listening")
def test_a_redirect_with_another_path_is_told_with_both():
    moved = Redirect.objects.create(old_path="/pain", site=None, redirect_link="/conditions/pain/")
    forget()
    moved.old_path = "/ache"
    moved.save()
    assert [data["paths"] for data in told(Event.SITE)] == [["/pain", "/ache"]]


@pytest.mark.usefixtures("_listening")
def test_a_redirect_that_leads_to_a_draft_from_now_on_is_told_with_the_path_it_had():
    moved = Redirect.add_redirect("/pain", make_condition_page())
    forget()
    moved.redirect_page, moved.old_path = make_condition_page(slug="draft", live=False), "/secret"
    moved.save()
    assert [data["paths"] for data in told(Event.SITE)] == [["/pain"]]


@pytest.mark.usefixtures("_listening")
def test_a_live_alias_is_told_as_published_and_that_of_a_draft_or_a_restricted_page_is_not():
    page, condition = make_condition_page(), Condition.objects.create(name="CRPS", slug="crps")
    page.conditions.add(condition)
    publish(page)
    forget()
    alias = page.create_alias(update_slug="ache")
    (data,) = told(Event.PUBLISHED)
    assert data["paths"] == ["/conditions/ache/", "/conditions/", "/"]
    assert {f"page-{alias.pk}", f"condition-{condition.pk}"} <= set(data["keys"])
    forget()
    restrict(page)
    page.create_alias(update_slug="secret")
    make_condition_page(slug="draft", live=False).create_alias(update_slug="other")
    assert told(Event.PUBLISHED) == []


@pytest.fixture
def picture():
    """An image of the library."""
    return Image.objects.create(title="Hand", file=get_test_image_file())


@pytest.mark.usefixtures("_listening")
def test_a_picture_that_is_deleted_is_told_with_the_pages_that_showed_it(picture):
    home = Site.objects.get(is_default_site=True).root_page
    page = home.add_child(instance=HomePage(title="Home", slug="start", heading="Home", image=picture))
    picture.delete()
    assert [(data["paths"], data["keys"]) for data in told(Event.SITE)] == [(["/start/"], [f"page-{page.pk}"])]


@pytest.mark.usefixtures("_listening")
@pytest.mark.parametrize("change", ["save", "delete"])
def test_the_logo_is_everything(picture, change):
    clinic = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    clinic.logo = picture
    clinic.save()
    forget()
    getattr(picture, change)()
    assert [(data["keys"], data["everything"]) for data in told(Event.SITE)] == [(["site"], True)]


@pytest.fixture
def cache_in_front(settings):
    """A real server that takes PURGE requests, and the addresses it was asked to drop."""
    dropped = []

    class Cache(BaseHTTPRequestHandler):
        def do_PURGE(self):
            dropped.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args):
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Cache)
    Thread(target=server.serve_forever, daemon=True).start()
    settings.WAGTAILFRONTENDCACHE = {
        "front": {
            "BACKEND": "wagtail.contrib.frontend_cache.backends.HTTPBackend",
            "LOCATION": f"http://127.0.0.1:{server.server_port}",
        }
    }
    yield dropped
    server.shutdown()


def test_a_cache_in_front_drops_what_shows_a_changed_source(cache_in_front):
    reference = make_reference()
    page = make_condition_page(lead=f"<p>Lead.{cite(reference)}</p>")
    make_condition_page(slug="other")
    reference.save()
    assert sweep()[0] == 1
    assert {"/conditions/pain/", f"/api/v1/pages/{page.pk}", "/api/v1/pages"} <= set(cache_in_front)
    assert {f"/api/v1/references/{reference.pk}", "/api/v1/references"} <= set(cache_in_front)
    resolved = {f"/api/v1/resolve?path={path}" for path in ("/conditions/pain/", "%2Fconditions%2Fpain%2F")}
    assert resolved <= set(cache_in_front)
    assert [address for address in cache_in_front if "other" in address] == []


def test_a_cache_in_front_drops_an_address_as_people_and_as_the_api_write_it(cache_in_front):
    publish(make_condition_page(slug="café"))
    Redirect.objects.create(old_path="/thé", redirect_link="/conditions/")
    sweep()
    asked = {quote(path, safe=safe) for path in ("/conditions/café/", "/conditions/caf%C3%A9/") for safe in ("/", "")}
    assert {f"/api/v1/resolve?path={path}" for path in asked} <= set(cache_in_front)
    assert {"/th%C3%A9", "/api/v1/resolve?path=/th%C3%A9"} <= set(cache_in_front)


@pytest.mark.parametrize("end", ["delete", "unpublish", "restrict"])
def test_a_cache_in_front_drops_the_data_of_what_nobody_may_read_any_more(cache_in_front, end):
    page = make_condition_page()
    pk, parent = page.pk, page.get_parent()
    if end == "restrict":
        restrict(parent)
    else:
        getattr(page, end)()
    sweep()
    assert {"/conditions/pain/", f"/api/v1/pages/{pk}"} <= set(cache_in_front)


def test_pages_alone_go_without_an_outbox(monkeypatch):
    def missing(label):
        raise LookupError(label)

    monkeypatch.setattr(apps, "get_app_config", missing)
    reference = make_reference()
    reference.save()
    assert not ContentChange.objects.exists()
