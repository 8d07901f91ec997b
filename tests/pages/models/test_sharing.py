"""What search engines and cards say of a page."""

import pytest

from pages.models import ConditionPage
from pages.models.sharing import DESCRIPTION_LENGTH, describe

pytestmark = pytest.mark.django_db  # a page looks its content type up when it is made


def test_a_long_lead_is_cut_behind_a_whole_word():
    lead = "<p>" + "Pain stays, and " * 20 + "</p>"
    told = describe(ConditionPage(title="Pain", lead=lead))
    assert len(told) <= DESCRIPTION_LENGTH
    assert told.removesuffix("…").split()[-1] in {"Pain", "stays", "and"}
    assert told.endswith("…")


@pytest.mark.parametrize(("summary", "told"), [("Short.", "Short."), ("x" * 200, "x" * 159 + "…"), (" " * 200, "")])
def test_what_needs_no_word_dropped(summary, told):
    assert describe(ConditionPage(title="Pain", summary=summary)) == told
