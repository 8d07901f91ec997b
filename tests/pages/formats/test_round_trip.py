"""What is exported comes back as it was, whatever the type, whatever stands in its fields."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pages.csl.clean import clean
from pages.csl.compare import differences
from pages.formats.read import READERS, WRITERS, read

from .items import items

FORMATS = sorted(WRITERS)


@pytest.mark.parametrize("format", FORMATS)
@settings(max_examples=100, deadline=None)
@given(records=st.lists(items(), min_size=1, max_size=4))
def test_export_comes_back_the_same(format, records):
    reading = read("".join(WRITERS[format](records)))
    assert reading.rejected == []
    assert [record.item for record in reading.records] == records


@settings(max_examples=100, deadline=None)
@given(items())
def test_cleaning_twice_changes_nothing(item):
    assert clean(item) == item
    assert differences(item, item) == []


@pytest.mark.parametrize("format", sorted(READERS))
@settings(max_examples=100, deadline=None)
@given(text=st.text(max_size=400))
def test_no_reader_raises(format, text):
    for entry in READERS[format](text):
        assert entry.line >= 1
