"""Sets a stock site up: `wagtail start` makes the project, pip brings wagtail-footnotes, the files beside this one are
added.

The project runs on this environment's own Wagtail, Django, psycopg and gunicorn, so that both sites have the same.
wagtail-footnotes goes into a folder that is the stock site's alone.
"""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).parent / "project"
FOOTNOTES = "wagtail-footnotes>=0.15,<0.16"


@dataclass(frozen=True)
class StockSite:
    """Where the project is, what its processes are told, and the numbers of its articles by their slugs."""

    folder: Path
    environ: dict[str, str]
    pages: dict[str, int]


def build_stock(folder: Path, environ: dict[str, str], words: dict[str, Any]) -> StockSite:
    """Make the project in an empty folder, fill its database, and return it."""
    project, packages = folder / "project", folder / "packages"
    project.mkdir(parents=True)
    # --no-deps: Wagtail and Django are there, and what the package asks of them is wide enough.
    _run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(packages), FOOTNOTES],
        folder,
        {},
    )
    start = "from wagtail.bin.wagtail import main; main()"
    _run([sys.executable, "-c", start, "start", "bench", "."], project, {})
    shutil.copytree(PROJECT, project, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "words.json").write_text(json.dumps(words), encoding="utf-8")
    own = environ | {"DJANGO_SETTINGS_MODULE": "bench.settings.production", "PYTHONPATH": str(packages)}
    for command in (("makemigrations", "articles"), ("migrate",), ("collectstatic", "--noinput")):
        _run([sys.executable, "manage.py", *command, "--verbosity=0"], project, own)
    said = _run([sys.executable, "fill.py", str(folder / "words.json")], project, own)
    return StockSite(project, own, json.loads(said.splitlines()[-1]))


def _run(command: list[str], folder: Path, environ: dict[str, str]) -> str:
    done = subprocess.run(command, cwd=folder, env=os.environ | environ, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: {done.stdout}{done.stderr}")
    return done.stdout
