"""What holds in every process, also one that never loads the admin."""

import subprocess
import sys

PROGRAM = """
import django; django.setup()
from wagtail.models import ReferenceIndex
print(sorted(model.__name__ for model in ReferenceIndex.indexed_models if model._meta.app_label == "citewell_pages"))
"""


def test_the_library_is_indexed_without_the_admin():
    told = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True).stdout
    assert all(f"'{name}'" in told for name in ("GradeScheme", "Guideline", "Person"))
