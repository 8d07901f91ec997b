import pytest
from freezegun import freeze_time

from contact.spam.touch import new_touch, read_touch


@pytest.mark.parametrize(("seconds", "verdict"), [(1, "fast"), (10, "fine"), (90_000, "old")])
def test_the_time_since_the_first_touch_tells(seconds: int, verdict: str) -> None:
    with freeze_time("2026-11-25 12:00:00") as clock:
        token = new_touch()
        clock.tick(seconds)
        assert read_touch(token) == verdict


@pytest.mark.parametrize(
    ("token", "verdict"), [("", "none"), ("x", "forged"), ("touched:1:é", "forged"), (":" * 9, "forged")]
)
def test_what_is_no_token_of_ours(token: str, verdict: str) -> None:
    assert read_touch(token) == verdict
