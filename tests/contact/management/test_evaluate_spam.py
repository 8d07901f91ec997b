import io
import re
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

SET = Path(__file__).parent.parent / "spam" / "labelled.jsonl"


def printed(path: Path, **options: int) -> str:
    out = io.StringIO()
    call_command("evaluate_spam", str(path), stdout=out, **options)
    return out.getvalue()


def test_learned_from_eighty_no_patient_is_held_and_nine_in_ten_spam_are() -> None:
    told = printed(SET, train=80)
    recall = re.search(r"recall +([\d.]+)%", told)
    assert recall is not None
    assert float(recall[1]) > 90
    assert "false positives 0 genuine" in told
    assert "learned from  80" in told


@pytest.mark.django_db
def test_before_the_first_lesson_the_words_alone_hold_no_patient() -> None:
    assert "false positives 0 genuine" in printed(SET)


def test_a_file_that_is_none_is_one_clear_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file"):
        printed(tmp_path / "none")
    (tmp_path / "bad").write_text("{}")
    with pytest.raises(CommandError, match="Line 1"):
        printed(tmp_path / "bad")
