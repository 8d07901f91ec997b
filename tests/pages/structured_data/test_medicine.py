"""Conditions with their codes; recommendations only where a guideline recommends."""

import pytest

from pages.grading.picture import AGAINST, FOR, UNKNOWN, Strength
from pages.structured_data.medicine import condition, recommendation, speaks_for

from .vocabulary import faults

STRONG = Strength(2, 3, FOR)


def test_a_condition_has_its_names_and_codes():
    found = condition(name="CRPS", names=["causalgia"], codes=[("ICD-10-CM", "G90.5"), ("SNOMED CT", "128200000")])
    assert list(faults(found)) == []
    assert found["alternateName"] == ["causalgia"]
    assert found["code"][0] == {"@type": "MedicalCode", "codingSystem": "ICD-10-CM", "codeValue": "G90.5"}


@pytest.mark.parametrize(
    ("direction", "strength", "more", "speaks"),
    [
        ("for", STRONG, {}, True),
        ("for", STRONG, {"published": "moderate", "certainty": "Moderate"}, True),
        ("against", STRONG, {}, False),
        ("neither", STRONG, {}, False),
        ("for", None, {}, False),
        ("for", Strength(1, 3, FOR), {}, False),
        ("for", Strength(1, 2, FOR), {}, False),
        ("for", Strength(3, 3, AGAINST), {}, False),
        ("for", Strength(3, 3, UNKNOWN), {}, False),
        ("for", STRONG, {"published": "weak or none"}, False),
        ("for", STRONG, {"published": "Conditional"}, False),
        ("for", STRONG, {"certainty": "Low / Moderate"}, False),
        ("for", STRONG, {"certainty": "Very low"}, False),
        ("for", STRONG, {"stands": False}, False),
    ],
)
def test_only_what_is_recommended_on_sound_evidence_speaks_for_it(direction, strength, more, speaks):
    assert speaks_for(direction, strength, **more) is speaks


@pytest.mark.parametrize(
    ("recommended", "kind", "strength"),
    [(True, "MedicalGuidelineRecommendation", "moderate"), (False, "MedicalGuideline", None)],
)
def test_the_strength_stands_only_beside_a_recommendation(recommended, kind, strength):
    found = recommendation(
        population="CRPS", intervention="Ketamine", strength="moderate", recommended=recommended, published="2018"
    )
    assert list(faults(found)) == []
    assert (found["@type"], found.get("recommendationStrength"), found["guidelineDate"]) == (kind, strength, "2018")
    assert "evidenceLevel" not in found


def test_without_a_condition_of_ours_the_guidelines_own_words_are_the_subject():
    (subject,) = recommendation(population="Adults with pain")["guidelineSubject"]
    assert subject == {"@type": "MedicalEntity", "name": "Adults with pain"}


def test_a_date_in_words_is_left_out():
    assert "guidelineDate" not in recommendation(population="x", published="spring")
