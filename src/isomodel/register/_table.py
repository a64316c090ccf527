# SPDX-License-Identifier: Apache-2.0
"""From bytes to records of text cells, or to issues.

Nothing here knows what a register is. Bytes become text in an encoding that is known, never guessed; text becomes
records by a tokenizer of its own, because the limits of :mod:`csv` are global state that a library must not touch and
because its errors have no place. A record is what a spreadsheet calls a row: blank lines count.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

import attrs

from isomodel.errors import IsomodelError, Issue, Severity, UnknownNameError, nearest

__all__ = ["DEFAULT_TABLE_LIMITS", "DELIMITERS", "ENCODINGS", "Record", "RegisterTooLargeError", "TableLimits"]


@attrs.frozen(kw_only=True)
class TableLimits:
    """How much a table may ask of the reader.

    Attributes:
        size: Bytes of the file.
        rows: Rows, blank ones included.
        columns: Cells of one row.
        cell: Characters of one cell; the default is what a spreadsheet can hold.
    """

    size: int = 16 * 1024 * 1024
    rows: int = 20_000
    columns: int = 256
    cell: int = 32_767


DEFAULT_TABLE_LIMITS: Final = TableLimits()


@attrs.define(eq=False)
class RegisterTooLargeError(IsomodelError, ValueError):
    """A table larger than the limits; nothing was read.

    ``what`` is the limit that was passed (``bytes``, ``rows`` or ``cells in a row``), ``found`` and ``limit`` count it.
    """

    name: str
    what: str
    found: int
    limit: int

    def __str__(self) -> str:
        """Name the file, the limit and what was found."""
        return f"{self.name} is too large: {self.found} {self.what}, at most {self.limit} are read"


@attrs.frozen(kw_only=True)
class Record:
    """One row of a table as it stands in the file.

    Attributes:
        number: Its row number as a spreadsheet shows it, from 1.
        line: The line of the text it begins on, from 1; larger than the row number behind cells with line breaks.
        cells: Its cells, surrounding white space removed.
    """

    number: int
    line: int
    cells: tuple[str, ...]

    @property
    def is_blank(self) -> bool:
        """Whether no cell holds anything."""
        return not any(self.cells)


ENCODINGS: Final = (
    "utf-8", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "iso-8859-1", "iso-8859-15", "cp1250", "cp1251", "cp1253",
    "cp1254", "iso-8859-2", "mac-roman", "cp437", "cp850", "shift_jis", "cp932", "gb18030", "big5", "euc-kr",
)  # fmt: skip
"""The encodings that a caller may name; none but UTF-8 and what a byte order mark says is taken without being named."""

DELIMITERS: Final = (",", ";", "\t", "|")
"""What may stand between cells; which one does is decided by the header, because it is known what a header says."""

_MARKS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_WORKBOOKS: Final = (
    (b"PK\x03\x04", "a workbook (.xlsx, .ods)"),
    (b"\xd0\xcf\x11\xe0", "an old workbook (.xls)"),
    (b"%PDF", "a PDF"),
)


def encoding_named(name: str) -> str:
    """Return the canonical name of an encoding that may be read; raises UnknownNameError with the nearest."""
    try:
        wanted = codecs.lookup(name).name
    except LookupError:
        wanted = ""
    for known in ENCODINGS:
        if codecs.lookup(known).name == wanted or (known == "utf-8" and wanted == "utf-8-sig"):
            return known
    raise UnknownNameError("encoding of a register", name, nearest(name, ENCODINGS))


def decoded(data: bytes, name: str, encoding: str | None) -> tuple[str | None, list[Issue]]:
    """Turn bytes into text, or say why they are none; a byte order mark counts and is removed."""
    mark, marked = next(((mark, known) for mark, known in _MARKS if data.startswith(mark)), (b"", None))
    kind = next((kind for start, kind in _WORKBOOKS if data.startswith(start)), None)
    if kind is not None:
        message = f"this is {kind}, not a table of text; save the sheet as CSV (UTF-8)"
        return None, [Issue(code="not-a-table", message=message, sheet=name, found=kind, expected="CSV")]
    if encoding is not None and marked is not None and not _agree(encoding, marked):
        message = f"the file begins with the mark of {marked} and was to be read as {encoding}"
        return None, [
            Issue(code="encoding-contradicts-mark", message=message, sheet=name, found=marked, expected=encoding)
        ]
    wanted = marked or encoding or "utf-8"
    try:
        text = data[len(mark) :].decode("utf-8" if wanted == "utf-8" else wanted)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"byte {error.start + len(mark)} is not {wanted}"
        hint = "the encoding the file was saved in, such as encoding='cp1252' for Windows in Western Europe"
        if encoding is not None:
            hint = "another encoding"
        return None, [
            Issue(code="not-in-encoding", message=message, sheet=name, line=line, column=1, found=wanted, expected=hint)
        ]
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        message = "the file holds NUL characters: it is no text, or in another encoding"
        return None, [Issue(code="not-text", message=message, sheet=name, line=line, column=1, expected="text")]
    issues = []
    if encoding is not None and not encoding.startswith("utf-") and not data.isascii() and _is_utf8(data):
        message = (
            f"read as {encoding} as asked, but every byte of the file would also do as UTF-8, which is rarely chance"
        )
        issues.append(
            Issue(
                code="probably-utf-8",
                message=message,
                severity=Severity.WARNING,
                sheet=name,
                found=encoding,
                expected="utf-8",
            )
        )
    return text, issues


def _agree(encoding: str, marked: str) -> bool:
    return encoding == marked or (encoding == "utf-16" and marked.startswith("utf-16"))


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


# A cell: in quotes (spaces may stand around them, doubled quotes inside are one), or everything up to the delimiter.
_QUOTED: Final = re.compile(r'[ ]*+"((?:[^"]|"")*+)"[ ]*+')
_PLAIN: Final = {mark: re.compile(f"[^{re.escape(mark)}\r\n]*+") for mark in DELIMITERS}
_BREAK: Final = re.compile(r"\r\n|\r|\n")
_OPENING: Final = re.compile(r'[ ]*+"')


def records(
    text: str, delimiter: str, name: str, limits: TableLimits, *, most: int | None = None
) -> tuple[tuple[Record, ...], list[Issue]]:
    """Split text into records; on a quote that does not fit the rest is not read, and the issue says where.

    Args:
        text: The text.
        delimiter: What stands between cells.
        name: What to call the table.
        limits: How much is read.
        most: How many records are wanted; absent means all.

    Raises:
        RegisterTooLargeError: More rows, or more cells in a row, than the limits allow.
    """
    found: list[Record] = []
    cells: list[str] = []
    at, line, start = 0, 1, 1
    plain, end = _PLAIN[delimiter], len(text)
    while at < end and len(found) != most:
        match = _QUOTED.match(text, at) if _OPENING.match(text, at) else None
        if match is not None and not _closes(text, match.end(), delimiter):
            match = None
        if match is not None:
            cells.append(match[1].replace('""', '"'))
        elif _OPENING.match(text, at):
            message = "a quotation mark opens a cell here and does not end in front of a delimiter"
            expected = "quotation marks around the whole cell, and doubled inside it"
            issue = Issue(code="bad-quoting", message=message, sheet=name, line=line, column=1, expected=expected)
            return tuple(found), [issue]
        else:
            match = plain.match(text, at)
            cells.append("" if match is None else match[0])
        stop = at if match is None else match.end()
        line += len(_BREAK.findall(text, at, stop))
        if len(cells) > limits.columns:
            raise RegisterTooLargeError(name, "cells in a row", len(cells), limits.columns)
        if stop < end and text[stop] == delimiter:
            at = stop + 1
            if at < end:
                continue
            cells.append("")
        broken = _BREAK.match(text, stop)
        found.append(Record(number=len(found) + 1, line=start, cells=tuple(cell.strip() for cell in cells)))
        if len(found) > limits.rows:
            raise RegisterTooLargeError(name, "rows", len(found), limits.rows)
        cells = []
        at = max(stop, at) if broken is None else broken.end()
        line += broken is not None
        start = line
    return tuple(found), []


def _closes(text: str, at: int, delimiter: str) -> bool:
    return at == len(text) or text[at] in {delimiter, "\r", "\n"}
