"""What can be chosen, and what an unknown name is answered with."""

import pytest

from benchmarks import __main__ as bench
from benchmarks.asked import ASKED


@pytest.mark.parametrize(
    "name", ["HTML, kept", "JSON, v3", "start and memory", "growth", "inbox", "delivery API", "references", "enquiries"]
)
def test_every_part_is_reached_by_the_names_in_its_tables(name):
    assert len([part for part in bench.PARTS if part.is_chosen(name)]) == 1


def test_a_name_that_nothing_has_is_answered_with_those_that_there_are(capsys):
    assert bench.main(["--only", "no such thing"]) == 1
    said = capsys.readouterr().err
    assert "HTML, kept" in said
    assert "inbox" in said


def test_what_is_chosen_is_measured_and_written(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(bench, "end_when_told", lambda: None)
    monkeypatch.setattr(
        bench, "PARTS", (bench.Part(("small",), lambda options: bench.Report(found={ASKED[0].name: 1.0})),)
    )
    files = [tmp_path / "figures.json", tmp_path / "figures.md"]
    assert bench.main(["--only", "small", "--json", str(files[0]), "--markdown", str(files[1])]) == 0
    assert "asked and measured" in capsys.readouterr().out
    assert all(file.stat().st_size for file in files)


def test_a_run_that_is_ended_says_so(monkeypatch, capsys):
    def end(options):
        raise KeyboardInterrupt

    monkeypatch.setattr(bench, "end_when_told", lambda: None)
    monkeypatch.setattr(bench, "PARTS", (bench.Part(("small",), end),))
    assert bench.main([]) == 130
    assert "nothing is left behind" in capsys.readouterr().err
