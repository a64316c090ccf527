# SPDX-License-Identifier: Apache-2.0
"""Days as people write them, and days that were numbers of clauses before a spreadsheet touched them."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from isomodel.register._words import DateOrder

__all__ = ["mangled", "read_day"]

_MONTHS: Final = (
    "jan january januar januari janvier janv enero",
    "feb february februar februari février févr fév febrero",
    "mar march märz mär mrz mars maart marzo",
    "apr april avril avr abril aprile",
    "may mai mei mayo maggio",
    "jun june juni juin junio giugno",
    "jul july juli juillet juil julio luglio",
    "aug august août augustus agosto",
    "sep sept september septembre septiembre settembre",
    "oct october okt oktober octobre octubre ottobre",
    "nov november novembre noviembre",
    "dec december dez dezember décembre déc diciembre dicembre",
)
_MONTH_OF: Final = {word: number for number, words in enumerate(_MONTHS, start=1) for word in words.split()}
_ISO: Final = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ]0?0:00(?::00)?)?")
_DOTTED: Final = re.compile(r"(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})")
_SLASHED: Final = re.compile(r"(\d{1,2})([/-])(\d{1,2})\2(\d{4})")
_WORDED: Final = re.compile(r"(\d{1,2})\.?(?:st|nd|rd|th|er)?[ -]+([^\W\d_]+)\.?,?[ -]+(\d{4})")
_MONTH_LED: Final = re.compile(r"([^\W\d_]+)\.? +(\d{1,2})(?:st|nd|rd|th)?,? +(\d{4})")
_SERIAL: Final = re.compile(r"[34]\d{4}(?:\.0)?")
_MONTH: Final = "|".join(sorted(map(re.escape, _MONTH_OF), key=len, reverse=True))
_DAY_MONTH: Final = re.compile(rf"(\d{{1,2}})[. /-]{{0,3}}({_MONTH})\.?(?:[. /-]{{1,3}}\d{{2,4}})?", re.IGNORECASE)
_MONTH_DAY: Final = re.compile(rf"({_MONTH})[. /-]{{0,3}}(\d{{1,4}})", re.IGNORECASE)
_MONTHS_OF_A_YEAR: Final = 12
_CENTURY: Final = 100


def read_day(text: str, order: DateOrder) -> tuple[dt.date | None, str]:
    """Read a day, or say what it is instead; a day with two readings is none."""
    plain = " ".join(text.split())
    if _SERIAL.fullmatch(plain):
        return None, "a number by which a spreadsheet counts days"
    if match := _SLASHED.fullmatch(plain):
        return _slashed(match[4], int(match[1]), int(match[3]), order)
    year: str | None = None
    month: str | int = 0
    day = ""
    if match := _ISO.fullmatch(plain):
        year, month, day = match[1], match[3], match[4]
    elif match := _DOTTED.fullmatch(plain):
        year, month, day = match[3], match[2], match[1]
    elif match := _WORDED.fullmatch(plain):
        year, month, day = match[3], _MONTH_OF.get(match[2].casefold(), 0), match[1]
    elif match := _MONTH_LED.fullmatch(plain):
        year, month, day = match[3], _MONTH_OF.get(match[1].casefold(), 0), match[2]
    return (None, "not a day that can be read") if year is None else _made(year, month, day)


def _slashed(year: str, first: int, second: int, order: DateOrder) -> tuple[dt.date | None, str]:
    if order is DateOrder.DAY_FIRST:
        return _made(year, second, first)
    if order is DateOrder.MONTH_FIRST:
        return _made(year, first, second)
    if first > _MONTHS_OF_A_YEAR:
        return _made(year, second, first)
    if second > _MONTHS_OF_A_YEAR or first == second:
        return _made(year, first, second)
    return None, "a day with two readings; a mapping can say whether day or month comes first"


def _made(year: str, month: str | int, day: str | int) -> tuple[dt.date | None, str]:
    try:
        return dt.date(int(year), int(month), int(day)), ""
    except ValueError:
        return None, "not a day of the calendar"


def mangled(text: str) -> tuple[int, int] | None:
    """Return the two numbers a spreadsheet may have made a day of, zeros where it kept none; None if it is no day."""
    if match := _DAY_MONTH.fullmatch(text):
        return int(match[1]), _MONTH_OF[match[2].casefold()]
    if match := _MONTH_DAY.fullmatch(text):
        return _MONTH_OF[match[1].casefold()], int(match[2]) % _CENTURY
    if match := _ISO.fullmatch(text):
        return int(match[3]), int(match[4])
    if match := _SLASHED.fullmatch(text):
        return int(match[1]), int(match[3])
    if match := _DOTTED.fullmatch(text):
        return int(match[1]), int(match[2])
    return (0, 0) if _SERIAL.fullmatch(text) else None
