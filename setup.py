"""The wheel's layout, which pyproject.toml cannot say: three folders become `citewell.<app>`, templates go inside.

`templates/citewell/<app>/` stands beside the apps for the site and inside its app for the wheel, where Django's loader
of app templates finds it. What the wheel is called, needs and supports stands in pyproject.toml.
"""

from pathlib import Path

from setuptools import find_namespace_packages, setup

APPS = ("pages", "contact", "outbox")
ROOT = Path(__file__).parent


def packages() -> dict[str, str]:
    """Return every package of the wheel by its name, with the folder that it comes from."""
    found = {}
    for app in APPS:
        found[f"citewell.{app}"] = app
        for name in find_namespace_packages(app, exclude=["*__pycache__*"]):
            found[f"citewell.{app}.{name}"] = f"{app}/{name.replace('.', '/')}"
        folder = f"templates/citewell/{app}"
        found[f"citewell.{app}.templates.citewell.{app}"] = folder
        for path in sorted((ROOT / folder).rglob("*/")):
            inside = path.relative_to(ROOT / folder)
            found[f"citewell.{app}.templates.citewell.{app}.{'.'.join(inside.parts)}"] = f"{folder}/{inside}"
    return found


setup(packages=list(packages()), package_dir=packages(), package_data={"": ["*"]}, include_package_data=False)
