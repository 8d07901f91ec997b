"""An installation's secrets are made once, kept to its owner, and never replaced."""

import stat
from concurrent.futures import ThreadPoolExecutor

import pytest
from cryptography.fernet import Fernet

from cms.installation import FILE_NAME, KeysAreGone, ensure_installation, read_values


def test_the_first_run_makes_every_secret(tmp_path):
    values = ensure_installation(tmp_path / "var", {})
    assert set(values) == {"SECRET_KEY", "DATA_KEYS", "ADMIN_USERNAME", "ADMIN_PASSWORD"}
    assert len(values["SECRET_KEY"]) >= 50
    Fernet(values["DATA_KEYS"])


def test_only_the_owner_reads_the_file(tmp_path):
    ensure_installation(tmp_path, {})
    assert stat.S_IMODE((tmp_path / FILE_NAME).stat().st_mode) == 0o600


def test_the_second_run_changes_nothing(tmp_path):
    first = ensure_installation(tmp_path, {})
    (tmp_path / "db.sqlite3").touch()
    assert ensure_installation(tmp_path, {}) == first


def test_what_the_environment_sets_is_not_written(tmp_path):
    values = ensure_installation(tmp_path, {"SECRET_KEY": "from the environment"})
    assert "SECRET_KEY" not in values


def test_a_missing_value_is_added_to_an_older_file(tmp_path):
    (tmp_path / FILE_NAME).write_text("SECRET_KEY=kept\n")
    values = ensure_installation(tmp_path, {})
    assert values["SECRET_KEY"] == "kept"
    assert values["ADMIN_PASSWORD"]


def test_new_keys_are_not_made_beside_an_existing_database(tmp_path):
    (tmp_path / "db.sqlite3").touch()
    with pytest.raises(KeysAreGone, match=r"put .* back"):
        ensure_installation(tmp_path, {})
    assert (tmp_path / FILE_NAME).read_text() == ""


def test_runs_at_the_same_time_end_with_one_set_of_keys(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(lambda _: ensure_installation(tmp_path, {}), range(8)))
    assert all(result == results[0] for result in results)


def test_comments_and_quotes_of_an_environment_file():
    assert read_values("# note\nA=1\n\nB='two = 2'\nnonsense\n") == {"A": "1", "B": "two = 2"}
