"""`import_article FILE`: make a draft page of an article, its references and its graded claims."""

import json
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from ...article import NotAnArticle, read_article_file
from ...models import ConditionIndexPage
from ...services.import_article import ImportedArticle, import_article


class Command(BaseCommand):
    """Imports below the first condition index. Prints a summary, or with --json one object.

    The object: `page` {id, title, slug, url, live}; `citations` in reading order [{number, after, reference}], where
    `reference` is an index into `references`, from 0; `references` [CSL-JSON as printed, `id` that of the library];
    `recommendations` [{condition, grade, strength, certainty, citation}], where `citation` is the printed number;
    `problems` [{line, code, message}].
    """

    help = "Make a draft page of an article (.txt, .md, .html, .docx), with its references and graded claims."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file, --publish and --json."""
        parser.add_argument("file", type=Path, help="the article")
        parser.add_argument("--publish", action="store_true", help="publish the page instead of keeping a draft")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read the file, import it, and tell what came of it. Raises CommandError with one sentence."""
        try:
            article = read_article_file(options["file"])
        except NotAnArticle as refusal:
            raise CommandError(str(refusal)) from refusal
        parent = ConditionIndexPage.objects.order_by("-live", "path").first()
        if parent is None:
            raise CommandError("There is no condition index page to put the article under; make one first.")
        try:
            imported = import_article(article=article, parent=parent, publish=options["publish"])
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        if options["json"]:
            self.stdout.write(json.dumps(_as_json(imported), ensure_ascii=False, indent=2))
        else:
            self._summarise(imported)

    def _summarise(self, imported: ImportedArticle) -> None:
        article, page = imported.article, imported.page
        state = "published at" if page.live else "a draft that will stand at"
        self.stdout.write(f"“{page.title}” is {state} {page.get_url() or '?'} (page {page.pk}).")
        numbers = ", ".join(str(citation.number) for citation in article.citations) or "none"
        self.stdout.write(f"Citations in reading order: {numbers}.")
        for entry, reference in zip(article.references, imported.references, strict=True):
            self.stdout.write(f"  {entry.number}. {reference.as_text}")
        for claim in article.claims:
            strength = f", {claim.strength} evidence" if claim.strength else ""
            self.stdout.write(f"  Grade {claim.grade}{strength}: {claim.condition} [{claim.citation or '–'}]")
        for problem in imported.problems:
            style = self.style.SUCCESS if problem.is_note else self.style.WARNING
            self.stdout.write(style(f"Line {problem.line}: {problem.message}"))


def _as_json(imported: ImportedArticle) -> dict[str, Any]:
    article, page = imported.article, imported.page
    return {
        "page": {
            "id": page.pk,
            "title": page.title,
            "slug": page.slug,
            "url": page.get_url(),
            "live": page.live,
        },
        "citations": [
            {"number": citation.number, "after": citation.after, "reference": citation.reference}
            for citation in article.citations
        ],
        "references": [
            {"id": str(reference.pk), **csl}
            for csl, reference in zip(imported.printed, imported.references, strict=True)
        ],
        "recommendations": [
            {
                "condition": claim.condition,
                "grade": claim.grade,
                "strength": claim.strength,
                "certainty": claim.certainty,
                "citation": claim.citation,
            }
            for claim in article.claims
        ],
        "problems": [
            {"line": problem.line, "code": problem.code, "message": problem.message} for problem in imported.problems
        ],
    }
