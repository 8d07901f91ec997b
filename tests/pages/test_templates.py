"""What every public page keeps to: nothing inline, everything escaped, headings with ids of their own."""

from collections import Counter

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pages.models import Condition, ConditionPage, SiteSettings

from .factories import cite, make_condition_page, make_guideline, make_reference, make_section, make_table
from .rendered import ids, inner_links, read, scripts_that_run

pytestmark = pytest.mark.django_db


def make_contact_page(parent):
    """A live contact page; its model is another app's."""
    model = apps.get_model("citewell_contact.ContactPage")
    return parent.add_child(instance=model(title="Contact", slug="contact", consent_text="I agree."))


SCRIPT = "<script>alert(1)</script>"


def test_a_page_brings_no_script_style_or_handler_inside_it():
    reference = make_reference()
    page = make_condition_page(
        lead=f"<p>A claim.{cite(reference)}</p>",
        body=[make_table(make_guideline(reference))],
        off_label_notice="Careful.",
    )
    soup = read(page)
    assert not soup.find_all("style")
    assert not soup.find_all(style=True)
    assert all(script.get("src", "").startswith("/static/") for script in scripts_that_run(soup))
    assert not [name for tag in soup.find_all(True) for name in tag.attrs if name.startswith("on")]


def test_who_may_read_what_is_asked_once_a_page():
    make_contact_page(make_condition_page().get_parent().get_parent())
    page = ConditionPage.objects.get()
    with CaptureQueriesContext(connection) as queries:
        soup = read(page)
    assert soup.select(".cw-footer nav a")
    asked = [query for query in queries if "pageviewrestriction" in query["sql"] and "path" in query["sql"]]
    assert len(asked) == 1, asked


def test_what_a_page_needs_is_asked_for_once():
    condition = Condition.objects.create(name="CRPS", slug="crps")
    page = make_condition_page(body=[make_section(f"<p>{cite(make_reference())}</p>")], conditions=[condition])
    read(page)
    with CaptureQueriesContext(connection) as queries:
        Client().get(f"{page.get_url()}?rendered", headers={"host": "127.0.0.1"})
    asked = Counter(query["sql"] for query in queries)
    assert [sql for sql, times in asked.items() if times > 1] == []
    assert sum('FROM "wagtailcore_site"' in sql for sql in asked) == 1


def test_what_stands_in_titles_is_shown_and_not_run():
    reference = make_reference(title=SCRIPT, DOI=f"10.1/{SCRIPT}")
    section = make_section(f"<p>A claim.{cite(reference)}</p>", heading=SCRIPT)
    soup = read(make_condition_page(title=SCRIPT, body=[section]))
    assert SCRIPT in soup.h1.get_text()
    assert SCRIPT in soup.find(id="ref-1").get_text()
    assert not [script for script in scripts_that_run(soup) if "alert" in script.get_text()]


def test_two_sections_of_one_name_have_ids_of_their_own():
    soup = read(make_condition_page(body=[make_section("<p>One.</p>"), make_section("<p>Two.</p>")]))
    assert [heading.get("id") for heading in soup.select(".cw-section > h2")] == ["evidence", "evidence-2"]


def test_a_long_page_lists_its_headings():
    body = [make_section("<p>Text.</p>", heading=heading) for heading in ("One", "Two", "Three", "References")]
    soup = read(make_condition_page(body=body))
    assert soup.select_one(".cw-contents")
    assert set(inner_links(soup)) <= set(ids(soup))


def test_a_reader_without_a_session_gets_a_page_that_caches_may_keep():
    response = Client().get(make_condition_page().get_url(), headers={"host": "127.0.0.1"})
    assert "Set-Cookie" not in response
    assert "Cookie" not in response.get("Vary", "")
    assert b"wagtail-userbar" not in response.content


def test_a_signed_in_editor_gets_the_bar(admin_client):
    response = admin_client.get(make_condition_page().get_url(), headers={"host": "127.0.0.1"})
    assert b"wagtail-userbar" in response.content
    assert "Cookie" in response["Vary"]


def test_the_page_for_what_is_not_there_stands_in_the_frame():
    response = Client().get("/nowhere/", headers={"host": "127.0.0.1"})
    assert response.status_code == 404
    assert "This page is not here" in response.content.decode()
    assert 'class="cw-footer"' in response.content.decode()


@pytest.mark.parametrize(
    ("names", "query"), [(["CRPS & pain"], "?kind=client&condition=CRPS%20%26%20pain"), (["A", "B"], "?kind=client")]
)
def test_buttons_open_the_form_for_the_one_condition_of_the_page(names, query):
    buttons = [{"label": "Come", "purpose": "client"}]
    page = make_condition_page(call_to_action=[("call_to_action", {"text": "<p>Come.</p>", "buttons": buttons})])
    page.conditions = [Condition.objects.create(name=name, slug=name[0]) for name in names]
    page.save()
    make_contact_page(page.get_site().root_page)
    assert read(page).find("a", string="Come")["href"] == f"/contact/{query}"


def test_a_telephone_number_can_be_dialled():
    page = make_condition_page()
    SiteSettings.objects.update_or_create(site=page.get_site(), defaults={"phone": "+1 (919) 555-0142"})
    assert read(page).find("a", href="tel:+19195550142")
