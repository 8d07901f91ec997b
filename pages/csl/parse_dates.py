"""Reads the printed date of a reference into a CSL date variable; it never guesses a year."""

import re
from typing import Any

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH_NUMBERS = {name: number for number, name in enumerate(_MONTHS, start=1)}
SEASONS = {"spring": 1, "summer": 2, "fall": 3, "autumn": 3, "winter": 4}
MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
DATE_PATTERN = (
    rf"(?:{MONTH}(?:\s+\d{{1,2}})?,?\s+\d{{4}}|\d{{1,2}}\s+{MONTH}\s+\d{{4}}"
    rf"|\d{{4}}(?:\s+{MONTH}(?:\s+\d{{1,2}})?)?)"
)
WORDS = re.compile(r"[^\W\d_]+|\d+")


def date_variable(written: str) -> dict[str, Any]:
    """Return `{"date-parts": [[2015, 6]]}`, or `{"literal": …}` for a date that is no date, as written.

    Two months ("2020 Jan-Feb") become the two ends of a range, a season stays in `season`.
    """
    literal: dict[str, Any] = {"literal": " ".join(written.split())}
    words = WORDS.findall(written)
    # What int() reads, and no more: "²" is a digit to isdigit(), and thousands of digits are refused.
    numbers = [word for word in words if word.isdecimal() and len(word) <= 4]
    years = [number for number in numbers if len(number) == 4 and 1500 <= int(number) <= 2100]
    days = [int(number) for number in numbers if number not in years]
    names = [word.lower() for word in words if word not in numbers]
    months = [MONTH_NUMBERS[name[:3]] for name in names if re.fullmatch(MONTH, name, re.I)]
    seasons = [SEASONS[name] for name in names if name in SEASONS]
    if len(years) != 1 or len(months) + len(seasons) != len(names) or len(days) > 1:
        return literal
    year = int(years[0])
    if seasons:
        return {"date-parts": [[year]], "season": seasons[0]} if len(names) == 1 and not days else literal
    if days and (len(months) != 1 or not 1 <= days[0] <= 31):
        return literal
    if len(months) == 2:
        return {"date-parts": [[year, months[0]], [year, months[1]]]}
    if len(months) > 2:
        return literal
    return {"date-parts": [[year, *months, *days]]}
