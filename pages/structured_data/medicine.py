"""Conditions with their codes, and what guidelines recommend for them."""

import re
from collections.abc import Iterable, Sequence

from ..grading.picture import FOR, Strength
from .node import Node, node

_ISO_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?\Z", re.ASCII)
# Words by which guidelines call evidence or advice weak. What they call weak is never handed on as a recommendation.
_WEAK = re.compile(r"\b(weak|low|very low|poor|limited|insufficient|inconclusive|conditional|no|none)\b", re.IGNORECASE)


def condition(
    *, name: str, at: str = "", names: Sequence[str] = (), codes: Iterable[tuple[str, str]] = (), summary: str = ""
) -> Node:
    """Return a MedicalCondition. `codes` are (system, code), such as ("ICD-10-CM", "M79.7")."""
    return node(
        "MedicalCondition",
        at,
        name=name,
        alternateName=list(names),
        description=summary,
        code=[node("MedicalCode", codingSystem=system, codeValue=code) for system, code in codes],
    )


def speaks_for(
    direction: str, strength: Strength | None, *, published: str = "", certainty: str = "", stands: bool = True
) -> bool:
    """Tell whether a row is what schema.org calls a MedicalGuidelineRecommendation: "efficacious", on "sound" data.

    It is so only where the guideline is for it, its grade speaks for it and stands in the upper half of its scheme, the
    guideline's own words (`published` strength, `certainty`) do not call it weak, and the guideline still `stands`.
    """
    if direction != FOR or strength is None or strength.stance != FOR or not stands:
        return False
    return strength.filled * 2 > strength.of and not _WEAK.search(f"{published} / {certainty}")


def recommendation(
    *,
    population: str,
    intervention: str = "",
    wording: str = "",
    strength: str = "",
    recommended: bool = False,
    subjects: Sequence[Node] = (),
    issuers: Iterable[str] = (),
    published: str = "",
    publication: Node | None = None,
    at: str = "",
) -> Node:
    """Return a row as MedicalGuidelineRecommendation if it is `recommended` (see `speaks_for`), else MedicalGuideline.

    `strength` is the strength as published and is left out of a row that recommends nothing. Grades are not mapped to
    schema.org's evidenceLevel: its levels A to C are those of one society and mean something else. Where no condition
    of ours is meant, the population stands for the subject in the guideline's own words.
    """
    about = list(subjects) or [node("MedicalEntity", name=population)]
    if intervention:
        about.append(node("MedicalEntity", name=intervention))
    return node(
        "MedicalGuidelineRecommendation" if recommended else "MedicalGuideline",
        at,
        name=f"{population}: {intervention}" if intervention else population,
        description=wording,
        recommendationStrength=strength if recommended else "",
        guidelineSubject=about,
        recognizingAuthority=[node("Organization", name=issuer) for issuer in issuers],
        guidelineDate=published if _ISO_DATE.match(published) else "",
        subjectOf=publication,
    )
