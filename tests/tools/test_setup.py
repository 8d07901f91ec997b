"""The set-up picks a Python that will do, says in one sentence when there is none, and knows when nothing is to do."""

import subprocess
import sys
from pathlib import Path

import pytest

from tools import setup

ROOT = Path(__file__).resolve().parents[2]


def make_root(folder: Path, *, stamped: bool = True) -> Path:
    """Return a folder with requirement files and a finished environment."""
    for name in setup.REQUIREMENT_FILES:
        (folder / name).write_text("wagtail\n")
    (folder / ".venv/bin").mkdir(parents=True)
    (folder / ".venv/bin/python").symlink_to(sys.executable)
    if stamped:
        (folder / ".venv/citewell.stamp").write_text(setup.wanted_stamp(str(folder)) + "\n")
    return folder


def choose(**found):
    """Choose among the interpreters that are given as name=(version, complete), in this order."""
    return setup.choose_python(found, probe=found.get)


def test_the_first_python_that_will_do_is_chosen():
    assert choose(old=((3, 9), True), broken=None, bare=((3, 12), False), good=((3, 11), True)) == "good"


@pytest.mark.parametrize(
    ("found", "words"),
    [
        ({"python3": ((3, 10), True)}, "needs Python 3.11 or later and only 3.10 was found"),
        ({"python3": None}, "needs Python 3.11 or later and none was found"),
        ({"python3": ((3, 11), False)}, "apt install python3.11-venv"),
    ],
)
def test_one_sentence_says_what_is_missing(found, words):
    with pytest.raises(SystemExit, match=words):
        choose(**found)


def test_this_python_is_recognised():
    assert setup.probe(sys.executable) == (sys.version_info[:2], True)


def test_what_cannot_be_started_is_no_python(tmp_path):
    shim = tmp_path / "python3"
    shim.write_text("#!/bin/sh\nexit 127\n")
    shim.chmod(0o755)
    assert setup.probe(str(shim)) is None
    assert setup.probe(str(tmp_path / "missing")) is None


def test_a_finished_environment_is_left_alone(tmp_path):
    assert setup.is_up_to_date(str(make_root(tmp_path)))


@pytest.mark.parametrize("name", setup.REQUIREMENT_FILES)
def test_a_changed_requirement_file_asks_for_an_installation(tmp_path, name):
    root = make_root(tmp_path)
    (root / name).write_text("wagtail>=8\n")
    assert not setup.is_up_to_date(str(root))


def test_an_unfinished_environment_asks_for_an_installation(tmp_path):
    assert not setup.is_up_to_date(str(make_root(tmp_path, stamped=False)))


def test_an_environment_whose_python_is_gone_asks_for_an_installation(tmp_path):
    root = make_root(tmp_path)
    (root / ".venv/bin/python").unlink()
    assert not setup.is_up_to_date(str(root))


def test_two_set_ups_at_once_install_once(tmp_path, monkeypatch):
    root = make_root(tmp_path, stamped=False)
    script = (
        "import sys, time, pathlib; sys.path.insert(0, sys.argv[1]); from tools import setup\n"
        "setup.ROOT = sys.argv[2]\n"
        "def install(root, python, lock):\n"
        "    time.sleep(0.3)\n"
        "    with open(root + '/installed', 'a') as log: log.write('x')\n"
        "    pathlib.Path(root, '.venv/citewell.stamp').write_text(setup.wanted_stamp(root))\n"
        "setup.install = install; setup.main()\n"
    )
    command = [sys.executable, "-c", script, str(ROOT), str(root)]
    running = [subprocess.Popen(command, stdout=subprocess.DEVNULL) for _ in range(3)]
    assert [process.wait(timeout=30) for process in running] == [0, 0, 0]
    assert (root / "installed").read_text() == "x"
