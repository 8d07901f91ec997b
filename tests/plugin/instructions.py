"""What docs/plugin.md tells to do: its blocks of code, so that what is tried and what is written cannot differ."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
APPS = ("pages", "contact", "outbox")
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"# (mysite/\S+\.py)\n")


def read_blocks(language: str) -> list[str]:
    """Return the blocks of one language, in order."""
    text = (ROOT / "docs/plugin.md").read_text()
    return [block for found, block in _BLOCK.findall(text) if found == language]


def keep(block: str, apps: tuple[str, ...]) -> str:
    """Return a block without the lines that end with the name of an app that is left out."""
    named = [(line, set(line.rpartition("  # ")[2].split(", "))) for line in block.splitlines()]
    return "".join(f"{line}\n" for line, names in named if not names <= set(APPS) or names <= set(apps))


def read_files(apps: tuple[str, ...]) -> dict[str, str]:
    """Return what is added at the end of each file of the project, by its path."""
    named = [(match[1], block) for block in read_blocks("python") if (match := _FILE.match(block))]
    return {path: keep(block, apps) for path, block in named}


def read_commands(apps: tuple[str, ...]) -> list[list[str]]:
    """Return the commands as lists of words, without the comments."""
    lines = [line for block in read_blocks("sh") for line in keep(block, apps).splitlines()]
    return [line.split("  #")[0].split() for line in lines]
