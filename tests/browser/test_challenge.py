"""The challenges of the form in a browser: what is loaded and when, what is judged, and what a telephone bears."""

import json
import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from contact.models import Enquiry, SpamSignal
from tests.captcha_stand_in import saying, standing_in

from .pictures import keep
from .test_enquiry import fill_in, send

GOOGLE = "https://www.google.com/recaptcha/"
# As large as Google draws it.
V2 = """window.grecaptcha = {
  ready: (then) => then(),
  render: (place, options) => {
    place.innerHTML = '<textarea hidden name="g-recaptcha-response">token</textarea><div>Not a robot</div>';
    const box = place.lastElementChild.style;
    [box.width, box.height] = options.size === "compact" ? ["158px", "138px"] : ["304px", "78px"];
    box.border = "1px solid";
    if (options.callback) options.callback("token");
    return 0;
  },
  reset: (widget) => {
    if (widget === 0) document.querySelector("[name=g-recaptcha-response]").value = "";
  },
};"""
V3 = """window.grecaptcha = {
  ready: (then) => then(),
  execute: (key, options) => Promise.resolve("token-for-" + options.action),
};"""
# Each version's script, and what Google says of its answer.
VERSIONS = [
    ("v2", V2, {"success": True, "hostname": "127.0.0.1"}),
    ("v3", V3, {"success": True, "hostname": "127.0.0.1", "score": 0.9, "action": "enquiry"}),
]


@pytest.fixture
def verdicts():
    """What the layers said about the one enquiry there is."""
    return lambda: dict(SpamSignal.objects.filter(enquiry=Enquiry.objects.get()).values_list("name", "verdict"))


def asked_by(page) -> list[str]:
    """The list of the addresses that the page asks from now on."""
    addresses: list[str] = []
    page.on("request", lambda request: addresses.append(request.url))
    return addresses


def stand_for_google(page, script: str) -> None:
    """Answer what goes to Google with a script; nothing leaves this machine."""
    page.route(GOOGLE + "**", lambda route: route.fulfill(content_type="text/javascript", body=script))


def touch(page) -> None:
    """Put the cursor into the first field."""
    page.get_by_role("textbox", name="Your name").focus()


def test_the_proof_of_work_is_solved_and_judged(demo_site, desktop, verdicts):
    desktop.goto(demo_site.url + "/contact/")
    touch(desktop)
    expect(desktop.locator("[name=altcha]")).not_to_have_value("")
    fill_in(desktop)
    send(desktop)
    desktop.wait_for_url("**/thanks/**")
    assert verdicts()["altcha"] == "solved"


def come_back(page, *, was_sent: bool = True) -> None:
    """What the browser says to a page that it kept while another one was shown; here it keeps none."""
    if was_sent:
        page.evaluate("document.getElementById('enquiry').dispatchEvent(new Event('submit'))")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")


def test_who_only_followed_a_link_and_comes_back_goes_on_with_what_there_is(demo_site, desktop):
    desktop.goto(demo_site.url + "/contact/")
    touch(desktop)
    expect(desktop.locator("[name=altcha]")).not_to_have_value("")
    come_back(desktop, was_sent=False)
    expect(desktop.locator("[name=altcha]")).not_to_have_value("")
    expect(desktop.locator("[name=touched]")).not_to_have_value("")


def test_who_comes_back_with_the_back_button_is_counted_anew(demo_site, desktop):
    desktop.goto(demo_site.url + "/contact/")
    signs = [desktop.locator(f"[name={name}]") for name in ("touched", "altcha")]
    touch(desktop)
    expect(signs[1]).not_to_have_value("")
    sent = [sign.input_value() for sign in signs]
    come_back(desktop)
    for sign in signs:
        expect(sign).to_have_value("")
    desktop.wait_for_timeout(1000)  # the time that is signed is of a second
    desktop.get_by_role("textbox", name="E-mail").focus()
    for sign, before in zip(signs, sent, strict=True):
        expect(sign).not_to_have_value(re.compile(f"^({re.escape(before)})?$"))


@pytest.mark.parametrize(("version", "script", "answer"), VERSIONS)
def test_who_comes_back_is_asked_by_recaptcha_again(demo_site, desktop, settings, watch, version, script, answer):
    watch.allow("request to another host: " + re.escape(GOOGLE))
    settings.CITEWELL_RECAPTCHA_VERSION = version
    settings.RECAPTCHA_PUBLIC_KEY = settings.RECAPTCHA_PRIVATE_KEY = "key"
    stand_for_google(desktop, script)
    desktop.goto(demo_site.url + "/contact/")
    with desktop.expect_response(GOOGLE + "**"):
        touch(desktop)
    token = desktop.locator("[name=g-recaptcha-response]" if version == "v2" else "[data-challenge=v3]")
    if version == "v2":
        expect(token).to_have_value("token")
    else:
        token.evaluate("field => { field.value = 'token'; }")
    come_back(desktop)
    expect(token).to_have_value("")


@pytest.mark.parametrize("privacy", [False, True])
def test_nothing_is_asked_before_the_form_is_touched_and_nobody_else_ever(demo_site, desktop, settings, privacy):
    settings.CITEWELL_PRIVACY_MODE = privacy
    settings.RECAPTCHA_PUBLIC_KEY = settings.RECAPTCHA_PRIVATE_KEY = "key" if privacy else ""
    addresses = asked_by(desktop)
    desktop.goto(demo_site.url + "/contact/", wait_until="networkidle")
    page, *files = addresses
    assert page == demo_site.url + "/contact/"
    own = tuple(demo_site.url + path for path in ("/static/", "/media/", "/brand.css"))
    assert [file for file in files if not file.startswith(own)] == []
    before = len(addresses)
    touch(desktop)
    expect(desktop.locator("[name=altcha]")).not_to_have_value("")
    fill_in(desktop)
    send(desktop)
    desktop.wait_for_url("**/thanks/**")
    assert {urlsplit(address).netloc for address in addresses} == {urlsplit(demo_site.url).netloc}
    assert [urlsplit(address).path for address in addresses[before:]][:2] == [
        "/enquiries/touch/",
        "/static/citewell/contact/altcha.js",
    ]


def test_48_it_works_without_javascript(demo_site, no_script, verdicts):
    no_script.goto(demo_site.url + "/contact/")
    fill_in(no_script)
    send(no_script)
    assert "/thanks/" in no_script.url
    assert verdicts()["altcha"] == "none"
    assert Enquiry.objects.get().routing == "inbox"


@pytest.mark.parametrize(("version", "script", "answer"), VERSIONS)
def test_recaptcha_is_loaded_at_the_first_touch_and_judged(
    demo_site, desktop, settings, monkeypatch, watch, verdicts, version, script, answer
):
    watch.allow("request to another host: " + re.escape(GOOGLE))
    settings.CITEWELL_RECAPTCHA_VERSION = version
    stand_for_google(desktop, script)
    addresses = asked_by(desktop)
    with standing_in(settings, monkeypatch, saying(**answer)) as verifier:
        desktop.goto(demo_site.url + "/contact/", wait_until="networkidle")
        assert not [address for address in addresses if address.startswith(GOOGLE)]
        with desktop.expect_response(GOOGLE + "**"):
            touch(desktop)
        if version == "v2":
            desktop.get_by_text("Not a robot").wait_for()
        fill_in(desktop)
        send(desktop)
        desktop.wait_for_url("**/thanks/**")
    assert [asked["response"] for asked in verifier.asked] == [["token" if version == "v2" else "token-for-enquiry"]]
    assert verdicts()["recaptcha"] == "pass"


@pytest.mark.parametrize("version", ["v2", "v3"])
def test_07_a_blocked_recaptcha_holds_no_enquiry_back(
    demo_site, desktop, settings, monkeypatch, watch, verdicts, version
):
    watch.allow(re.escape(GOOGLE))
    settings.CITEWELL_RECAPTCHA_VERSION = version
    desktop.route(GOOGLE + "**", lambda route: route.abort("blockedbyclient"))
    with standing_in(settings, monkeypatch, saying(success=True)):
        desktop.goto(demo_site.url + "/contact/")
        fill_in(desktop)
        send(desktop)
        desktop.wait_for_url("**/thanks/**")
    assert verdicts()["recaptcha"] == "unavailable"


@pytest.mark.parametrize("width", [390, 320])
@pytest.mark.parametrize("challenge", ["altcha", "recaptcha"])
def test_48_the_form_with_its_challenge_fits_a_phone(demo_site, new_page, settings, watch, axe, challenge, width):
    watch.allow("request to another host: " + re.escape(GOOGLE))
    page = new_page(viewport={"width": width, "height": 844}, has_touch=True, is_mobile=True)
    if challenge == "recaptcha":
        settings.RECAPTCHA_PUBLIC_KEY = settings.RECAPTCHA_PRIVATE_KEY = "key"
        stand_for_google(page, V2)
    page.goto(demo_site.url + "/contact/")
    touch(page)
    if challenge == "altcha":
        expect(page.locator("[name=altcha]")).not_to_have_value("")
    else:
        page.get_by_text("Not a robot").wait_for()
    keep(page, f"challenge-{challenge}")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert axe(page) == []


def test_a_front_end_of_its_own_fetches_solves_and_sends(demo_site, desktop, verdicts):
    desktop.goto(demo_site.url + "/contact/")
    told = desktop.evaluate(
        """async (page) => {
          const form = await (await fetch(`/api/v1/enquiries/form?page=${page}`)).json();
          const first = await (await fetch(form.challenge.url)).json();
          const solver = document.querySelector("[data-solver]").dataset.solver;
          const number = await new Promise((done) => {
            const worker = new Worker(solver);
            worker.onmessage = (event) => done(event.data.number);
            worker.postMessage(first.challenge);
          });
          const { algorithm, challenge, salt, signature } = first.challenge;
          const answer = btoa(JSON.stringify({ algorithm, challenge, number, salt, signature }));
          const sent = {
            page, kind: "question", name: "Mara Lind", email: "mara@example.org", message: "Can you help?",
            consent: true, consent_version: form.consent.version, touched: first.touched,
            challenge: { kind: form.challenge.kind, response: answer },
          };
          const response = await fetch("/api/v1/enquiries", {
            method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(sent),
          });
          return [response.status, await response.json()];
        }""",
        int(desktop.locator("#enquiry").get_attribute("action").strip("/").rpartition("/")[2]),
    )
    assert told == [201, {"receipt": Enquiry.objects.get().receipt}], json.dumps(told)
    assert verdicts()["altcha"] == "solved"
