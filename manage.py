#!/usr/bin/env python
"""The command line of the project: Django's own."""

import os
import sys


def main() -> None:
    """Run the command named on the command line; an unsafe setting ends in one sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"Citewell does not start. {error}")


if __name__ == "__main__":
    main()
