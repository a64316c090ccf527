# SPDX-License-Identifier: Apache-2.0
"""What can go wrong, as values and as exceptions.

An :class:`Issue` is a problem in somebody's content: a value, collected, never raised. An exception is a caller's
mistake or a document that cannot be read; every one derives from :class:`IsomodelError` and from a fitting builtin,
carries its facts as fields and composes its sentence in ``__str__``. The wording is not API; class, fields and issue
codes are.

Errors that name a higher noun live beside that noun.
"""

from __future__ import annotations

import difflib
import enum
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "DocumentError",
    "InvariantError",
    "IsomodelError",
    "Issue",
    "MissingExtraError",
    "Severity",
    "UnknownNameError",
    "nearest",
]


class IsomodelError(Exception):
    """The root of everything this library raises on purpose."""


class Severity(enum.Enum):
    """How much an issue weighs."""

    ERROR = "error"
    """The content cannot be relied upon until this is put right."""
    WARNING = "warning"
    """The content can be used; somebody should look."""
    INFORMATION = "information"
    """Worth knowing; nothing has to be done."""


@attrs.frozen(kw_only=True)
class Issue:
    """One problem in a document, with its place.

    ``path`` is a JSON Pointer (RFC 6901) into the document; the empty pointer is the whole document. ``line`` and
    ``column`` count from 1 and are present for text files; ``sheet``, ``row`` (from 1, the header being row 1) and
    ``column_name`` are present for tables. ``nearest`` is the closest valid value where there is one.
    """

    code: str
    message: str
    severity: Severity = Severity.ERROR
    path: str = ""
    found: str | None = None
    expected: str | None = None
    nearest: str | None = None
    line: int | None = None
    column: int | None = None
    sheet: str | None = None
    row: int | None = None
    column_name: str | None = None

    def __str__(self) -> str:
        """Say what is wrong and where, in one line."""
        hint = f"; did you mean {self.nearest!r}?" if self.nearest is not None else ""
        return f"{self.place}: {self.message}{hint} [{self.code}]"

    @property
    def place(self) -> str:
        """Where the problem is, in the words of the kind of file it was found in."""
        if self.row is not None:
            cell = f", column {self.column_name!r}" if self.column_name is not None else ""
            sheet = f"sheet {self.sheet!r}, " if self.sheet is not None else ""
            return f"{sheet}row {self.row}{cell}"
        pointer = _visible(self.path) or "the document"
        return pointer if self.line is None else f"line {self.line}, column {self.column} ({pointer})"


SHOWN_ISSUES = 20
"""How many issues a sentence lists before it only counts; ``issues`` always holds all of them."""


@attrs.define(eq=False)
class DocumentError(IsomodelError, ValueError):
    """A document that cannot be read; ``issues`` holds every problem found in it, in document order."""

    source: str
    issues: tuple[Issue, ...]

    def __str__(self) -> str:
        """List the problems, at most twenty, and always their number."""
        count = len(self.issues)
        head = f"{self.source} cannot be read: {count} problem{'' if count == 1 else 's'}"
        lines = [head, *(f"  {issue}" for issue in self.issues[:SHOWN_ISSUES])]
        if count > SHOWN_ISSUES:
            lines.append(f"  … and {count - SHOWN_ISSUES} more")
        return "\n".join(lines)


@attrs.define(eq=False)
class InvariantError(IsomodelError, ValueError):
    """A value that would contradict itself; nothing was made.

    ``field`` names the attribute at fault, ``found`` is what was given, ``expected`` says what would do.
    """

    noun: str
    field: str
    found: str
    expected: str

    def __str__(self) -> str:
        """Name the attribute, what was found and what was expected."""
        return f"{self.noun}.{self.field}: found {self.found}, expected {self.expected}"


@attrs.define(eq=False)
class UnknownNameError(IsomodelError, LookupError):
    """A name that nothing answers to; ``nearest`` is the closest one that exists."""

    kind: str
    name: str
    nearest: str | None

    def __str__(self) -> str:
        """Name what was asked for and what comes closest."""
        hint = f" The nearest is {self.nearest!r}." if self.nearest is not None else ""
        return f"No {self.kind} is called {self.name!r}.{hint}"


@attrs.define(eq=False)
class MissingExtraError(IsomodelError, ImportError):
    """An optional dependency that is not installed; the sentence is the command that installs it."""

    extra: str
    purpose: str

    def __str__(self) -> str:
        """Give the install command."""
        return f'{self.purpose} needs an optional dependency: pip install "isomodel[{self.extra}]"'


def nearest(found: str, valid: Iterable[str]) -> str | None:
    """Return the valid value closest to what was found, or None when nothing is close.

    Case, spaces, hyphens and underscores do not count as differences; ties go to the first in the order given.

    >>> nearest("Conforming ", ["conforming", "nonconforming"])
    'conforming'
    >>> nearest("xyz", ["conforming"]) is None
    True
    """
    folded: dict[str, str] = {}
    for value in valid:
        folded.setdefault(_fold(value), value)
    # get_close_matches would give ties to the last in the alphabet, not to the first in the order given.
    matcher = difflib.SequenceMatcher(b=_fold(found[:200]))
    closest, best = None, 0.0
    for name, value in folded.items():
        matcher.set_seq1(name)
        least = max(best, _CLOSE)
        if matcher.real_quick_ratio() < least or matcher.quick_ratio() < least:
            continue
        ratio = matcher.ratio()
        if ratio >= _CLOSE and ratio > best:
            closest, best = value, ratio
    return closest


_CLOSE = 0.6
"""How alike two texts have to be for one to be offered in place of the other; 1 is the same."""


SHOWN_POINTER = 200
"""How much of a pointer a sentence shows, in characters; ``path`` always holds all of it."""


def _visible(pointer: str) -> str:
    """Write out what a key may hold to forge lines or command a terminal; keys are somebody else's text."""
    shown = pointer if len(pointer) <= SHOWN_POINTER else pointer[: SHOWN_POINTER - 1] + "…"
    return "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in shown)


def _fold(value: str) -> str:
    return value.casefold().replace("_", "-").replace(" ", "-").strip("-")
