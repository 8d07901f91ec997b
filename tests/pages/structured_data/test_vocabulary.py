"""The check itself finds what does not fit."""

import pytest

from .vocabulary import PROPERTIES, TYPES, dangling, faults


@pytest.mark.parametrize(
    ("node", "fault"),
    [
        ({"@type": "MedicalPage"}, "is no type"),
        ({"@type": "WebPage", "reviewer": "A"}, "has no reviewer"),
        ({"@type": "WebContent", "hasHealthAspect": "https://schema.org/CausesHealthAspect"}, "has no hasHealthAspect"),
        ({"@type": "HealthTopicContent", "hasHealthAspect": "https://schema.org/CostHealthAspect"}, "is none of"),
        ({"@type": "WebPage", "lastReviewed": "last week"}, "is none of"),
        ({"@type": "WebPage", "reviewedBy": {"@type": "Book", "name": "A"}}, "Book is none of"),
        ({"@type": "MedicalGuideline", "recommendationStrength": "strong"}, "has no recommendationStrength"),
        ({"@type": "WebPage", "name": ""}, "is none of"),
    ],
)
def test_what_does_not_fit_is_found(node, fault):
    (found,) = faults(node)
    assert fault in found


def test_the_vocabulary_is_whole():
    assert {parent for parents in TYPES.values() for parent in parents} <= set(TYPES)
    named = {name for domains, _ranges in PROPERTIES.values() for name in domains}
    assert named <= set(TYPES)


def test_a_reference_to_nothing_is_found():
    book = {"@type": "Book", "@id": "/#a", "name": "A"}
    assert dangling([book, {"@type": "Book", "@id": "/#a"}]) == set()
    assert dangling([book, {"@type": "Book", "@id": "/#b"}]) == {"/#b"}
