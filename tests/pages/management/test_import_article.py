"""The command: its JSON, its summary, and refusals that change nothing."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from pages.models import ConditionPage, Reference
from tests.pages.article.imports import FILES, TWIN, make_index

pytestmark = pytest.mark.django_db


def run(*arguments):
    out = StringIO()
    call_command("import_article", *map(str, arguments), stdout=out, no_color=True)
    return out.getvalue()


@pytest.mark.parametrize("path", FILES)
def test_json(path):
    make_index()
    result = json.loads(run(path, "--json", "--publish"))
    assert set(result) == {"page", "citations", "references", "recommendations", "problems"}
    assert set(result["page"]) == {"id", "title", "slug", "url", "live"}
    assert result["page"]["live"] is True
    assert [(citation["number"], citation["reference"]) for citation in result["citations"]] == [
        (1, 0),
        (2, 1),
        (3, 2),
        (2, 1),
    ]
    assert result["references"][2]["issued"] == {"literal": "201"}
    assert [
        (row["grade"], row["strength"], row["certainty"], row["citation"]) for row in result["recommendations"]
    ] == [
        ("C", "weak", None, 2),
        ("D", "weak or none", None, 2),
        ("B", "moderate", None, 2),
    ]
    assert [problem["code"] for problem in result["problems"]] == ["numbers-agree", "year-not-a-year"]


def test_summary_names_page_sources_and_problems():
    make_index()
    printed = run(TWIN)
    assert "Infusion Care for Lasting Pain" in printed
    assert "1, 2, 3, 2" in printed
    assert "“201” is not a year" in printed
    assert ConditionPage.objects.get().live is False


@pytest.mark.parametrize(
    ("data", "sentence"),
    [(b"", "empty"), (b"\x00\x01" * 99, "not text"), (b"hello", "does not look like an article")],
)
def test_bad_input_changes_nothing(tmp_path, data, sentence):
    make_index()
    path = tmp_path / "bad.txt"
    path.write_bytes(data)
    with pytest.raises(CommandError, match=sentence):
        run(path)
    assert (ConditionPage.objects.count(), Reference.objects.count()) == (0, 0)


def test_without_an_index_there_is_nowhere_to_put_it():
    with pytest.raises(CommandError, match="no condition index"):
        run(TWIN)
    assert Reference.objects.count() == 0
