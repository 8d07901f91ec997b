"""What Wagtail's own API shows, and to whom."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.utils import timezone
from ninja import Router
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents.models import Document
from wagtail.models import APIToken, Collection, CollectionViewRestriction, PageViewRestriction

from cms.api_v3_redirects import guard_redirects
from pages.models import ConditionIndexPage, StandardPage
from tests.pages.factories import cite, make_condition_page, make_index, make_reference, make_section

from .staff import API, Caller, make_caller

pytestmark = pytest.mark.django_db


def titles(response):
    """The titles of a list."""
    assert response.status_code == 200, response.content
    return [item["title"] for item in response.json()["items"]]


@pytest.fixture
def hidden():
    """Ids of what anonymous readers must not know of: drafts, private pages, an alias of one, an expired one."""
    index = make_index()
    original = make_condition_page(index=index, title="Secret original", slug="original")
    alias = original.create_alias(update_slug="again")
    PageViewRestriction.objects.create(page=original, restriction_type=PageViewRestriction.LOGIN)
    draft = make_condition_page(index=index, title="Secret draft", slug="draft", live=False)
    private = index.get_parent().add_child(instance=ConditionIndexPage(title="Secret index", slug="private"))
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    below = make_condition_page(index=private, title="Secret below", slug="below")
    expired = make_condition_page(index=index, title="Secret expired", slug="expired", summary="Secret summary")
    expired.unpublish(set_expired=True)
    scheduled = make_condition_page(index=index, title="Secret soon", slug="soon", live=False)
    scheduled.go_live_at = timezone.now() + timedelta(days=1)
    scheduled.save()
    return [draft.pk, private.pk, below.pk, expired.pk, scheduled.pk, original.pk, alias.pk]


def test_anonymous_readers_get_no_hidden_page_by_its_id(hidden):
    for pk in hidden:
        for path in (f"/pages/{pk}/", f"/pages/{pk}/?version=draft", f"/pages/find/?id={pk}"):
            assert Caller().get(path).status_code == 404, path
        assert Caller().get(f"/pages/{pk}/revisions/").status_code == 401


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"search": "secret"},
        {"order": "-title"},
        {"order": "last_reviewed", "type": "citewell_pages.ConditionPage"},
        {"type": "citewell_pages.ConditionPage", "summary": "Secret summary"},
        {"slug": "draft"},
        {"child_of": "root"},
        {"descendant_of": "root"},
        {"offset": 1},
        {"locale": "en"},
        {"site": "localhost"},
    ],
)
def test_nor_in_a_list_however_it_is_asked_for(query, hidden):
    assert [title for title in titles(Caller().get("/pages/", **query)) if "Secret" in title] == []


def test_nor_by_asking_what_is_around_them(hidden):
    for pk in hidden:
        for name in ("ancestor_of", "child_of", "descendant_of", "translation_of"):
            assert Caller().get("/pages/", **{name: pk}).status_code == 422


def test_nor_by_their_address(hidden):
    for path in ("/conditions/draft/", "/private/", "/private/below/", "/conditions/expired/", "/conditions/again/"):
        assert Caller().get("/pages/find/", html_path=path).status_code == 404


def test_a_page_does_not_tell_of_a_parent_that_is_a_draft():
    index = make_index(title="Secret index", slug="secret")
    page = make_condition_page(index=index)
    index.unpublish()
    shown = Caller().get(f"/pages/{page.pk}/").json()
    assert shown["meta"]["parent"] is None
    assert make_caller().get(f"/pages/{page.pk}/").json()["meta"]["parent"]["title"] == "Secret index"


def test_nor_of_the_original_where_that_is_private():
    index = make_index()
    private = index.get_parent().add_child(instance=ConditionIndexPage(title="For some", slug="private"))
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    alias = make_condition_page(index=private).create_alias(parent=index, update_slug="alias")
    assert Caller().get(f"/pages/{alias.pk}/").json()["meta"]["alias_of"] is None


def test_a_session_opens_nothing(client, hidden):
    client.force_login(User.objects.create_superuser("mia"))
    assert client.get(f"{API}/pages/{hidden[0]}/").status_code == 404
    assert client.get(f"{API}/whoami/").status_code == 401


def test_documents_of_a_private_collection_are_not_listed():
    private = Collection.get_first_root_node().add_child(name="Private")
    CollectionViewRestriction.objects.create(collection=private, restriction_type=CollectionViewRestriction.LOGIN)
    secret = Document.objects.create(title="Secret", collection=private, file=ContentFile(b"x", "secret.txt"))
    Document.objects.create(title="Open", file=ContentFile(b"x", "open.txt"))
    for query in ({}, {"order": "-title"}, {"search": "open"}):
        assert titles(Caller().get("/documents/", **query)) == ["Open"]
    assert titles(Caller().get("/documents/", search="secret")) == []
    assert Caller().get(f"/documents/{secret.pk}/").status_code == 404


@pytest.mark.parametrize("spoil", ["revoked", "inactive", "wrong"])
def test_a_token_that_does_not_hold_is_nobodys(spoil):
    caller = make_caller()
    if spoil == "revoked":
        APIToken.objects.get().revoke()
    elif spoil == "inactive":
        User.objects.update(is_active=False)
    else:
        caller.headers = {"Authorization": "Bearer wagtail_" + "0" * 33}
    for path in ("/whoami/", "/references/", "/guidelines/", "/schema/", "/sites/"):
        assert caller.get(path).status_code == 401, path
    assert caller.send("/references/", {"csl": {"title": "T"}}).status_code == 401


def test_a_citation_is_shown_as_it_is_stored():
    reference = make_reference()
    text = f"<p>One in five.{cite(reference)}</p>"
    page = make_condition_page(lead=text, body=[make_section(text)])
    shown = Caller().get(f"/pages/{page.pk}/").json()
    assert shown["lead"] == shown["body"][0]["value"]["text"] == text
    assert "[Treede 2015]" in Caller().get(f"/pages/{page.pk}/", rich_text_format="html").json()["lead"]


def test_nothing_of_it_is_kept_by_a_cache():
    for response in (Caller().get("/pages/"), make_caller().get("/pages/"), Caller().get("/whoami/")):
        assert response.headers["Cache-Control"] == "no-store"


def test_its_contract_and_the_page_to_try_it_are_off_until_a_setting_says_otherwise(settings):
    for path in ("/docs/", "/openapi.json"):
        assert Caller().get(path).status_code == 404
    settings.WAGTAILAPI_DOCS_ENABLED = True
    page = Caller().get("/docs/").content.decode()
    assert "swagger" in page
    assert "//cdn" not in page
    paths = Caller().get("/openapi.json").json()["paths"]
    assert {f"{API}/references/", f"{API}/guidelines/", f"{API}/pages/"} <= set(paths)


def test_below_it_is_no_page():
    page = StandardPage(title="API", slug="api")
    make_index().get_parent().add_child(instance=page)
    page.add_child(instance=StandardPage(title="Taken", slug="v3-preview"))
    response = Caller().get("/nothing/")
    assert (response.status_code, response.headers["Content-Type"]) == (404, "application/problem+json")


@pytest.fixture
def redirects(hidden):
    """A redirect to each hidden page, one to a public page, one to an address."""
    for pk in hidden:
        Redirect.objects.create(old_path=f"/secret-{pk}", redirect_page_id=pk)
    Redirect.objects.create(old_path="/open", redirect_page=ConditionIndexPage.objects.get(slug="conditions"))
    Redirect.objects.create(old_path="/away", redirect_link="https://example.org/")
    return Redirect.objects.filter(redirect_page__in=hidden)


def test_anonymous_readers_are_told_no_redirect_to_a_hidden_page(redirects):
    answer = Caller().get("/redirects/").json()
    assert {item["old_path"] for item in answer["items"]} == {"/open", "/away"}
    assert answer["count"] == 2
    for each in redirects:
        for path in (f"{each.pk}/", f"find/?id={each.pk}", f"find/?html_path={each.old_path}"):
            assert Caller().get(f"/redirects/{path}").status_code == 404, path
    found = Caller().get("/redirects/find/?html_path=/open")
    assert Caller().get(found["Location"].removeprefix(API)).json()["old_path"] == "/open"


def test_a_call_that_nobody_would_guard_stops_the_start():
    with pytest.raises(LookupError, match="redirects_find"):
        guard_redirects(Router())


def test_with_a_token_every_redirect_is_told(redirects):
    caller = make_caller()
    assert caller.get("/redirects/").json()["count"] == len(redirects) + 2
    assert caller.get(f"/redirects/{redirects[0].pk}/").status_code == 200
