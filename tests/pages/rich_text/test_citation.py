import gc
import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.admin.rich_text.converters.editor_html import EditorHTMLConverter
from wagtail.models import ReferenceIndex
from wagtail.rich_text import expand_db_html

from pages.citations.markup import Mark, make_mark
from pages.models import Reference
from pages.rich_text.features import BODY

from ..factories import cite, make_condition_page, make_reference, make_section

pytestmark = pytest.mark.django_db


def to_editor(source):
    return json.loads(ContentstateConverter(BODY).from_database_format(source))


def to_database(state):
    html = ContentstateConverter(BODY).to_database_format(json.dumps(state))
    return re.sub(r' data-block-key="\w+"', "", html)


def entities(state):
    return [entity["data"] for _, entity in sorted(state["entityMap"].items(), key=lambda item: int(item[0]))]


@pytest.mark.parametrize(
    "text",
    [
        "<p>A claim.{one}</p>",
        "<p>{one} begins.</p>",
        "<p>Side by side.{one}{two} And on.</p>",
        "<p>Apart.{one} {two}</p>",
        "<p>In <b>bold.</b>{one} words.</p>",
        "<ul><li>In a list.{two}</li></ul>",
        "<p>Only</p><p>{one}</p>",
    ],
)
def test_a_citation_comes_through_the_editor_as_it_was(text):
    one, two = make_mark(Mark(make_reference().pk)), make_mark(Mark(make_reference("Other").pk, 'p. 3 "a" & <b>'))
    source = text.format(one=one, two=two)
    assert to_database(to_editor(source)) == source


def test_the_chip_shows_the_label_and_what_is_known_against_it():
    reference = make_reference()
    Reference.objects.update(status="retracted")
    state = to_editor(f"<p>A claim.{make_mark(Mark(reference.pk, 'p. 3'))}</p>")
    assert state["blocks"][0]["text"] == "A claim.Treede 2015"
    assert entities(state) == [
        {
            "id": reference.pk,
            "locator": "p. 3",
            "label": "Treede 2015",
            "title": "A classification of chronic pain",
            "status": "retracted",
        }
    ]


def test_a_source_that_is_gone_stays_a_citation_and_says_so():
    source = '<p>A claim.<embed embedtype="citation" id="999"/></p>'
    state = to_editor(source)
    assert entities(state)[0]["status"] == "missing"
    assert to_database(state) == source


def test_shown_on_its_own_a_citation_is_its_label():
    source = f"<p>A claim.{make_mark(Mark(make_reference(author=[{'family': '<b>'}]).pk, 'p. 3'))}</p>"
    assert expand_db_html(source) == '<p>A claim.<sup class="cw-cite">[&lt;b&gt; 2015, p. 3]</sup></p>'


def test_other_editors_get_an_element_and_give_it_back():
    source = f"<p>A claim.{make_mark(Mark(make_reference().pk, 'p. 3'))}</p>"
    converter = EditorHTMLConverter(BODY)
    html = converter.from_database_format(source)
    assert 'data-embedtype="citation"' in html
    assert ">Treede 2015</a>" in html
    stored = converter.to_database_format(html)
    assert set(re.findall(r'\w+="[^"]*"', stored)) == set(re.findall(r'\w+="[^"]*"', source))


def test_where_a_source_is_cited_is_known_to_the_index():
    reference = make_reference()
    page = make_condition_page(lead=f"<p>{cite(reference)}</p>", body=[make_section(f"<p>{cite(reference)}</p>")])
    paths = ReferenceIndex.objects.filter(object_id=str(page.pk), to_object_id=str(reference.pk))
    assert {path.split(".")[0] for path in paths.values_list("model_path", flat=True)} == {"lead", "body"}


@pytest.mark.parametrize("editors", [1, 4])
def test_opening_a_page_reads_its_sources_in_one_query_however_many_there_are(admin_client, editors):
    few, many = (
        make_condition_page(
            slug=f"pain-{number}",
            body=[
                make_section(f"<p>{cite(*(make_reference(f'{number} {n} {k}') for n in range(number)))}</p>")
                for k in range(editors)
            ],
        )
        for number in (2, 20)
    )

    def count(page):
        admin_client.get(f"/admin/pages/{page.pk}/edit/")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert admin_client.get(f"/admin/pages/{page.pk}/edit/").status_code == 200
        return sum('FROM "citewell_pages_reference"' in query["sql"] for query in queries)

    assert count(few) == count(many) == 1


def test_what_one_form_has_read_is_not_shown_in_the_next(admin_client):
    reference = make_reference()
    page = make_condition_page(lead=f"<p>{cite(reference)}</p>")
    assert b"Treede 2015" in admin_client.get(f"/admin/pages/{page.pk}/edit/").content
    Reference.objects.update(csl={**reference.csl, "author": [{"family": "Rief"}]})
    assert b"Rief 2015" in admin_client.get(f"/admin/pages/{page.pk}/edit/").content
    assert entities(to_editor(f"<p>{cite(reference)}</p>"))[0]["label"] == "Rief 2015"


def test_what_a_form_has_read_is_forgotten_with_its_request(admin_client):
    reference = make_reference()
    page = make_condition_page(lead=f"<p>{cite(reference)}</p>")
    gc.disable()  # a form that is collected late must not matter
    try:
        admin_client.get(f"/admin/pages/{page.pk}/edit/")
        Reference.objects.update(csl={**reference.csl, "author": [{"family": "Rief"}]})
        assert entities(to_editor(f"<p>{cite(reference)}</p>"))[0]["label"] == "Rief 2015"
    finally:
        gc.enable()
