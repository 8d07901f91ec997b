"""From which tables a statement may read."""

import pytest

from pages.snapshots.reading import read_names


@pytest.mark.parametrize(
    ("sql", "names"),
    [
        ('SELECT "a" FROM "wagtailcore_site" INNER JOIN elsewhere e', {"wagtailcore_site", "elsewhere"}),
        ("SELECT a FROM reading_a_table(3)", {"reading_a_table"}),
        (
            'INSERT INTO "wagtailimages_rendition" ("file") SELECT * FROM UNNEST((%s)::varchar[])',
            {"wagtailimages_rendition"},
        ),
    ],
)
def test_a_table_or_a_function_is_a_source_and_lists_of_the_statement_are_none(sql: str, names: set[str]) -> None:
    assert read_names(sql) == names
