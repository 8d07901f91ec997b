"""The grading schemes that come with the app, put into the database where they are missing."""

import json
from pathlib import Path
from typing import Any

from django.db import transaction

from ..csl.item import Item
from ..models import Certainty, Grade, GradeScheme, Reference
from .references import save_reference

SHIPPED = Path(__file__).resolve().parent.parent / "data" / "schemes.json"
CONSENSUS_2018 = "asra-aapm-asa-2018"


def read_shipped() -> dict[str, dict[str, Any]]:
    """Return the schemes that come with the app, by short name."""
    return {entry["slug"]: entry for entry in json.loads(SHIPPED.read_text(encoding="utf-8"))}


@transaction.atomic
def install_scheme(*, slug: str, user: Any = None) -> GradeScheme:
    """Return the shipped scheme of this name, made now if it is missing; one that exists is left as staff keep it.

    Where it is laid down is found in the library, or added to it. Raises KeyError for a scheme that is not shipped.
    """
    existing = GradeScheme.objects.filter(slug=slug).first()
    if existing:
        return existing
    shipped = read_shipped()[slug]
    scheme = GradeScheme(slug=slug, name=_free_name(shipped["name"]), description=shipped["description"])
    scheme.reference = _source(shipped["source"], user)
    scheme.grades = [Grade(sort_order=rank, **grade) for rank, grade in enumerate(shipped["grades"])]
    scheme.certainties = [Certainty(sort_order=rank, **level) for rank, level in enumerate(shipped["certainties"])]
    scheme.save()
    return scheme


@transaction.atomic
def install_schemes(*, user: Any = None) -> list[GradeScheme]:
    """Install every shipped scheme that is missing, and return those that were."""
    missing = read_shipped().keys() - set(GradeScheme.objects.values_list("slug", flat=True))
    return [install_scheme(slug=slug, user=user) for slug in read_shipped() if slug in missing]


def _free_name(name: str) -> str:
    """The name, told apart where staff have given it to a scheme of their own."""
    number, free = 2, name
    while GradeScheme.objects.filter(name=free).exists():
        number, free = number + 1, f"{name} ({number})"
    return free


def _source(csl: Item, user: Any) -> Reference:
    return Reference.objects.like(csl).first() or save_reference(csl=csl, user=user)
