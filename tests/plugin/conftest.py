"""The wheel, built and installed once, in an environment of the present versions and in one of the newest."""

import shutil
import sys
from pathlib import Path

import pytest

from .host import run_well
from .instructions import APPS, ROOT, read_commands
from .pythons import find_newest

LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "var", "build", "dist", "*.egg-info", "__pycache__", ".*_cache")


@pytest.fixture(scope="session")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sources with the wheel in `dist/`, so that building leaves nothing behind."""
    folder = tmp_path_factory.mktemp("checkout") / "citewell"
    shutil.copytree(ROOT, folder, ignore=LEFT_OUT)
    run_well(read_commands(APPS)[0], folder=folder, environment=Path(sys.prefix))
    return folder


def make_environment(folder: Path, python: str, checkout: Path) -> Path:
    """Make a clean environment and install the wheel into it as the page says."""
    run_well([python, "-m", "venv", str(folder)], folder=checkout, environment=Path(sys.prefix))
    run_well(read_commands(APPS)[1], folder=checkout, environment=folder, PIP_DISABLE_PIP_VERSION_CHECK="1")
    return folder


@pytest.fixture(scope="session")
def present(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This Python, with the very versions of constraints.txt."""
    return make_environment(tmp_path_factory.mktemp("present") / "venv", sys._base_executable, checkout)


@pytest.fixture(scope="session")
def newest(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The newest Python of this machine, and the newest Django that runs on it and that the wheel allows."""
    folder = tmp_path_factory.mktemp("newest")
    copy = folder / "citewell"
    shutil.copytree(checkout, copy)
    pins = (copy / "constraints.txt").read_text().splitlines()
    (copy / "constraints.txt").write_text("\n".join(pin for pin in pins if not pin.startswith("Django==")))
    return make_environment(folder / "venv", find_newest(), copy)
