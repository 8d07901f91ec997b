"""Turns an article that was read into a draft page with its references, guideline and conditions, all or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from ..article import Article, Paragraph, Problem, Text
from ..article.rich_text import to_rich_text
from ..csl.item import Item
from ..models import ConditionIndexPage, ConditionPage, Reference
from .import_recommendations import ImportedGuideline, import_recommendations, page_conditions
from .import_references import PlannedReference, import_references, plan_references

MOST_BUTTONS = 3


@dataclass(frozen=True)
class ImportPlan:
    """What an import would do; `problems` has the reader's and its own."""

    article: Article
    references: list[PlannedReference]
    problems: list[Problem]


@dataclass(frozen=True)
class ImportedArticle:
    """What an import made: the page, the reference and printed record of each entry, guidelines, every problem."""

    article: Article
    page: ConditionPage
    printed: list[Item]
    references: list[Reference]
    guidelines: list[ImportedGuideline]
    problems: list[Problem]


def plan_import(*, article: Article, parent: ConditionIndexPage | None = None) -> ImportPlan:
    """Tell what `import_article` would do, without writing: which references are known, what is odd."""
    references = plan_references(article=article)
    problems = [*article.problems, *(planned.problem for planned in references if planned.problem)]
    problems += _unsourced(article)
    if parent and _namesakes(parent, article.title):
        problems.append(Problem(1, "page-exists"))
    return ImportPlan(article, references, _by_line(problems))


@transaction.atomic
def import_article(
    *, article: Article, parent: ConditionIndexPage, user: Any = None, publish: bool = False
) -> ImportedArticle:
    """Make a page of the article below `parent`, as a draft unless `publish`.

    References that the library has are used as they are there; the others are added as printed. Graded claims become
    recommendations of the guideline that they cite. Nothing at all is written if any step fails.
    """
    problems = [*article.problems, *_unsourced(article)]
    planned = plan_references(article=article)
    problems += [reference.problem for reference in planned if reference.problem]
    references = import_references(planned=planned, user=user)
    ids = {
        entry.number: reference.pk
        for entry, reference in reversed(list(zip(article.references, references, strict=True)))
    }
    guidelines, odd = import_recommendations(article=article, reference_ids=ids, user=user)
    problems += odd
    has_namesake = _namesakes(parent, article.title)
    page = ConditionPage(
        title=article.title,
        lead=to_rich_text(article.lead, ids),
        body=_body(article, ids, guidelines),
        call_to_action=_call_to_action(article),
        live=False,
        has_unpublished_changes=True,
        owner=user,
    )
    page.conditions.set(page_conditions(article=article))
    parent.add_child(instance=page)
    log(instance=page, action="wagtail.create", user=user)
    revision = page.save_revision(user=user)
    if publish:
        # Whoever may run commands on the server has said so; the gates are the editor's.
        revision.publish(user=user, skip_permission_checks=True)
        page.refresh_from_db()
    if has_namesake:
        problems.append(Problem(1, "page-exists"))
    printed = [reference.csl for reference in planned]
    return ImportedArticle(article, page, printed, references, guidelines, _by_line(problems))


def _namesakes(parent: ConditionIndexPage, title: str) -> bool:
    return parent.get_children().filter(title__iexact=title).exists()


def _unsourced(article: Article) -> list[Problem]:
    return [
        Problem(claim.line, "claim-without-source", {"condition": claim.condition})
        for claim in article.claims
        if claim.citation is None
    ]


def _by_line(problems: Sequence[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda problem: problem.line)


def _body(
    article: Article, ids: Mapping[int, int], guidelines: Sequence[ImportedGuideline]
) -> list[tuple[str, dict[str, Any]]]:
    """The sections, each guideline's table behind the section that names its grades first."""
    waiting = list(guidelines)
    blocks: list[tuple[str, dict[str, Any]]] = []
    for section in article.sections:
        text = to_rich_text(section.paragraphs, ids)
        blocks.append(("section", {"heading": section.heading, "aspect": "", "text": text}))
        lines = {paragraph.line for paragraph in section.paragraphs}
        for guideline in [waiting_one for waiting_one in waiting if waiting_one.lines & lines]:
            waiting.remove(guideline)
            blocks.append(_table(guideline))
    return [*blocks, *map(_table, waiting)]


def _table(imported: ImportedGuideline) -> tuple[str, dict[str, Any]]:
    return (
        "guideline_table",
        {"caption": "", "guideline": imported.guideline, "conditions": [], "scheme": None, "rows": []},
    )


def _call_to_action(article: Article) -> list[tuple[str, dict[str, Any]]]:
    call = article.call_to_action
    if not call:
        return []
    # What is beyond the block's three buttons must not be lost: it ends the sentence.
    text = " ".join([call.text, *(button.label for button in call.buttons[MOST_BUTTONS:])]).strip()
    buttons = [{"label": button.label, "purpose": button.purpose} for button in call.buttons[:MOST_BUTTONS]]
    return [("call_to_action", {"text": _paragraph(text), "buttons": buttons})]


def _paragraph(text: str) -> str:
    return to_rich_text([Paragraph((Text(text),), 1)], {}) if text else ""
