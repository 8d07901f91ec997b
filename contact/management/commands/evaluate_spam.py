"""`manage.py evaluate_spam`: how well the layers that read would do on enquiries of which you know what they are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ...services.learning import opinion_about
from ...spam.bayes import say_opinion
from ...spam.labelled import evaluate, learn, read_labelled, split
from ...spam.letter import Letter
from ...spam.routing import Route, decide_route
from ...spam.text_signals import judge_text


class Command(BaseCommand):
    """Reads lines of JSON, stores nothing and asks nobody."""

    help = (
        "Prints precision, recall and false positives of text signals and learning filter on labelled enquiries: "
        'lines like {"spam": true, "name": "…", "email": "…", "message": "…"}.'
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, and how many of it to learn from."""
        parser.add_argument("file", type=Path, help="lines of JSON, UTF-8")
        parser.add_argument(
            "--train",
            type=int,
            metavar="N",
            help="learn from N of them, a quarter spam, chosen by hash, and judge the rest; "
            "without it this site's own lessons are used and all are judged",
        )

    def handle(self, *args: Any, file: Path, train: int | None, **options: Any) -> None:
        """Raises CommandError for a file that cannot be read, or that is no labelled set."""
        try:
            labelled = read_labelled(file.read_text(encoding="utf-8").splitlines())
        except (OSError, ValueError) as error:
            raise CommandError(str(error)) from None
        learned, judged = split(labelled, train or 0)
        opinion = learn(learned) if train else lambda letter: opinion_about(letter=letter)

        def route_of(letter: Letter) -> Route:
            return decide_route([judge_text(letter), say_opinion(*opinion(letter))])

        result = evaluate(judged, route_of)
        spam, genuine = result.count(True), result.count(False)
        self.stdout.write(f"learned from  {len(learned)}")
        self.stdout.write(f"judged        {spam} spam, {genuine} genuine")
        self.stdout.write(f"recall        {result.recall:.1%} of the spam in quarantine")
        self.stdout.write(f"precision     {result.precision:.1%} of the quarantine is spam")
        held, rate = result.count(False, Route.QUARANTINE), result.false_positive_rate
        self.stdout.write(f"false positives {held} genuine in quarantine ({rate:.2%})")
        self.stdout.write(
            f"flagged       {result.count(True, Route.FLAGGED)} spam, {result.count(False, Route.FLAGGED)} genuine"
        )
