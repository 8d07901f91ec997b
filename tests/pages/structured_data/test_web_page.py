"""The page, its parts and the way to it."""

import pytest

from pages.blocks.section import HealthAspect
from pages.structured_data.clinic import clinic, person
from pages.structured_data.node import refer
from pages.structured_data.web_page import ASPECTS, graph, question, section, trail, web_page

from .vocabulary import faults

URL = "https://clinic.example/pain/"


@pytest.mark.parametrize("aspect", HealthAspect.values)
def test_a_section_says_its_aspect_where_the_vocabulary_has_it(aspect):
    found = section(heading="H", aspect=aspect, url=f"{URL}#h")
    assert list(faults(found)) == []
    assert ("hasHealthAspect" in found) is (aspect in ASPECTS)


def test_every_aspect_with_a_word_is_one_of_ours():
    assert set(ASPECTS) <= set(HealthAspect.values)


def test_one_step_is_no_trail():
    assert trail([("Home", URL)]) is None
    found = trail([("Home", "https://clinic.example/"), ("Pain", URL)])
    assert list(faults(found)) == []
    assert [(one["position"], one["name"], one["item"]["@id"]) for one in found["itemListElement"]] == [
        (1, "Home", "https://clinic.example/"),
        (2, "Pain", URL),
    ]


def test_a_page_with_everything_fits():
    place = clinic(
        name="Larkmoor", at="https://clinic.example/#clinic", address="1 Lane,\n\nTown", hours="Mon 8 am-5 pm"
    )
    page = web_page(
        name="Pain",
        kind="MedicalWebPage",
        url=URL,
        description="D",
        language="en",
        image=f"{URL}a.png",
        published="2026-01-02T03:04:05+00:00",
        modified="2026-01-02T03:04:05.000006+00:00",
        last_reviewed="2026-01-02",
        author=person(name="N. E.", credentials="RN", role="Nurse", orcid="0000-0002-1825-0097"),
        reviewer=person(name="T. A.", orcid="none"),
        parts=[question(words="Q?", answer="A.")],
        publisher=refer(place),
    )
    assert list(faults(graph(page, place, None)["@graph"])) == []
    assert place["address"] == "1 Lane, Town"
    assert "sameAs" not in page["reviewedBy"]


def test_a_page_without_an_address_yet_has_no_anchors():
    assert web_page(name="Pain") == {"@type": "WebPage", "name": "Pain"}
