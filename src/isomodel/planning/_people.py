# SPDX-License-Identifier: Apache-2.0
"""People from the table that somebody keeps of them."""

from __future__ import annotations

import csv
import datetime as dt
import io
import itertools
from collections.abc import Callable, Iterator

from isomodel.errors import DocumentError, InvariantError, Issue, nearest
from isomodel.evidence import Period
from isomodel.planning._nouns import Person

__all__ = ["COLUMNS", "read_people"]

COLUMNS = ("id", "name", "capacity", "skills", "absent")
"""The columns of the table; ``id`` is needed. ``capacity`` is minutes a working day."""

_MOST_ROWS = 10_000
_MOST_COLUMNS = 256


def read_people(text: str, *, name: str = "people") -> tuple[Person, ...]:
    r"""Read people from a table of comma-separated values with a line of headers.

    Several skills, and several absences, are separated by semicolons; an absence is a day or two days with a slash
    between them.

    >>> read_people("id,capacity,absent\nana,240,2026-12-24/2026-12-31; 2027-01-08\n")[0].absent[1].first
    datetime.date(2027, 1, 8)

    Args:
        text: The table.
        name: What it is called in messages.

    Raises:
        DocumentError: It cannot be read; every problem is in ``issues``, with row and column.
    """
    issues: list[Issue] = []
    people: dict[str, Person] = {}
    try:
        reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
        rows = list(itertools.islice(reader, _MOST_ROWS + 1))
    except csv.Error as error:
        raise DocumentError(name, (Issue(code="bad-table", message=f"not comma-separated values: {error}"),)) from None
    if len(rows) > _MOST_ROWS:
        raise DocumentError(name, (Issue(code="bad-table", message=f"at most {_MOST_ROWS} rows are read"),))
    if rows and len(rows[0]) > _MOST_COLUMNS:
        message = f"{len(rows[0])} columns, at most {_MOST_COLUMNS} are read"
        raise DocumentError(name, (Issue(code="bad-table", message=message, row=1),))
    headers = [cell.strip().casefold() for cell in rows[0]] if rows else []
    issues.extend(_headers(headers))
    for number, cells in enumerate(rows[1:] if not issues else (), start=2):
        # A line may be shorter than that of the headers: what it leaves out is empty.
        told = itertools.chain((cell.strip() for cell in cells), itertools.repeat(""))
        held = dict(zip(headers, told, strict=False))
        if not any(held.values()):
            continue
        person, wrong = _person(held, number)
        if person is not None and person.id in people:
            wrong = [_issue("duplicate-id", number, "id", person.id, "an id of its own")]
        issues.extend(wrong)
        if person is not None:
            people.setdefault(person.id, person)
    if issues:
        raise DocumentError(name, tuple(issues))
    return tuple(people.values())


def _issue(code: str, row: int, column: str, found: str, expected: str) -> Issue:
    message = f"{found!r} is not {expected}" if found else f"there is nothing where {expected} belongs"
    return Issue(code=code, message=message, row=row, column_name=column, found=found, expected=expected)


def _headers(headers: list[str]) -> Iterator[Issue]:
    for header in headers:
        if header not in COLUMNS or headers.count(header) > 1:
            expected = f"one of the columns {', '.join(COLUMNS)}, each once"
            message = f"{header!r} is not {expected}"
            close = nearest(header, COLUMNS)
            yield Issue(code="unknown-column", message=message, row=1, found=header, expected=expected, nearest=close)
    if "id" not in headers:
        yield Issue(
            code="missing-column", message="there is no column 'id'", row=1, expected="a line of headers with id"
        )


def _person(held: dict[str, str], row: int) -> tuple[Person | None, list[Issue]]:
    issues: list[Issue] = []

    def cell(column: str, read: Callable[[str], object], expected: str) -> object:
        try:
            return read(held[column])
        except (ValueError, InvariantError):
            issues.append(_issue("bad-value", row, column, held[column], expected))
            return None

    facts: dict[str, object] = {"id": held["id"], "name": held.get("name") or held["id"]}
    if not held["id"]:
        issues.append(_issue("bad-value", row, "id", "", "an id"))
    if held.get("skills"):
        facts["skills"] = tuple(part.strip() for part in held["skills"].split(";") if part.strip())
    if held.get("capacity"):
        facts["capacity"] = cell("capacity", _capacity, "whole minutes a working day, 1 to 1440")
    if held.get("absent"):
        facts["absent"] = cell("absent", _absent, "days as 2026-12-24 or 2026-12-24/2026-12-31, with ; between them")
    return (None, issues) if issues else (Person(**facts), issues)  # type: ignore[arg-type]  # each was read as its type.


def _capacity(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or len(text) > len("1440"):
        raise ValueError(text)
    return Person(id="", name="", capacity=int(text)).capacity


def _absent(text: str) -> tuple[Period, ...]:
    found = []
    for part in filter(None, (part.strip() for part in text.split(";"))):
        first, _, last = part.partition("/")
        days = [dt.date.fromisoformat(day.strip()) for day in (first, last or first)]
        found.append(Period(first=days[0], last=days[1]))
    return tuple(found)
