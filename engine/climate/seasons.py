"""Whether texts say that values are of a part of the year: histories of tools, names of files and bands."""

from __future__ import annotations

import re

from ...inventory.errors import UserError

_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_SEASONS = ("djf", "mam", "jja", "son", "jjas", "ondjfm", "amjjas", "summer", "winter", "spring", "autumn", "monsoon")
_MONTHS_OF = re.compile(r"sel(?:ect)?mon(?:th)?,([\d,/\-]+)|select,month=([\d,/\-]+)", re.IGNORECASE)
_DATES = re.compile(
    r"seldate,(-?\d+-\d+-\d+)[^,\s]*(?:,(-?\d+-\d+-\d+))?|select,startdate=(\d+-\d+-\d+)\S*?enddate=(\d+-\d+-\d+)",
    re.IGNORECASE,
)
_SEASON = re.compile(r"sel(?:ect)?seas(?:on)?,([a-z,]+)|(selday|selhour|seltime),", re.IGNORECASE)
BIOCLIMATIC = re.compile(r"(?<![a-z])bio(?:10[_\-](?=\d{1,2}(?:\D|$)))?[ _\-]?0?(\d{1,2})(?!\d)")
"""The number of a bioclimatic variable in a name, in lower case (``CHELSA_bio10_12``: 12)."""
_TOKENS = re.compile(r"[a-z]+|\d+")
_YEAR_AND_MONTH = re.compile(r"(?<!\d)(?:1[89]|20)\d\d[-_.]?(0[1-9]|1[0-2])(?!\d)")
_NUMBERED = re.compile(
    r"(?:^|[_\-. ])(?:tavg|tmean|tas|t2m|tmp|temp|tair|prec|precip|pre|ppt|pr|tp|tmin|tmax|m|mon|month)"
    r"[_\-. ]?(0[1-9]|1[0-2])(?:[_\-. ]|$)"
)


def check_part_of_year(history: str, name: str) -> None:
    """Raise `UserError` where a history of tools (CDO, NCO) says that some months or days were taken out."""
    part = _taken_out(history)
    if part:
        raise UserError(f"{name} was cut to a part of the year, as its history tells ('{part}'); give whole years.")


def _taken_out(history: str) -> str:
    for found in _MONTHS_OF.finditer(history):
        if len(_listed(found[1] or found[2])) < 12:
            return str(found[0])
    for found in _SEASON.finditer(history):
        if (found[1] or "").upper() not in ("ANN", "YEAR", "JFMAMJJASOND"):
            return str(found[0])
    for found in _DATES.finditer(history):
        first, last = found[1] or found[3], found[2] or found[4] or found[1]
        if _days(last) - _days(first) < 359:
            return str(found[0])
    return ""


def _listed(text: str) -> set[int]:
    """The months of ``1,2,12`` or ``5/9``."""
    found: set[int] = set()
    for part in text.split(","):
        ends = [int(number) for number in re.findall(r"\d+", part)]
        if ends:
            found |= set(range(ends[0], ends[1] + 1)) if len(ends) > 1 and "/" in part else set(ends)
    return found


def _days(date: str) -> float:
    year, month, day = (int(number) for number in date.lstrip("-").split("-"))
    return year * 365.25 + (month - 1) * 30.44 + day


def part_of_year(text: str) -> str:
    """The month or season that a name of a file or a band tells; empty where it tells none.

    Examples
    --------
    >>> part_of_year("wc2.1_30s_tavg_07"), part_of_year("t2m July"), part_of_year("chelsa_bio1_1981-2010")
    ('07', 'july', '')
    """
    lower = text.lower()
    words = [word for word in _TOKENS.findall(lower) if word.isalpha()]
    in_prose = len(words) > 4
    months = {word for word in words if _is_month(word) and not (in_prose and word in ("may", "mar", "march"))}
    if len({month[:3] for month in months}) == 1:
        return str(max(months, key=len))
    season = next((word for word in words if word in _SEASONS and not in_prose), "")
    if season or len(months) > 1:  # from one month to another: said of periods as well
        return season
    dated, numbered = _YEAR_AND_MONTH.findall(lower), _NUMBERED.search(lower)
    if len(set(dated)) == 1 and len(dated) == 1:
        return str(dated[0])
    return numbered[1] if numbered else ""


def month_of(text: str) -> int | None:
    """The month, 1 to 12, that a band's description tells; None where it tells none."""
    part = part_of_year(text)
    if part.isdecimal():
        return int(part)
    return next((at for at, month in enumerate(_MONTHS, 1) if part and month.startswith(part[:3])), None)


def _is_month(word: str) -> bool:
    return word == "sept" or any(word in (month, month[:3]) for month in _MONTHS)
