"""`make bench`: builds what it measures in a folder of its own, measures, prints, and leaves nothing behind.

`--rounds N` takes N times of each row; `--only TEXT` measures the rows whose name holds the text, and their floors.
`--short` measures the intake with 16 senders alone, for two seconds each; in full it takes some four minutes.
`--million` measures the inbox with a million enquiries as well: half an hour, and some 5 GB of the disk.
"""

import argparse
import base64
import os
import platform
import sys
import tempfile


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--only", default="")
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--million", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="citewell-bench-") as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "cms.settings",
            "VAR_DIR": folder,
            "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3",
            "SECRET_KEY": base64.urlsafe_b64encode(os.urandom(60)).decode(),
            "DATA_KEYS": base64.urlsafe_b64encode(os.urandom(32)).decode(),
            "BASE_URL": "http://127.0.0.1:8000",
            "DEBUG": "off",
        }
        import django

        from .installing import install

        install()
        from django.core.management import call_command

        print("Preparing ...", file=sys.stderr, flush=True)
        call_command("migrate", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)

        from . import delivery_api, inbox, library, measuring, pages_with_citations, references

        rows = [*pages_with_citations.rows(), *library.printing_rows()]
        wanted = {name for row in rows if options.only in row.name for name in (row.name, row.floor)}
        chosen = [row for row in rows if row.name in wanted]
        print(f"Measuring, {options.rounds} rounds ...", file=sys.stderr, flush=True)
        measuring.measure(chosen, rounds=options.rounds)
        pages_with_citations.compare_sizes([row for row in chosen if "citations" in row.notes])
        versions = f"Python {platform.python_version()}, Django {django.get_version()}, SQLite, in process"
        print(f"{versions}, {os.cpu_count()} processors\n\n{measuring.table(chosen)}")
        if options.only in library.TITLE:
            print(f"\n{measuring.table(library.measure_library(rounds=max(3, options.rounds // 4)))}")
        if options.only in inbox.TITLE:
            rounds = max(3, options.rounds // 6)
            print(f"\n{inbox.report(rounds=rounds, with_a_million=options.million)}")
        if options.only in delivery_api.TITLE:
            print(f"\n{delivery_api.report(rounds=max(5, options.rounds // 4))}")
        if options.only in references.TITLE:
            print("Importing, each time in a process of its own ...", file=sys.stderr, flush=True)
            print(f"\n{references.report()}")
    from . import intake

    if options.only in intake.TITLE:
        print("Sending enquiries to servers of their own ...\n", file=sys.stderr, flush=True)
        return intake.main(["--short"] if options.short else [])
    return 0


if __name__ == "__main__":
    sys.exit(main())
