# SPDX-License-Identifier: Apache-2.0
"""The event log of a case: canonical JSON lines, each carrying the digest of the one before.

The log is *tamper-evident*, no more: a changed, dropped or inserted line shows, a cut tail shows only to somebody who
kept the head (the digest of the last line) elsewhere, and whoever can rewrite the whole file can make a new chain. It
says nothing about who wrote it; signing stays outside.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
from collections.abc import Iterator
from typing import Literal

import attrs
from attrs import validators

from isomodel.errors import DocumentError, IsomodelError, Issue
from isomodel.lifecycle._definition import Case
from isomodel.lifecycle._parts import Occurrence
from isomodel.serialization import DEFAULT_LIMITS, parse, structure, unstructure

__all__ = [
    "FORMAT",
    "LogConflictError",
    "LogHeader",
    "LogLine",
    "append",
    "head",
    "mend",
    "read_log",
    "verify",
    "write_log",
]

FORMAT = "isomodel/lifecycle-record/1.0"
_NO_DIGEST = "0" * 64
_DIGEST = "[0-9a-f]{64}"


@attrs.frozen(kw_only=True)
class LogHeader:
    """The first line of a log.

    Attributes:
        process: The process the case runs.
        revision: The revision of its definition.
        case: The case, by the name its owner gave it.
    """

    process: str
    revision: int
    case: str


@attrs.frozen(kw_only=True)
class LogLine:
    """A line of a log: the first says what the log is about, every other tells one thing that happened.

    The digest of a line is the SHA-256 of its JSON without ``sha256``: keys in alphabetical order, no spaces, UTF-8.

    Attributes:
        format: What the file is; in the first line and in no other.
        header: What the log is about; in the first line and in no other.
        occurrence: What happened; in every line but the first.
        seq: The number of the line, from 0.
        prev: The digest of the line before, 64 hexadecimal digits; zeros in the first line.
        sha256: The digest of this line, 64 hexadecimal digits.
    """

    format: Literal["isomodel/lifecycle-record/1.0"] | None = None
    header: LogHeader | None = None
    occurrence: Occurrence | None = None
    seq: int = attrs.field(validator=validators.ge(0))
    prev: str = attrs.field(validator=validators.matches_re(_DIGEST))
    sha256: str = attrs.field(validator=validators.matches_re(_DIGEST))


@attrs.define(eq=False)
class LogConflictError(IsomodelError, ValueError):
    """A log that does not hold what the case to be appended says came before."""

    path: str
    expected: str
    found: str

    def __str__(self) -> str:
        """Name both heads."""
        return f"{self.path} ends with {self.found}, and the case continues {self.expected}; nothing was written"


def write_log(case: Case, *, name: str) -> str:
    """Return the whole log of a case, under the name its owner gives it."""
    return "".join(line for line, _ in _lines(case, name))


def head(case: Case, *, name: str) -> str:
    """Return the digest of the last line of a case's log: keep it elsewhere to be able to see a cut tail."""
    return list(_lines(case, name))[-1][1]


def read_log(text: str | bytes, *, source: str = "log") -> tuple[LogHeader, tuple[Occurrence, ...]]:
    """Return header and history of a log, to be given to :func:`isomodel.lifecycle.replay`.

    Raises:
        DocumentError: The log cannot be read or its chain is broken; every problem is in ``issues``.
    """
    lines, issues = _read(text, source)
    if issues or not lines or lines[0].header is None:
        raise DocumentError(
            source, tuple(issues) or (Issue(code="empty-log", message="the log is empty", expected="a header"),)
        )
    return lines[0].header, tuple(line.occurrence for line in lines[1:] if line.occurrence is not None)


def verify(text: str | bytes, *, expected_head: str | None = None, source: str = "log") -> tuple[Issue, ...]:
    """List what shows that a log is not as it was written; nothing when its chain holds.

    Args:
        text: The log.
        expected_head: The digest of the last line, kept elsewhere; without it a cut tail does not show.
        source: What to call the log in messages.
    """
    lines, issues = _read(text, source)
    last = lines[-1].sha256 if lines else _NO_DIGEST
    if expected_head is not None and last != expected_head and not issues:
        message = "the log does not end where it is said to: lines were cut off, added or rewritten"
        issues.append(_issue("other-head", message, max(len(lines), 1) - 1, found=last, expected=expected_head))
    return tuple(issues)


def append(path: str | os.PathLike[str], before: Case, after: Case, *, name: str) -> None:
    """Append to a log what happened between two cases, in one write that is on disk when this returns.

    A new or empty file gets the whole log. Each call is one write at the end of the file. A process killed in it leaves
    all of it, nothing, or now and then a last line without its end: systems write page by page and may stop between
    two. Such a line was never acknowledged; it is refused by the next call, named by :func:`verify` and taken away by
    :func:`mend`, and every line before it is whole. Of the file only the last line is read. Nothing keeps two programs
    from appending at once: the one that comes second is refused only when it looks after the first has written.

    Raises:
        LogConflictError: The file does not end where ``before`` does, or ``after`` does not continue ``before``.
        OSError: The file cannot be written.
    """
    kept = len(before.history) + 1
    lines = list(_lines(after, name))
    expected = lines[kept - 1][1] if kept <= len(lines) else _NO_DIGEST
    if after.history[: kept - 1] != before.history:
        raise LogConflictError(os.fspath(path), expected, "another history in the case to be appended")
    handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o666)
    try:
        size = os.fstat(handle).st_size
        if size:
            found = _last_digest(handle, size)
            if found != expected:
                raise LogConflictError(os.fspath(path), expected, found)
            lines = lines[kept:]
        data = "".join(line for line, _ in lines).encode()
        if os.write(handle, data) != len(data):
            # Half a line is worse than none: the next call would refuse the file.
            os.ftruncate(handle, size)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), os.fspath(path))
        os.fsync(handle)
    finally:
        os.close(handle)


def mend(path: str | os.PathLike[str]) -> bytes:
    """Take away what a killed :func:`append` left behind the last whole line of a log, and return it.

    Only what stands behind the last line end goes; that call never returned, so nobody was told that it is recorded.
    A log that ends with a line end is not touched and returns no bytes. Whether the lines before hold is for
    :func:`verify` to say.

    Raises:
        DocumentError: The file does not begin as logs do; it stays as it is.
        OSError: The file cannot be read or written.
    """
    handle = os.open(path, os.O_RDWR)
    try:
        if not _BEGIN.startswith(os.read(handle, len(_BEGIN))):
            # The last line of any other text file often has no line end: nothing of it may be taken for a rest.
            issue = _issue("misplaced-header", "the file is no log and stays as it is", 0, expected="a header")
            raise DocumentError(os.fspath(path), (issue,))
        size = start = os.fstat(handle).st_size
        whole = 0
        while start > 0 and not whole:
            begin = max(0, start - _BLOCK)
            os.lseek(handle, begin, os.SEEK_SET)
            end = os.read(handle, start - begin).rfind(b"\n") + 1
            whole = begin + end if end else 0
            start = begin
        os.lseek(handle, whole, os.SEEK_SET)
        torn = os.read(handle, size - whole)
        if torn:
            os.ftruncate(handle, whole)
            os.fsync(handle)
        return torn
    finally:
        os.close(handle)


_BEGIN = ('{"format":"' + FORMAT.rpartition("/")[0] + "/").encode()
_BLOCK = 65536
_LONGEST = 16 * 1024 * 1024


def _last_digest(handle: int, size: int) -> str:
    """Return the digest the last line of a file carries, or what is there instead; only that line is read."""
    tail = b""
    start = size
    while start > 0 and tail.count(b"\n") < _ENDS and len(tail) <= _LONGEST:
        start = max(0, start - _BLOCK)
        os.lseek(handle, start, os.SEEK_SET)
        tail = os.read(handle, min(_BLOCK, size - len(tail) - start)) + tail
    if not tail.endswith(b"\n"):
        return "a torn line"
    try:
        line = structure(parse(tail[:-1].rpartition(b"\n")[2], name="log"), LogLine)
    except DocumentError:
        return "a line that is no line of a log"
    return line.sha256 if _digest_of(line) == line.sha256 else "a changed line"


_ENDS = 2
"""Line ends to be seen before the last line is known to be whole."""


def _lines(case: Case, name: str) -> Iterator[tuple[str, str]]:
    header = LogHeader(process=case.definition.name, revision=case.definition.revision, case=name)
    digest = _NO_DIGEST
    for seq, content in enumerate(
        ({"format": FORMAT, "header": unstructure(header)}, *({"occurrence": unstructure(one)} for one in case.history))
    ):
        body = {**content, "seq": seq, "prev": digest}
        digest = hashlib.sha256(_compact(body).encode()).hexdigest()
        yield _compact({**body, "sha256": digest}) + "\n", digest


def _compact(tree: object) -> str:
    return json.dumps(tree, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))


def _read(text: str | bytes, source: str) -> tuple[list[LogLine], list[Issue]]:
    """Read what can be read, and list everything that shows."""
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    lines: list[LogLine] = []
    issues: list[Issue] = []
    digest = _NO_DIGEST
    physical = data.split(b"\n")
    if physical[-1]:
        issues.append(_issue("torn-line", "the last line is not complete", len(physical) - 1, expected="a line end"))
    for number, raw in enumerate(physical[:-1]):
        if len(issues) >= DEFAULT_LIMITS.problems:
            issues.append(_issue("too-many-problems", "there are more problems than are told", number))
            break
        try:
            line = structure(parse(raw, name=source), LogLine)
        except DocumentError as error:
            issues.extend(attrs.evolve(issue, line=number + 1) for issue in error.issues)
            digest = ""
            continue
        if _compact(unstructure(line)).encode() != raw or _digest_of(line) != line.sha256:
            message = "the line is not as it was written: its digest does not fit its content"
            issues.append(_issue("changed-line", message, number, found=line.sha256))
        elif digest and (line.prev != digest or line.seq != number):
            message = "the line does not follow the one before: a line was dropped, inserted or moved"
            issues.append(_issue("broken-chain", message, number, found=line.prev, expected=digest))
        if not _is_placed(line, number):
            issues.append(_issue("misplaced-header", "the header is the first line and no other", number))
        digest = line.sha256
        lines.append(line)
    if not lines and not issues:
        issues.append(Issue(code="empty-log", message="the log is empty", expected="a header"))
    return lines, issues


def _is_placed(line: LogLine, number: int) -> bool:
    """Say whether a line holds what belongs there: the format and the header in the first, an occurrence in others."""
    if number == 0:
        return line.format == FORMAT and line.header is not None and line.occurrence is None
    return line.format is None and line.header is None and line.occurrence is not None


def _digest_of(line: LogLine) -> str:
    tree = unstructure(line)
    del tree["sha256"]
    return hashlib.sha256(_compact(tree).encode()).hexdigest()


def _issue(code: str, message: str, number: int, *, found: str | None = None, expected: str | None = None) -> Issue:
    return Issue(code=code, message=message, line=number + 1, column=1, found=found, expected=expected)
