"""Puts the graded claims of an article into the library: guideline, recommendations and the conditions they name."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from ..article import Article, Claim, Problem
from ..csl.item import text, year
from ..models import Condition, GradeScheme, Guideline, Recommendation, Reference
from .schemes import CONSENSUS_2018, install_scheme

# Levels of evidence that say nothing for the treatment.
NEITHER_WAY = re.compile(r"\bnone\b|insufficient|conflicting")
KINDS = re.compile(r"\s*\((.*)\)\s*$")


@dataclass
class ImportedGuideline:
    """A guideline with the rows of this article, and the lines of the article that they come from."""

    guideline: Guideline
    rows: list[tuple[Claim, Recommendation]] = field(default_factory=list)
    lines: set[int] = field(default_factory=set)


@transaction.atomic
def import_recommendations(
    *, article: Article, reference_ids: Mapping[int, int], user: Any = None
) -> tuple[list[ImportedGuideline], list[Problem]]:
    """Store each graded claim as a row of the guideline whose publication it cites; claims that cite none are left.

    A guideline that the library has keeps its rows: only what it lacks is added.
    """
    imported: dict[int, ImportedGuideline] = {}
    problems: list[Problem] = []
    for claim in article.claims:
        pk = reference_ids.get(claim.citation or 0)
        if pk is None:
            continue
        if pk not in imported:
            imported[pk] = ImportedGuideline(_guideline(Reference.objects.get(pk=pk)))
            if not _names_its_scheme(imported[pk].guideline):
                scheme = imported[pk].guideline.scheme
                problems.append(Problem(claim.line, "scheme-assumed", {"scheme": str(scheme)}))
        imported[pk].lines.add(claim.line)
        problems += _add_row(imported[pk], claim, article)
    for found in imported.values():
        found.guideline.save_revision(user=user)
    return list(imported.values()), problems


def page_conditions(*, article: Article) -> list[Condition]:
    """Return the conditions that the page is about: those that its title or a heading names."""
    headings = " | ".join([article.title, *(section.heading for section in article.sections)]).lower()
    return [
        condition
        for condition in Condition.objects.all()
        if any(
            re.search(rf"\b{re.escape(name.lower())}\b", headings) for name in (condition.name, *condition.other_names)
        )
    ]


def _guideline(reference: Reference) -> Guideline:
    existing = reference.guidelines.first()
    if existing:
        return existing
    published = year(reference.csl)
    return Guideline.objects.create(
        title=text(reference.csl, "title")[:300],
        reference=reference,
        scheme=install_scheme(slug=CONSENSUS_2018),
        published=published if re.fullmatch(r"\d{4}", published) else "",
    )


def _names_its_scheme(guideline: Guideline) -> bool:
    """Whether the letters are known to be those of the scheme: the shipped one's own guideline, or staff chose."""
    is_shipped = guideline.scheme is None or guideline.scheme.slug == CONSENSUS_2018
    words = set(re.findall(r"\w+", guideline.title.lower()))
    return not is_shipped or {"consensus", "guidelines", "ketamine", "infusions"} <= words


def _add_row(imported: ImportedGuideline, claim: Claim, article: Article) -> list[Problem]:
    guideline = imported.guideline
    scheme = guideline.scheme
    existing = next((row for row in guideline.recommendations.all() if _is_known(row, claim)), None)
    if existing:
        imported.rows.append((claim, existing))
        code = existing.grade.code if existing.grade else ""
        differs = code != claim.grade
        return [Problem(claim.line, "recommendation-differs", {"condition": claim.condition})] if differs else []
    grade = scheme.grades.filter(code=claim.grade).first() if scheme else None
    certainty_from, certainty_to = _certainty(scheme, claim.certainty)
    row = Recommendation.objects.create(
        guideline=guideline,
        population=claim.condition[:300],
        plain_wording=claim.wording,
        grade=grade,
        strength=claim.strength or "",
        certainty_from=certainty_from,
        certainty_to=certainty_to,
        direction=_direction(claim),
        sort_order=guideline.recommendations.count(),
    )
    row.conditions.set(_conditions(claim, article))
    row.save()
    imported.rows.append((claim, row))
    if grade:
        return []
    details = {"grade": claim.grade, "scheme": str(scheme), "condition": claim.condition}
    return [Problem(claim.line, "grade-not-in-scheme", details)]


def _is_known(row: Recommendation, claim: Claim) -> bool:
    """Whether a row says this already: it is about the same people, or has the grade for a condition so called."""
    if _plain_name(row.population) == _plain_name(claim.condition):
        return True
    called = {name.lower() for condition in row.conditions.all() for name in (condition.name, *condition.other_names)}
    return bool(row.grade and row.grade.code == claim.grade) and _plain_name(claim.condition) in called


def _plain_name(population: str) -> str:
    """Return who a row is about without the kinds that it lists: "Mixed pain (such as …)" is "mixed pain"."""
    return re.split(r"[(:;]", population, maxsplit=1)[0].strip().lower()


def _direction(claim: Claim) -> str:
    says_nothing = not claim.strength or NEITHER_WAY.search(claim.strength)
    return Recommendation.Direction.NEITHER if says_nothing else Recommendation.Direction.FOR


def _certainty(scheme: GradeScheme | None, words: str | None) -> tuple[Any, Any]:
    """The levels of "low to moderate"; nothing where the article states none."""
    if not scheme or not words:
        return None, None
    levels = [scheme.certainties.filter(label__iexact=word).first() for word in words.split(" to ")]
    return levels[0], levels[1] if len(levels) > 1 else None


def _conditions(claim: Claim, article: Article) -> list[Condition]:
    """The condition of the claim, made if it is new, and those of its named kinds that the clinic's list has."""
    kinds = KINDS.search(claim.condition)
    name = KINDS.sub("", claim.condition).strip()
    found = list(Condition.objects.called(name)[:1]) or [_make_condition(name, article)]
    for kind in re.split(r",\s*(?:and\s+)?|\s+and\s+", kinds[1] if kinds else ""):
        plain = re.sub(r"^(?:including|such as|e\.g\.,?|for example)\s+", "", kind.strip())
        found += [condition for condition in Condition.objects.called(plain) if condition not in found]
    return found


def _make_condition(name: str, article: Article) -> Condition:
    """Add a condition. An abbreviation that the article spells out once goes in under its full name."""
    full = _spelled_out(name, article) if name.isupper() else ""
    if full and (known := Condition.objects.called(full).first()):
        return known
    shown = (full or name[:1].upper() + name[1:])[:160]
    slug = base = slugify(shown)[:150] or "condition"
    number = 2
    while Condition.objects.filter(slug=slug).exists():
        slug, number = f"{base}-{number}", number + 1
    return Condition.objects.create(name=shown, slug=slug, synonyms=name if full else "")


def _spelled_out(abbreviation: str, article: Article) -> str:
    """Return "Complex Regional Pain Syndrome" for CRPS if the article has it as "… Syndrome (CRPS)"."""
    prose = " ".join(paragraph.text for paragraph in article.paragraphs)
    found = re.search(rf"((?:\b[\w'’-]+\s+){{{len(abbreviation)}}})\({re.escape(abbreviation)}\)", prose)
    words = found[1].split() if found else []
    matches = [word[0].upper() for word in words] == list(abbreviation)
    return " ".join(words) if matches else ""
