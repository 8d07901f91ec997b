"""The import rules of the house hold in every app; each rule is also seen to catch a small source that breaks it."""

import ast
from pathlib import Path

import pytest

from .import_rules import APPS, Ranking, Source, sources, violations

ROOT = Path(__file__).resolve().parent.parent


def make_source(path: str, text: str) -> Source:
    """Return a module at a dotted path; a path that ends in a dot is a package's own."""
    return Source(tuple(path.rstrip(".").split(".")), path.endswith("."), text)


@pytest.mark.parametrize("app", APPS)
def test_the_app_keeps_the_rules(app):
    ranking = Ranking(sources(ROOT, app))
    assert [line for source in sources(ROOT, app) for line in violations(source, ranking)] == []


def test_nothing_but_the_root_itself_imports_cms():
    # Settings are built on settings.
    outside = [s for s in sources(ROOT, *APPS, "benchmarks") if s.parts != ("benchmarks", "settings")]
    assert [s.parts for s in outside if "cms" in {name.split(".")[0] for name in absolute_imports(s.text)}] == []


def absolute_imports(text: str) -> list[str]:
    """Return the absolute module names that a source imports."""
    nodes = list(ast.walk(ast.parse(text)))
    plain = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    return plain + [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom) and not node.level]


@pytest.mark.parametrize(
    ("path", "text", "reason"),
    [
        ("contact.views.enquiry", "import pages.models", "meet only through the registry"),
        ("contact.views.enquiry", "from outbox.models import Delivery", "meet only through the registry"),
        ("pages.models.page", "from cms import settings", "imports cms"),
        ("pages.models.page", "from pages.csl import ama", "must be relative"),
        ("pages.models.page", "from ...contact import models", "reaches outside its app"),
        ("pages.csl.ama", "from django.utils.html import escape", "in a pure module"),
        ("pages.csl.ama", "from ..models import Reference", "a pure module imports"),
        ("pages.csl.ama", "from .. import models", "a pure module imports"),
        ("pages.blocks.callout", "from ..models.base import Base", "stands above it"),
        ("pages.models.page", "from ..services import publishing", "stands above it"),
        ("pages.models.page", "def save():\n    from ..services import publishing", "stands above it"),
        ("outbox.models", "from .services.delivering import deliver", "stands above it"),
        ("pages.services.numbering", "from ..views import pages", "stands above it"),
        ("pages.views.", "from ..wagtail_hooks import register", "stands above it"),
        ("pages.utils", "", "says nothing"),
        ("contact.services.helpers", "", "says nothing"),
        ("contact.apps", "name = 'contact.views.enquiry'", "as a string"),
    ],
)
def test_a_violation_is_found(path, text, reason):
    source = make_source(path, text)
    (found,) = violations(source, Ranking([source]))
    assert reason in found


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("pages.csl.ama", "import re\nfrom .item import Item\nfrom ..citations import numbering"),
        ("pages.models.", "from .page import Page\nfrom ..blocks.streams import body"),
        ("pages.models.page", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from ..services import x"),
        ("pages.views.page", "from ..services import publishing\nfrom ..models import Page"),
        ("pages.wagtail_hooks", "from .viewsets.reference import ReferenceViewSet"),
        ("contact.services.intake", "from django.apps import apps\napps.get_model('citewell_outbox.Delivery')"),
    ],
)
def test_what_is_allowed_is_not_a_violation(path, text):
    source = make_source(path, text)
    assert list(violations(source, Ranking([source]))) == []


def test_a_module_without_a_rank_stands_as_high_as_what_it_imports():
    low = make_source("contact.encryption", "from cryptography.fernet import Fernet")
    high = make_source("contact.export", "from .services import intake")
    field = make_source("contact.models.fields", "from .. import encryption, export")
    (found,) = violations(field, Ranking([low, high, field]))
    assert "contact.export, which stands above" in found
