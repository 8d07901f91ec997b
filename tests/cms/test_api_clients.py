"""What TypeScript makes of the contract: clients that compile, and that tell pages and blocks apart by `type`."""

import json
import re

import pytest

from .. import node

pytestmark = [pytest.mark.node, pytest.mark.xdist_group("node")]
REGISTRY = "https://registry.npmjs.org/"


@pytest.fixture(scope="module")
def frontend():
    folder = node.install()
    node.npm("run", "generate")
    return folder


def test_both_clients_compile_and_narrow_by_type(frontend):
    result = node.run("npx", "tsc", "--project", "checks/tsconfig.json")
    assert (result.returncode, result.stdout) == (0, "")


def test_each_mistake_is_found(frontend):
    marked = [
        number
        for number, line in enumerate((frontend / "checks" / "wrong.ts").read_text().splitlines(), start=1)
        if "// WRONG" in line
    ]
    result = node.run("npx", "tsc", "--project", "checks/tsconfig.wrong.json")
    found = [int(number) for number in re.findall(r"^checks/wrong\.ts\((\d+),", result.stdout, re.MULTILINE)]
    assert marked
    assert sorted(set(found)) == marked


def test_the_example_is_typed_throughout(frontend):
    result = node.run("npx", "astro", "check")
    assert result.returncode == 0, result.stdout


def test_every_package_is_pinned_and_comes_from_the_registry():
    lock = json.loads((node.FRONTEND / "package-lock.json").read_text())
    packages = {name: package for name, package in lock["packages"].items() if name and not package.get("link")}
    assert [name for name, one in packages.items() if not one["resolved"].startswith(REGISTRY)] == []
    assert [name for name, one in packages.items() if not one.get("integrity")] == []
