"""What the database really holds."""

from django.db import connection


def everything_stored() -> str:
    """All rows of all tables, as the database holds them."""
    with connection.cursor() as cursor:
        rows = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows += cursor.fetchall()
    return repr(rows)
