"""The example front end, built from the generated client and driven in a browser against the running API."""

import json
import os
import re
import socket
import subprocess
import urllib.error
import urllib.request
from contextlib import suppress
from urllib.parse import quote

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from playwright.sync_api import expect

from contact.models import Enquiry, SpamSignal
from contact.services.roles import ENQUIRY_MANAGERS
from outbox.models import WebhookEndpoint
from outbox.services.webhook_secrets import give_first_secret
from pages.models import ConditionPage, PreviewDraft, SiteSettings

from .. import node
from ..captcha_stand_in import saying, standing_in
from ..pages.article.imports import TWIN
from ..web_server import wait_for
from .pictures import keep
from .test_challenge import GOOGLE, VERSIONS, asked_by, stand_for_google

pytestmark = pytest.mark.node
EVENTS = ["page.published", "page.unpublished", "page.moved", "page.deleted", "reference.changed", "site.changed"]
MESSAGE = "My foot burns since the surgery. Can you help?"


@pytest.fixture(scope="session")
def built():
    """The folder of the example, built."""
    folder = node.install()
    node.npm("run", "build")
    return folder


@pytest.fixture
def frontend(built, demo_site, settings):
    """Where the example answers; its webhook is entered at the site, and the site knows its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    settings.CITEWELL_WEBHOOK_ALLOWED_HOSTS = [f"127.0.0.1:{port}"]
    endpoint = WebhookEndpoint(description="Front end", url=f"{url}/revalidate", events=EVENTS)
    secret = give_first_secret(endpoint=endpoint)
    endpoint.save()
    SiteSettings.objects.update(frontend_url=url)
    environ = {"HOST": "127.0.0.1", "PORT": str(port), "CITEWELL_URL": demo_site.url, "CITEWELL_WEBHOOK_SECRET": secret}
    command = ["node", "dist/server/entry.mjs"]
    server = subprocess.Popen(command, cwd=built, env=os.environ | environ, stderr=subprocess.PIPE, text=True)
    try:
        wait_for(port, server)
        yield url
    finally:
        server.terminate()
        server.communicate(timeout=20)


@pytest.fixture
def article(demo_site):
    """The clinic's article, imported and published."""
    call_command("import_article", str(TWIN), "--publish", verbosity=0)
    return ConditionPage.objects.latest("pk")


def path_of(page):
    return page.get_url_parts()[2]


def citations(page):
    """What each citation of a page says and leads to, in the order of the text; and the list at its end."""
    marks = page.locator("main sup a").evaluate_all(
        "all => all.map(one => [one.textContent.trim(), one.getAttribute('href')])"
    )
    listed = page.locator("[role=doc-endnotes] li").evaluate_all("all => all.map(one => one.id)")
    return marks, listed


def test_it_shows_the_article_with_the_numbers_of_the_site(frontend, demo_site, article, desktop, phone, axe):
    desktop.goto(demo_site.url + path_of(article))
    on_the_site = citations(desktop)
    desktop.goto(frontend + path_of(article))
    marks, listed = citations(desktop)
    assert (marks, listed) == on_the_site
    assert [number for number, _target in marks][:4] == ["1", "2", "3", "2"]
    assert listed == ["ref-1", "ref-2", "ref-3"]
    desktop.locator("main sup a").first.click()
    expect(desktop.locator("#ref-1")).to_be_in_viewport()
    assert axe(desktop) == []
    keep(desktop, "frontend-article")
    phone.goto(frontend + path_of(article))
    assert phone.evaluate("document.documentElement.scrollWidth") == 390
    assert axe(phone) == []
    keep(phone, "frontend-article")


def test_it_shows_tables_and_the_reference_list(frontend, desktop, phone, axe, demo_site):
    for browser in (desktop, phone):
        for address in ("/", "/conditions/", "/conditions/complex-regional-pain-syndrome/", "/references/"):
            browser.goto(frontend + address)
            expect(browser.locator("h1")).to_have_count(1)
            assert axe(browser) == [], address
            keep(browser, f"frontend{address.replace('/', '-')}")
    phone.goto(frontend + "/conditions/complex-regional-pain-syndrome/")
    expect(phone.locator("main table").first).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") == 390


def test_a_publication_is_shown_after_its_signed_webhook_and_not_before(frontend, article, desktop):
    desktop.goto(frontend + path_of(article))
    article.title = "The article, corrected"
    article.save_revision().publish()
    desktop.reload()
    expect(desktop.locator("h1")).not_to_have_text("The article, corrected")
    assert post(f"{frontend}/revalidate", {"type": "page.published", "data": {"everything": True}}) == 401
    desktop.reload()
    expect(desktop.locator("h1")).not_to_have_text("The article, corrected")
    call_command("deliver", verbosity=0)
    desktop.reload()
    expect(desktop.locator("h1")).to_have_text("The article, corrected")


def test_an_editor_s_view_of_the_draft_opens_there_and_nobody_keeps_it(
    frontend, demo_site, article, desktop, sign_in, admin_user, watch
):
    watch.allow("axe.run results")
    article.lead = "<p>Words that nobody has published.</p>"
    article.save_revision()
    sign_in(desktop, admin_user)
    with desktop.expect_response(re.compile(r"/preview\?token=")) as opened:
        desktop.goto(f"{demo_site.url}/admin/pages/{article.pk}/view_draft/")
    assert desktop.url.startswith(f"{frontend}/preview?token=")
    expect(desktop.locator("main")).to_contain_text("Words that nobody has published.")
    headers = opened.value.headers
    assert headers["cache-control"] == "no-store"
    assert "noindex" in headers["x-robots-tag"]
    assert headers["referrer-policy"] == "no-referrer"
    assert demo_site.url in headers["content-security-policy"]
    assert [mark for mark, _target in citations(desktop)[0]][:1] == ["1"]


def test_the_preview_beside_the_editor_follows_what_is_typed(
    frontend, demo_site, article, desktop, sign_in, admin_user, watch
):
    watch.allow("axe.run results")
    sign_in(desktop, admin_user)
    desktop.goto(f"{demo_site.url}/admin/pages/{article.pk}/edit/")
    desktop.get_by_role("button", name=re.compile("Toggle preview")).first.click()
    heading = desktop.frame_locator("iframe#w-preview-iframe").locator("h1")
    expect(heading).to_have_text(article.title)
    # Wagtail listens to keys, and may miss those that come while it asks for a preview: who types on is followed.
    title = desktop.locator("#id_title")
    title.fill("")
    title.press_sequentially("Typed and not saved", delay=30)
    for _time in range(3):
        with suppress(AssertionError):
            expect(heading).to_have_text(re.compile("^Typed and not saved"), timeout=6000)
            break
        title.press_sequentially("!", delay=30)
    expect(heading).to_have_text(re.compile("^Typed and not saved"))
    frames = [frame.url for frame in desktop.frames if "/preview" in frame.url]
    assert any(url.startswith(f"{frontend}/preview?token=") for url in frames)
    article.refresh_from_db()
    assert not article.title.startswith("Typed")


def test_a_preview_that_ended_or_was_forged_says_so(frontend, article, desktop, watch, axe):
    watch.allow(r"(403|410) GET .*/preview")
    draft = PreviewDraft.objects.keep(article, user=None)
    ended = draft.token
    draft.delete()
    for token, sentence in ((ended, "Open it again"), ("forged", "no token of a preview")):
        desktop.goto(f"{frontend}/preview?token={quote(token)}")
        expect(desktop.locator("main")).to_contain_text(sentence)
    assert axe(desktop) == []


def fill_in(page, email):
    page.get_by_label("Your name").fill("Mara Lind")
    page.get_by_label("E-mail").first.fill(email)
    page.get_by_label("Your message").fill(MESSAGE)
    page.get_by_label("I agree").check()


def test_an_enquiry_arrives_in_the_inbox_after_its_faults_are_put_right(
    frontend, demo_site, desktop, phone, sign_in, watch, axe
):
    watch.allow(r"422 POST .*/contact/")
    phone.goto(frontend + "/contact/")
    assert axe(phone) == []
    keep(phone, "frontend-contact")
    fill_in(phone, "mara at example")
    phone.get_by_role("button", name="Send").click()
    expect(phone.locator("#faults")).to_be_focused()
    assert phone.title().startswith("Error: ")
    expect(phone.get_by_label("Your message")).to_have_value(MESSAGE)
    expect(phone.locator("#email-fault")).to_be_visible()
    assert axe(phone) == []
    keep(phone, "frontend-faults")
    phone.locator("#faults a").first.click()
    expect(phone.locator("#email")).to_be_focused()
    phone.locator("#email").fill("mara@example.org")
    # The proof of work may not have come to its end; where it has, it goes along.
    phone.wait_for_function("document.querySelector('[name=challenge]').value")
    phone.get_by_role("button", name="Send").click()
    expect(phone.locator(".receipt")).to_be_visible()
    enquiry = Enquiry.objects.get()
    assert phone.locator(".receipt").inner_text() == enquiry.receipt
    assert (enquiry.name, enquiry.email, enquiry.message) == ("Mara Lind", "mara@example.org", MESSAGE)
    assert enquiry.spam_signals.get(name="altcha").verdict == "solved"
    call_command("setup_roles", verbosity=0)
    manager = User.objects.create_user("manager", password="a long enough password")
    manager.groups.add(Group.objects.get(name=ENQUIRY_MANAGERS))
    sign_in(desktop, manager)
    desktop.goto(demo_site.url + "/admin/enquiries/")
    expect(desktop.locator("main")).to_contain_text("Mara Lind")


def test_an_enquiry_without_javascript(frontend, no_script):
    no_script.goto(frontend + "/contact/")
    fill_in(no_script, "mara@example.org")
    no_script.get_by_role("button", name="Send").click()
    expect(no_script.locator(".receipt")).to_be_visible()
    assert Enquiry.objects.get().message == MESSAGE


def verdict_on_the_enquiry(layer):
    """What a layer said about the one enquiry there is."""
    return SpamSignal.objects.get(enquiry=Enquiry.objects.get(), name=layer).verdict


@pytest.mark.parametrize(("version", "script", "answer"), VERSIONS)
def test_recaptcha_is_loaded_at_the_first_touch_and_judged(
    frontend, desktop, settings, monkeypatch, watch, axe, version, script, answer
):
    watch.allow("request to another host: " + re.escape(GOOGLE))
    settings.CITEWELL_RECAPTCHA_VERSION = version
    stand_for_google(desktop, script)
    addresses = asked_by(desktop)
    with standing_in(settings, monkeypatch, saying(**answer)) as verifier:
        desktop.goto(frontend + "/contact/", wait_until="networkidle")
        assert not [address for address in addresses if address.startswith(GOOGLE)]
        with desktop.expect_response(GOOGLE + "**"):
            desktop.get_by_label("Your name").focus()
        if version == "v2":
            expect(desktop.get_by_text("Not a robot")).to_be_visible()
            assert axe(desktop) == []
            keep(desktop, "frontend-recaptcha")
        fill_in(desktop, "mara@example.org")
        desktop.get_by_role("button", name="Send").click()
        expect(desktop.locator(".receipt")).to_be_visible()
    assert [asked["response"] for asked in verifier.asked] == [["token" if version == "v2" else "token-for-enquiry"]]
    assert verdict_on_the_enquiry("recaptcha") == "pass"


@pytest.mark.parametrize("version", ["v2", "v3"])
@pytest.mark.parametrize("fault", ["blocked", "never answers"])
def test_07_a_recaptcha_that_fails_holds_no_enquiry_back(
    frontend, desktop, settings, monkeypatch, watch, version, fault
):
    watch.allow(re.escape(GOOGLE))
    settings.CITEWELL_RECAPTCHA_VERSION = version
    desktop.route(GOOGLE + "**", lambda route: route.abort("blockedbyclient") if fault == "blocked" else None)
    with standing_in(settings, monkeypatch, saying(success=True)):
        desktop.goto(frontend + "/contact/")
        fill_in(desktop, "mara@example.org")
        desktop.get_by_role("button", name="Send").click()
        expect(desktop.locator(".receipt")).to_be_visible()
    assert verdict_on_the_enquiry("recaptcha") == "unavailable"
    assert Enquiry.objects.get().routing != "quarantine"


def post(url, body):
    """Post JSON; returns the status."""
    request = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})  # noqa: S310
    try:
        with urllib.request.urlopen(request) as response:  # noqa: S310
            return response.status
    except urllib.error.HTTPError as error:
        return error.code
