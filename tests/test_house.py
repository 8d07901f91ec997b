"""What the house promises as a whole: its files, its environment variables, its pinned packages, its templates."""

import re
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
FILES = [
    *("manage.py", "requirements.txt", "requirements-dev.txt", "constraints.txt", "pyproject.toml", "Makefile"),
    *("Procfile", "Dockerfile", ".env.example", ".ci/run"),
    *("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "LICENSE"),
    *("docs/editors.md", "docs/managers.md", "docs/headless.md", "docs/plugin.md", "docs/operations.md"),
]
TARGETS = ("help", "setup", "run", "test", "test-faults", "test-plugin", "check", "bench", "screenshots")
# Read by tools and tests only; an installation does not set them.
NOT_OF_AN_INSTALLATION = {"DJANGO_SETTINGS_MODULE", "PATH", "PYTHONUNBUFFERED"}
ENVIRONMENT_READS = re.compile(
    r"""(?:env(?:\.\w+)?\(\s*|environ\.get\(|environ\[|environ\.setdefault\()["']([A-Z][A-Z_]+)["']"""
)


def requirements(name: str) -> dict[str, Requirement]:
    """Return the lines of a requirement file by canonical package name."""
    lines = (line.split("#")[0].strip() for line in (ROOT / name).read_text().splitlines())
    found = [Requirement(line) for line in lines if line and not line.startswith("-")]
    return {canonicalize_name(one.name): one for one in found}


@pytest.mark.parametrize("name", FILES)
def test_the_file_stands(name):
    assert (ROOT / name).is_file()


def test_the_first_five_decisions_are_written_down():
    numbers = {path.name[:4] for path in (ROOT / "docs/decisions").glob("[0-9]*-*.md")}
    assert {"0001", "0002", "0003", "0004", "0005"} <= numbers


def test_every_folder_of_tests_is_a_package():
    folders = {path.parent for path in (ROOT / "tests").rglob("*.py")}
    assert [folder for folder in folders if not (folder / "__init__.py").exists()] == []


@pytest.mark.parametrize("target", TARGETS)
def test_make_help_names_the_target(target):
    shown = subprocess.run(["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert f"make {target} " in shown.stdout


def test_the_example_names_every_environment_variable():
    sources = [*(ROOT / "cms").rglob("*.py"), ROOT / "gunicorn.conf.py", ROOT / "tools/run.py"]
    read = {name for path in sources for name in ENVIRONMENT_READS.findall(path.read_text())}
    named = set(re.findall(r"^# ([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert read - named - NOT_OF_AN_INSTALLATION == set()
    assert {"SECRET_KEY", "DATABASE_URL", "ADMIN_PASSWORD"} <= read


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_the_constraints_are_within_the_ranges(name):
    pinned = requirements("constraints.txt")
    for package, wanted in requirements(name).items():
        (exact,) = pinned[package].specifier
        assert wanted.specifier.contains(exact.version), f"{package}: {exact} is outside {wanted.specifier}"


def test_the_constraints_hold_exact_versions_and_nothing_of_one_machine():
    for line in (ROOT / "constraints.txt").read_text().splitlines():
        assert re.fullmatch(r"#.*|[A-Za-z0-9._-]+==[A-Za-z0-9.+]+", line), line


def test_wagtail_is_not_downgraded():
    (exact,) = requirements("constraints.txt")["wagtail"].specifier
    assert tuple(map(int, exact.version.split("."))) >= (8, 0, 1)


class Inline(HTMLParser):
    """Collects what a strict Content-Security-Policy would not let run."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        # Tags and comments of the template language are no markup; a quote inside one must not end an attribute.
        self.feed(re.sub(r"{%.*?%}|{{.*?}}|{#.*?#}", "", text, flags=re.DOTALL))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note inline scripts, styles and handlers; a data block is not run."""
        names = dict(attrs)
        runs = names.get("type") not in {"application/ld+json", "application/json"}
        if tag == "style" or (tag == "script" and "src" not in names and runs):
            self.found.append(f"<{tag}>")
        self.found += [f"{tag} {name}" for name in names if name == "style" or name.startswith("on")]


def public_templates() -> list[Path]:
    """Return the templates of the public site; the admin and mail have rules of their own."""
    return [
        path
        for path in sorted((ROOT / "templates").rglob("*.html"))
        if not {"admin", "mail", "wagtailadmin"}.intersection(path.relative_to(ROOT).parts)
    ]


@pytest.mark.parametrize("path", public_templates(), ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_a_public_template_has_nothing_inline_and_nothing_from_elsewhere(path):
    text = path.read_text()
    assert Inline(text).found == []
    assert re.findall(r"""(?:src|href)=["'](?:https?:)?//(?!www\.google\.com/recaptcha)[^"']*""", text) == []


@pytest.mark.parametrize(
    "markup",
    [
        "<style>a{}</style>",
        "<p style='a'>",
        "<script>a()</script>",
        '<a onclick="b()">',
        "<p {% if a %}onload=b{% endif %}>",
    ],
)
def test_inline_code_is_found(markup):
    assert Inline(markup).found


@pytest.mark.parametrize("markup", ["<script src='a.js'></script>", '<script type="application/ld+json">{}</script>'])
def test_files_and_data_are_no_inline_code(markup):
    assert Inline(markup).found == []
