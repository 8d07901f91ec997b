"""Rows, and files that hold them."""

import io

from openpyxl import Workbook

from pages.rows.columns import NAMES


def make_row(**overrides):
    """A row as text, every column filled."""
    values = {
        "id": "7",
        "population": "CRPS",
        "conditions": "Complex regional pain syndrome",
        "intervention": "Ketamine infusion",
        "plain_wording": "It may help for some weeks.",
        "statement": "As they put it.",
        "grade": "B",
        "certainty_from": "Low",
        "certainty_to": "Moderate",
        "strength": "moderate",
        "direction": "for",
        "regimen": "22 mg an hour for four days",
        "time_horizon": "12 weeks",
        "locator": "p. 530",
        "sources": "10.1016/j.pain.2009.06.023",
        "pair_note": "As published.",
    }
    return dict.fromkeys(NAMES, "") | values | overrides


def make_csv(*rows, columns=("population", "grade"), delimiter=","):
    """Return CSV text of plain cells."""
    return "\n".join(delimiter.join(cells) for cells in (columns, *rows)) + "\n"


def make_xlsx(*rows):
    """Return an XLSX file as a spreadsheet program writes it, numbers and formulas included."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
