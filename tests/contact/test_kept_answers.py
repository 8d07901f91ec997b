from hypothesis import given
from hypothesis import strategies as st

from contact.kept_answers import Answer, read_answers, write_answers


@given(st.lists(st.builds(Answer, st.text(), st.text(), st.text(), st.lists(st.text()).map(tuple))))
def test_answers_come_back_as_they_were_written(answers: list[Answer]) -> None:
    assert read_answers(write_answers(answers)) == answers


def test_no_answers_are_no_text() -> None:
    assert write_answers([]) == ""
