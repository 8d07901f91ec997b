"""What the wheel is told to hold and to need; tests/plugin builds it and uses it."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterable
from importlib.metadata import packages_distributions
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from .import_rules import APPS, sources
from .test_house import ROOT, requirements

# Distributions that Wagtail itself needs in ranges of its own.
OF_WAGTAIL = {
    "django-modelcluster",
    "draftjs-exporter",
    "django-filter",
    "openpyxl",
    "pydantic",
    "swapper",
    "modelsearch",
}

# What a project on PostgreSQL has; imported there alone.
OF_THE_DATABASE = {"psycopg"}


def wanted() -> dict[str, Requirement]:
    """Return what the wheel depends on, by canonical name."""
    return read_requirements(project()["dependencies"])


def wanted_for_more() -> dict[str, Requirement]:
    """Return what its extras depend on."""
    return read_requirements(one for extra in project()["optional-dependencies"].values() for one in extra)


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def read_requirements(declared: Iterable[str]) -> dict[str, Requirement]:
    return {canonicalize_name(one.name): one for one in map(Requirement, declared)}


def imported() -> set[str]:
    """Return the distributions that the apps import, by canonical name."""
    known = packages_distributions()
    found = set()
    for source in sources(ROOT, *APPS):
        for node in ast.walk(ast.parse(source.text)):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
            tops = {name.split(".")[0] for name in names} - set(sys.stdlib_module_names)
            found |= {canonicalize_name(dist) for top in tops for dist in known.get(top, [top])}
    return found - {""}


def test_the_wheel_needs_what_the_apps_import():
    assert imported() - OF_WAGTAIL - OF_THE_DATABASE == set(wanted()) | set(wanted_for_more())


def test_the_ranges_are_those_of_the_site():
    site = requirements("requirements.txt")
    ours = {name: str(one.specifier) for name, one in wanted().items()}
    assert ours.pop("django") == "<6.2,>=5.2"
    assert ours == {name: str(site[name].specifier) for name in ours}
    # Installed for who asks for it, and tested here.
    tested = requirements("requirements-dev.txt")
    assert all(tested[name].specifier == one.specifier for name, one in wanted_for_more().items())


def test_every_app_says_that_it_is_typed():
    assert [app for app in APPS if not (ROOT / app / "py.typed").exists()] == []


def test_migrations_name_no_app_by_its_folder():
    named = re.compile(
        rf"^(?:import|from) (?:{'|'.join(APPS)})\b|\b(?:{'|'.join(APPS)})\.(?:models|services)\.", re.MULTILINE
    )
    files = [path for app in APPS for path in sorted((ROOT / app / "migrations").glob("*.py"))]
    assert [path.name for path in files if named.search(path.read_text())] == []
