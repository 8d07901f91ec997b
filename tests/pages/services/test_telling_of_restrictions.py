"""What not everybody may read is told to nobody but as gone: restricted pages, their aliases, drafts."""

import pytest
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction

from outbox.models import Delivery
from pages.models.content_change import Event
from tests.pages.factories import make_condition_page, make_index
from tests.pages.services.listening import forget, paths_told, publish, restrict, told

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("_listening")
def test_34_a_page_that_is_restricted_is_told_as_gone_and_its_publishing_is_not_told():
    page = make_condition_page()
    kept = PageViewRestriction.objects.create(
        page=page.get_parent(), restriction_type=PageViewRestriction.PASSWORD, password="x"
    )
    (data,) = told(Event.UNPUBLISHED)
    assert "/conditions/pain/" in data["paths"]
    publish(page)
    assert told(Event.PUBLISHED) == []
    kept.delete()
    (data,) = told(Event.PUBLISHED)
    assert "/conditions/pain/" in data["paths"]


@pytest.mark.usefixtures("_listening")
@pytest.mark.parametrize("end", ["delete", "unpublish"])
def test_the_end_of_a_restricted_page_is_told_to_nobody(end):
    page = make_condition_page()
    Redirect.add_redirect("/before", page)
    restrict(page)
    forget()
    getattr(page, end)()
    assert not Delivery.objects.exists()


@pytest.mark.usefixtures("_listening")
def test_a_restricted_page_with_another_address_is_told_to_nobody(django_capture_on_commit_callbacks):
    page = make_condition_page()
    restrict(page)
    forget()
    page.slug = "secret"
    with django_capture_on_commit_callbacks(execute=True):
        publish(page)
    page.move(make_index(title="Others", slug="others"), pos="last-child")
    assert not Delivery.objects.exists()


@pytest.mark.usefixtures("_listening")
def test_an_alias_is_restricted_and_opened_with_the_page_that_it_repeats():
    page = make_condition_page()
    alias = page.create_alias(update_slug="ache")
    further = alias.create_alias(update_slug="ailment")
    concerned = [f"page-{each.pk}" for each in (page, alias, further)]
    forget()
    kept = restrict(page)
    assert [data["keys"][0] for data in told(Event.UNPUBLISHED)] == concerned
    kept.delete()
    assert [data["keys"][0] for data in told(Event.PUBLISHED)] == concerned


@pytest.mark.usefixtures("_listening")
def test_a_page_that_is_moved_below_the_alias_of_a_restricted_section_is_told_as_gone():
    page, section = make_condition_page(), make_index(title="Others", slug="others")
    alias = section.create_alias(update_slug="again")
    restrict(section)
    forget()
    page.move(alias, pos="last-child")
    (data,) = told(Event.UNPUBLISHED)
    assert "/conditions/pain/" in data["paths"]
    assert not any("again" in path for path in paths_told())


@pytest.mark.usefixtures("_listening")
def test_a_page_below_that_keeps_its_own_restriction_is_not_told_when_its_parent_is_opened():
    page, secret = make_condition_page(), make_condition_page(slug="secret")
    above = restrict(page.get_parent())
    restrict(secret)
    forget()
    above.delete()
    (data,) = told(Event.PUBLISHED)
    assert f"page-{page.pk}" in data["keys"]
    assert f"page-{secret.pk}" not in data["keys"]
    assert "/conditions/secret/" not in paths_told()


@pytest.mark.usefixtures("_listening")
def test_what_was_restricted_before_is_not_told_when_more_is_restricted():
    page, secret = make_condition_page(), make_condition_page(slug="secret")
    restrict(secret)
    forget()
    kept = restrict(page.get_parent())
    (data,) = told(Event.UNPUBLISHED)
    assert "/conditions/pain/" in data["paths"]
    assert "/conditions/secret/" not in data["paths"]
    forget()
    kept.password = "y"
    kept.save()
    assert not Delivery.objects.exists()


@pytest.mark.usefixtures("_listening")
def test_a_page_that_is_moved_to_where_not_everybody_reads_is_told_as_gone_from_where_it_was():
    page, secret = make_condition_page(), make_index(title="Secret", slug="secret")
    restrict(secret)
    forget()
    page.move(secret, pos="last-child")
    (data,) = told(Event.UNPUBLISHED)
    assert {"/conditions/pain/", "/conditions/"} <= set(data["paths"])
    assert not [path for path in paths_told() if "secret" in path]


@pytest.mark.usefixtures("_listening")
def test_a_page_that_is_moved_to_where_everybody_reads_is_told_as_published():
    secret, page = make_index(title="Secret", slug="secret"), make_condition_page()
    page.move(secret, pos="last-child")
    restrict(secret)
    forget()
    page.refresh_from_db()
    page.move(make_index(title="Others", slug="others"), pos="last-child")
    (data,) = told(Event.PUBLISHED)
    assert "/others/pain/" in data["paths"]
    assert not [path for path in paths_told() if "secret" in path]


@pytest.mark.usefixtures("_listening")
def test_a_draft_with_another_address_is_told_to_nobody(django_capture_on_commit_callbacks):
    page, others = make_condition_page(live=False), make_index(title="Others", slug="others")
    page.slug = "other"
    with django_capture_on_commit_callbacks(execute=True):
        page.save()
    page.move(others, pos="last-child")
    page.delete()
    assert not Delivery.objects.exists()


@pytest.mark.parametrize("live", [True, False])
def test_what_was_never_published_leaves_no_redirect_behind(django_capture_on_commit_callbacks, live):
    page, others = make_condition_page(live=live), make_index(title="Others", slug="others")
    page.slug = "other"
    with django_capture_on_commit_callbacks(execute=True):
        page.save()
    page.move(others, pos="last-child")
    left = set(Redirect.objects.values_list("old_path", flat=True))
    assert left == ({"/conditions/pain", "/conditions/other"} if live else set())
