"""Another Wagtail project: made by `wagtail start` and set up as docs/plugin.md says, with the wheel installed."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet

from .instructions import read_commands, read_files

HERE = Path(__file__).resolve().parent
LONGEST = 300  # seconds that one command may take before it is taken for hanging


def run(command: list[str], *, folder: Path, environment: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command as a shell would, with the programs of an environment first and nothing of this run's Django."""
    kept = {name: os.environ[name] for name in os.environ if name not in ("DJANGO_SETTINGS_MODULE", "PYTHONPATH")}
    path = f"{environment / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["sh", "-c", " ".join(command)],
        cwd=folder,
        env=kept | {"PATH": path, "VIRTUAL_ENV": str(environment)} | more,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=LONGEST,
    )


def run_well(command: list[str], **where: Any) -> str:
    """Run a command that must succeed, and return what it says."""
    done = run(command, **where)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}\n{done.stderr}"
    return done.stdout


class Host:
    """A project called mysite, with the apps that were chosen."""

    def __init__(self, folder: Path, environment: Path, apps: tuple[str, ...]) -> None:
        self.folder, self.environment, self.apps = folder / "mysite", environment, apps
        self.data_key = Fernet.generate_key().decode()
        run_well(["wagtail", "start", "mysite"], folder=folder, environment=environment)
        for path, text in read_files(apps).items():
            self.add(path, text)

    def add(self, path: str, text: str) -> None:
        """Write at the end of a file of the project, which may be new."""
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("a") as file:
            file.write("\n" + text)

    def manage(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run `manage.py`."""
        return self._run(["python", "manage.py", *arguments])

    def migrate(self) -> None:
        """Run the commands that the page names after the files were written; the first two build and install."""
        for command in read_commands(self.apps)[2:]:
            done = self._run(command)
            assert done.returncode == 0, done.stdout + done.stderr

    def drive(self, name: str) -> Any:
        """Run a script of `drives/` inside the project, and return the JSON that it prints last."""
        done = self.manage("shell", "--no-imports", "-c", f'"$(cat {HERE / "drives" / name}.py)"')
        assert done.returncode == 0, done.stdout + done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    def _run(self, command: list[str]) -> subprocess.CompletedProcess[str]:
        return run(command, folder=self.folder, environment=self.environment, DATA_KEY=self.data_key)
