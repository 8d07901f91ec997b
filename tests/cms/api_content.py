"""What the tests of the contract find on the site, and how a program that generates requests reaches it in process."""

from dataclasses import dataclass

from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page

from contact.models import ContactPage
from pages.models import GuidelinePage, HomePage, ReferenceListPage, StandardPage

from ..contact.factories import make_contact_page, make_question
from ..pages.factories import cite, make_condition_page, make_guideline, make_reference, make_section, make_table


@dataclass(frozen=True)
class Content:
    """The ids that the calls know, by the name of the parameter, and the page with the form."""

    ids: dict[str, list[int]]
    form: ContactPage


def make_content() -> Content:
    """A page of each type, with each block, and what they show."""
    reference = make_reference()
    guideline = make_guideline(reference)
    picture = Image.objects.create(title="Hills", file=get_test_image_file(size=(40, 20)))
    figure = {"image": {"image": picture.pk, "alt_text": "Hills", "decorative": False}, "caption": "<p>Hills</p>"}
    callout = {"tone": "note", "title": "Note", "text": f"<p>Rest.{cite(reference)}</p>"}
    action = {"text": "<p>Write to us.</p>", "buttons": [{"label": "Contact us", "purpose": "client"}]}
    blocks = [
        {"type": kind, "value": value}
        for kind, value in (
            make_section(f"<p>It hurts.{cite(reference)}</p>"),
            make_table(guideline.pk, rows=[{"condition": "CRPS", "statement": "<p>Rest.</p>", "grade": "B"}]),
            ("callout", callout),
            ("figure", figure),
        )
    ]
    question = {"type": "question", "value": {"question": "Is it for me?", "answer": "<p>Ask.</p>"}}
    about = make_condition_page(body=blocks, questions=[question], call_to_action=[_action(action)])
    top = about.get_parent().get_parent()
    others = [
        HomePage(title="Another home", slug="home-2", heading="Hello", body=blocks),
        StandardPage(title="About us", slug="about", body=blocks, call_to_action=[_action(action)]),
        GuidelinePage(title="Guideline", slug="guideline", guideline=guideline),
        ReferenceListPage(title="References", slug="references"),
    ]
    for page in others:
        top.add_child(instance=page)
    form = make_contact_page()
    make_question(form)
    pages = [page.pk for page in (about, about.get_parent(), *others, form)]
    known = {"page_id": pages, "reference_id": [reference.pk], "guideline_id": [guideline.pk], "page": [form.pk]}
    return Content(known | {"gone": [Page.objects.first().pk]}, form)


def _action(value: dict) -> dict:
    return {"type": "call_to_action", "value": value}
