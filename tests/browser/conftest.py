"""A real browser for the tests of this folder.

How to write a test here:

    def test_a_visitor_opens_a_source(demo_site, desktop):
        desktop.goto(demo_site.url + "/conditions/")
        ...

- `demo_site`   the site with its demo content on a live server; `.url` has no slash at the end. Each test starts from
                the same content, whatever the one before did.
- `desktop`, `phone` (390 × 844), `no_script`   one Playwright page each, in a context of its own.
- `new_page(**options)`   another page with the options of Playwright's `browser.new_context`: two people at once, a
                320 px screen (`viewport={"width": 320, "height": 640}`), paper (`page.emulate_media(media="print")`).
- `sign_in(page, user)`   opens the admin to a user without the login form; `admin_user` of pytest-django is one.
- `expect`      Playwright's own: what a screen shows is waited for, `assert ….is_visible()` would look once.
- `axe(page)`   what axe finds, one line each: `assert axe(page) == []`.
- `watch`       fails the test on errors of scripts, violations of the Content-Security-Policy, requests that fail or go
                to another host, and answers of 400 and above. `watch.allow(r"422 .*/contact/")` says that one is meant.

Every test of the folder is marked `browser` and kept on one worker. Without Chromium they are skipped, with
CITEWELL_REQUIRE_BROWSER=1 they fail. A failing test leaves a picture of its pages in test-results/.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from cms.preparation import set_site_address

from .. import database
from .chromium import DEFAULT_TIMEOUT_MS, Watch, axe_problems, find_chromium, start_chromium

FOLDER = Path(__file__).parent
RESULTS = FOLDER.parent.parent / "test-results"
DEMO = "demo"
FAILED = pytest.StashKey[bool]()


@dataclass(frozen=True)
class DemoSite:
    """Where the site with its demo content answers."""

    url: str


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder, and keep them on one worker: one live server and one browser at a time."""
    for item in items:
        if FOLDER in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Remember whether the test failed, for the picture that is taken afterwards."""
    report = yield
    if report.failed:
        item.stash[FAILED] = True
    return report


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run."""
    path = find_chromium()
    if path is None:
        reason = "there is no Chromium: install it, or say where it is with CHROMIUM=/path"
        if os.environ.get("CITEWELL_REQUIRE_BROWSER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    # Playwright keeps an event loop in this thread, and Django would refuse every query beside one.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=DEFAULT_TIMEOUT_MS)
    with sync_playwright() as playwright:
        chromium = start_chromium(playwright, path)
        yield chromium
        chromium.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
    else:
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


@pytest.fixture
def demo_site(browser: Browser, live_server: Any, transactional_db: None, settings: Any) -> DemoSite:
    """The demo content, the same for every test, on a live server that the browser reaches."""
    if database.is_saved(DEMO):
        database.restore(DEMO)
    else:
        call_command("load_demo", verbosity=0)
        database.save(DEMO)
    set_site_address(live_server.url)
    settings.BASE_URL = settings.WAGTAILADMIN_BASE_URL = live_server.url
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    return DemoSite(url=live_server.url)


@pytest.fixture
def watch() -> Watch:
    """What happened on the pages of this test that should not have."""
    return Watch()


@pytest.fixture
def new_page(browser: Browser, watch: Watch, request: pytest.FixtureRequest) -> Iterator[Callable[..., Page]]:
    """A maker of pages, each in a context of its own; closes them and fails on what `watch` saw."""
    contexts: list[BrowserContext] = []

    def make(**options: Any) -> Page:
        context = browser.new_context(**{"locale": "en-US", "reduced_motion": "reduce"} | options)
        context.set_default_timeout(DEFAULT_TIMEOUT_MS)
        watch.follow(context)
        contexts.append(context)
        return context.new_page()

    yield make
    if request.node.stash.get(FAILED, False):
        picture(request.node.name, [page for context in contexts for page in context.pages])
    for context in contexts:
        context.close()
    if problems := watch.unexpected():
        pytest.fail("\n".join(problems), pytrace=False)


def picture(name: str, pages: list[Page]) -> None:
    """Keep how the pages of a failed test look."""
    RESULTS.mkdir(exist_ok=True)
    for number, page in enumerate(pages, start=1):
        page.screenshot(path=RESULTS / f"{name}-{number}.png", full_page=True)


@pytest.fixture
def desktop(new_page: Callable[..., Page]) -> Page:
    """A page as on a desk."""
    return new_page(viewport={"width": 1280, "height": 900})


@pytest.fixture
def phone(new_page: Callable[..., Page]) -> Page:
    """A page as on a phone that is touched."""
    return new_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, device_scale_factor=2)


@pytest.fixture
def no_script(new_page: Callable[..., Page]) -> Page:
    """A page without JavaScript."""
    return new_page(viewport={"width": 1280, "height": 900}, java_script_enabled=False)


@pytest.fixture
def axe() -> Callable[[Page], list[str]]:
    """What axe finds on a page, one line for each rule that is broken."""
    return axe_problems


@pytest.fixture
def sign_in(live_server: Any) -> Callable[[Page, AbstractBaseUser], None]:
    """Open the admin to a user: the session's cookie is set as the login form would have done."""

    def sign_in(page: Page, user: AbstractBaseUser) -> None:
        client = Client()
        client.force_login(user)
        name = django_settings.SESSION_COOKIE_NAME
        page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])

    return sign_in
