"""A measurement that lasts: it serves something, says in a file which process does, and waits to be told to end."""

import sys
import time
from pathlib import Path

from benchmarks.processes import end_when_told, serving

if __name__ == "__main__":
    end_when_told()
    with serving(sys.executable, "-c", "import time; time.sleep(60)") as served:
        told = Path(sys.argv[1])
        told.with_suffix(".new").write_text(str(served.pid), encoding="ascii")
        told.with_suffix(".new").rename(told)
        time.sleep(60)
