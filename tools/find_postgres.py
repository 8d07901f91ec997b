"""Prints the address of a PostgreSQL server on this machine where tests may make databases; else exits 1.

TEST_DATABASE_URL names one; else the server on 127.0.0.1:5432 is asked, as the user of this shell and as postgres.
"""

import os
import sys

import psycopg


def candidates() -> list[str]:
    """Return the addresses to ask, the named one alone where there is one."""
    if named := os.environ.get("TEST_DATABASE_URL"):
        return [named]
    return ["postgres://127.0.0.1:5432/postgres", "postgres://postgres@127.0.0.1:5432/postgres"]


def can_create(url: str) -> bool:
    """Tell whether the server answers and this user may make databases there."""
    try:
        with psycopg.connect(url, connect_timeout=3) as connection:
            row = connection.execute("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user")
            return bool((row.fetchone() or [False])[0])
    except psycopg.Error:
        return False


def main() -> int:
    """Print the first address that serves, with a database name of this process's own so that two runs do not meet."""
    for url in candidates():
        if can_create(url):
            print(url.rpartition("/")[0] + f"/citewell_{os.getpid()}")
            return 0
    return 1


if __name__ == "__main__":
    sys.exit(main())
