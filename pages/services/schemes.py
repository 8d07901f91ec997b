"""The grading schemes that come with the app, put into the database where they are missing."""

import json
from pathlib import Path

from django.db import transaction

from ..models import Certainty, Grade, GradeScheme

SHIPPED = Path(__file__).resolve().parent.parent / "data" / "schemes.json"
CONSENSUS_2018 = "asra-aapm-asa-2018"


@transaction.atomic
def install_scheme(*, slug: str) -> GradeScheme:
    """Return the shipped scheme of this name, made now if it is missing; one that exists is left as staff keep it.

    Raises KeyError for a scheme that is not shipped.
    """
    existing = GradeScheme.objects.filter(slug=slug).first()
    if existing:
        return existing
    shipped = {entry["slug"]: entry for entry in json.loads(SHIPPED.read_text(encoding="utf-8"))}[slug]
    scheme = GradeScheme(slug=slug, name=shipped["name"], description=shipped["description"])
    scheme.grades = [Grade(sort_order=rank, **grade) for rank, grade in enumerate(shipped["grades"])]
    scheme.certainties = [Certainty(sort_order=rank, **level) for rank, level in enumerate(shipped["certainties"])]
    scheme.save()
    return scheme
