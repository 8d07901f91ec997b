"""Which Pythons this machine has."""

import os
import shutil
import sys
from pathlib import Path

from tools.setup import OLDEST, OTHER_PYTHONS, probe


def find_newest() -> str:
    """Return the newest interpreter, on the path or of pyenv, that can make environments; else this one."""
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    paths = [
        *filter(None, map(shutil.which, OTHER_PYTHONS)),
        *map(str, pyenv.glob("versions/*/bin/python")),
        sys.executable,
    ]
    found = {path: probe(path) for path in paths}
    usable = {path: answer[0] for path, answer in found.items() if answer and answer[1] and answer[0] >= OLDEST}
    return max(usable, key=usable.__getitem__)
