"""What a start of the site loads: nothing that only few requests need and that takes long."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SELDOM = ("bibtexparser", "icalendar", "mammoth", "obstore", "openpyxl", "pygal", "pylatexenc")
PROGRAM = f"""
import sys
import cms.wsgi
print([name for name in {SELDOM} if name in sys.modules])
"""


def test_libraries_that_are_seldom_needed_are_loaded_when_they_are():
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr
