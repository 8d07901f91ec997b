"""The browser of this folder sees what it must see: the fixtures are tested on small pages of their own."""

from pathlib import Path

import pytest

from .chromium import Watch, find_chromium

POLICY = '<meta http-equiv="Content-Security-Policy" content="default-src \'self\'">'
PAGE = '<!doctype html><html lang="en"><title>t</title><main><h1>t</h1>%s</main></html>'


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("<script>missing()</script>", "script error: missing is not defined"),
        ("<script>console.error('boom')</script>", "console: boom"),
        ('<img alt="" src="https://tracker.example/a.png">', "request to another host: https://tracker.example/a.png"),
        (f'{POLICY}<p style="color:red">', "console: "),
    ],
)
def test_a_fault_of_a_page_is_seen(browser, body, problem):
    seen = Watch()
    context = browser.new_context()
    seen.follow(context)
    context.new_page().set_content(PAGE % body, wait_until="load")
    context.close()
    assert any(line.startswith(problem) for line in seen.unexpected()), seen.problems


def test_what_a_test_allows_is_no_problem():
    seen = Watch()
    seen.problems = ["404 GET http://localhost/a", "console: boom"]
    seen.allow(r"404 .*/a$")
    assert seen.unexpected() == ["console: boom"]


def test_axe_finds_a_picture_without_words(desktop, axe):
    desktop.set_content(PAGE % '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">')
    assert any(line.startswith("image-alt: ") for line in axe(desktop))


def test_axe_finds_nothing_on_a_sound_page(desktop, axe):
    desktop.set_content(PAGE % "<p>Words.</p>")
    assert axe(desktop) == []


def test_the_browser_named_in_the_environment_comes_first(tmp_path):
    own = tmp_path / "own"
    own.write_text("#!/bin/sh\n")
    own.chmod(0o755)
    assert find_chromium({"CHROMIUM": str(own)}) == str(own)


def test_no_browser_is_found_where_there_is_none(tmp_path: Path):
    assert find_chromium({"PATH": str(tmp_path)}) is None


def test_the_admin_opens_to_a_user(live_server, desktop, sign_in, admin_user):
    sign_in(desktop, admin_user)
    desktop.goto(f"{live_server.url}/admin/")
    desktop.get_by_role("heading", name="Citewell tests").wait_for()
