"""LaTeX in BibTeX values: the signs stay, and what a command encloses; a number stays the number that it was."""

import pytest

from pages.formats.latex import decode_latex


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r"p {\textless} 0.05", "p < 0.05"),
        (r"Children {\textless} 5 and {\textgreater} 2 years", "Children < 5 and > 2 years"),
        (r"\textless5", "<5"),
        (r"risk{\slash}benefit", "risk/benefit"),
        (r"{\textquotedbl}quoted{\textquotedbl}", '"quoted"'),
        (r"{\textalpha}- and {\textbeta}-blockers", "α- and β-blockers"),
        (r"\mbox{MR} \texttt{ab} \textsf{x}\textup{y}", "MR ab xy"),
        ("10$^3$", "10³"),
        ("10$^{-3}$", "10⁻³"),
        (r"10\textsuperscript{12}", "10¹²"),
        ("H$_2$O, m$^2$", "H2O, m2"),
        ("the 5$^{th}$", "the 5th"),
    ],
)
def test_what_stands_there_is_read(written, read):
    assert decode_latex(written) == read
