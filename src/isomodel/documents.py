# SPDX-License-Identifier: Apache-2.0
"""Files of the library's own formats: which class each holds, reading and writing them.

A document is JSON that begins with ``$schema`` and ``format``; the format names kind and version. ``$schema`` is for
editors: it is written, accepted and never looked at. Writing never leaves half a file and never replaces one unasked.
A document of an older version is brought up to date only when asked for, and every change is told.
"""

from __future__ import annotations

import contextlib
import copy
import enum
import itertools
import json
import os
import re
import secrets
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar, overload

import attrs

from isomodel.applicability import StatementOfApplicability, StatementVersion
from isomodel.assessment import Assessment
from isomodel.catalogue import Overlay, PackManifest
from isomodel.correspondence import CorrespondenceTable
from isomodel.errors import DocumentError, InvariantError, IsomodelError, Issue, UnknownNameError, nearest
from isomodel.evidence import EvidenceRegister
from isomodel.graph import GraphDocument
from isomodel.lifecycle import Definition, LogLine
from isomodel.migration import Comparison, MigrationLog, MigrationPlan, Reuse
from isomodel.model import StandardEdition
from isomodel.planning import ActivityTable, Forecast, Plan, Resources
from isomodel.policy import Policy
from isomodel.readiness import GateRules, Overview, PeriodView, Readiness, RecurringTable, TruthTable
from isomodel.register import ColumnMapping
from isomodel.serialization import DEFAULT_LIMITS, Limits, Source, canonical, parse, structure, unstructure
from isomodel.text import printable

__all__ = [
    "FORMATS",
    "LOGS",
    "UPGRADES",
    "DocumentChange",
    "Existing",
    "FileExistsRefusal",
    "Upgrade",
    "UpgradeStep",
    "dump",
    "dump_text",
    "dumps",
    "head",
    "kind_of",
    "load",
    "loads",
    "upgrade",
]

FORMATS: dict[str, type] = {
    "standard-edition": StandardEdition,
    "correspondence": CorrespondenceTable,
    "overlay": Overlay,
    "pack": PackManifest,
    "assessment": Assessment,
    "evidence-register": EvidenceRegister,
    "readiness": Readiness,
    "readiness-overview": Overview,
    "readiness-period": PeriodView,
    "edition-comparison": Comparison,
    "migration-plan": MigrationPlan,
    "migration-log": MigrationLog,
    "reuse": Reuse,
    "plan": Plan,
    "forecast": Forecast,
    "resources": Resources,
    "activity-table": ActivityTable,
    "policy": Policy,
    "truth-table": TruthTable,
    "gate-rules": GateRules,
    "recurring-requirements": RecurringTable,
    "column-mapping": ColumnMapping,
    "lifecycle-definition": Definition,
    "graph": GraphDocument,
    "statement-of-applicability": StatementOfApplicability,
    "statement-version": StatementVersion,
}
"""The kind of each document and the class it holds: the one table that reading, writing and schemas share."""

LOGS: dict[str, type] = {"lifecycle-record": LogLine}
"""The kind of each file that is a log, JSON in lines, and the class of one line; :mod:`isomodel.lifecycle` reads it."""

VERSION = (1, 0)
"""Version of the formats: readers of a major version read every document of it that is not newer than they are."""

_FORMAT = re.compile(r"isomodel/([a-z]+(?:-[a-z]+)*)/(0|[1-9][0-9]{0,3})\.(0|[1-9][0-9]{0,3})", re.ASCII)


T = TypeVar("T")


class Existing(enum.Enum):
    """What becomes of a file that is already there."""

    REFUSE = "refuse"
    """It stays as it is, and nothing is written."""
    REPLACE = "replace"
    """It is replaced at once by the whole new file."""


@attrs.define(eq=False)
class FileExistsRefusal(IsomodelError, FileExistsError):  # noqa: N818 - what happened is a refusal, not a fault.
    """A file that is already there and was not to be replaced."""

    path: str

    def __str__(self) -> str:
        """Name the file and the way to replace it."""
        return f"{self.path} exists; pass existing=Existing.REPLACE to replace it"


@overload
def load(path: str | os.PathLike[str], *, limits: Limits = ...) -> object: ...
@overload
def load(path: str | os.PathLike[str], expected: type[T], *, limits: Limits = ...) -> T: ...
def load(path: str | os.PathLike[str], expected: type[object] = object, *, limits: Limits = DEFAULT_LIMITS) -> object:
    """Read a document of any of the library's formats; its ``format`` decides which class comes back.

    Args:
        path: The file.
        expected: The class it has to hold, where only one will do; a type checker then knows what comes back.
        limits: How much the document may ask of the reader.

    Raises:
        DocumentError: It cannot be read, or holds another class; every problem is in ``issues``, with line and column.
        OSError: The file cannot be opened.
    """
    with Path(path).open("rb") as file:
        # One byte more than allowed is enough to know; the rest of a huge file is never read.
        data = file.read(limits.size + 1)
    value = loads(data, name=os.fspath(path), limits=limits)
    if not isinstance(value, expected):
        found = next(kind for kind, cls in FORMATS.items() if type(value) is cls)
        wanted = next((kind for kind, cls in FORMATS.items() if cls is expected), expected.__name__)
        message = f"the document is of another kind than asked for: {found} instead of {wanted}"
        issue = Issue(code="other-format", message=message, path="/format", found=found, expected=wanted)
        raise DocumentError(os.fspath(path), parse(data, limits=limits).located([issue]))
    return value


def loads(data: bytes | str, *, name: str = "document", limits: Limits = DEFAULT_LIMITS) -> object:
    """Read a document from text; see :func:`load`."""
    source = parse(data, name=name, limits=limits)
    if not isinstance(source.tree, dict):
        raise DocumentError(name, source.located([_NO_OBJECT]))
    kind, issues = kind_of(source.tree)
    content = Source(name=name, tree={k: v for k, v in source.tree.items() if k not in _HEAD}, text=source.text)
    value = None
    try:
        value = None if kind is None else structure(content, FORMATS[kind], limits=limits)
    except DocumentError as error:
        issues += error.issues
    if issues:
        raise DocumentError(name, source.located(issues))
    return value


def dump(value: object, path: str | os.PathLike[str], *, existing: Existing = Existing.REFUSE) -> None:
    """Write a value as a document: whole, or not at all.

    A file that is replaced hands its permissions on to the new one.

    Raises:
        DocumentError: The value holds what no document may; see :func:`dumps`.
        FileExistsRefusal: The file is there and ``existing`` does not say that it may be replaced.
        UnknownNameError: The value is of no class that a document holds.
        OSError: The file cannot be written.
    """
    dump_text(dumps(value), path, existing=existing)


def dump_text(text: str, path: str | os.PathLike[str], *, existing: Existing = Existing.REFUSE) -> None:
    """Write text, such as a drawing or a table, in the way of :func:`dump`: as UTF-8, whole, or not at all.

    Raises:
        FileExistsRefusal: The file is there and ``existing`` does not say that it may be replaced.
        OSError: The file cannot be written.
        UnicodeEncodeError: The text holds half a character, which no UTF-8 has.
    """
    data = text.encode()
    target = Path(path)
    temporary = target.with_name(f".{secrets.token_hex(8)}.tmp")
    try:
        with temporary.open("xb") as file:
            if existing is Existing.REPLACE:
                # What only its owner could read stays so.
                with contextlib.suppress(FileNotFoundError):
                    temporary.chmod(stat.S_IMODE(target.stat().st_mode))
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if existing is Existing.REPLACE:
            temporary.replace(target)
        else:
            # Linking fails where a file of that name appeared meanwhile; testing first and renaming then would not.
            os.link(temporary, target)
    except FileExistsError as error:
        raise FileExistsRefusal(os.fspath(path)) from error
    finally:
        temporary.unlink(missing_ok=True)


def dumps(value: object) -> str:
    """Write a value as the canonical text of its document; equal values give equal text.

    Raises:
        DocumentError: The value holds what reading would refuse, such as an integer of too many digits.
        UnknownNameError: The value is of no class that a document holds.
    """
    kind = next((kind for kind, cls in FORMATS.items() if type(value) is cls), None)
    if kind is None:
        raise UnknownNameError("document class", type(value).__name__, nearest(type(value).__name__, _class_names()))
    text = canonical({**head(kind), **unstructure(value)})
    parse(text, name=f"the document of this {type(value).__name__}", limits=_WRITTEN)
    return text


# Older versions.


@attrs.frozen(kw_only=True)
class UpgradeStep:
    """What a document of one version of a format becomes in a newer one.

    Attributes:
        kind: The kind of document.
        before: The version it leads from, as ``(1, 0)``.
        after: The version it leads to, newer than that.
        text: What it does and why, in one sentence.
        change: Returns the new content for the old one, both without ``$schema`` and ``format``. It is given a copy of
            its own, which nobody has checked: whatever it raises for content that it does not expect becomes an issue.
    """

    kind: str
    before: tuple[int, int]
    after: tuple[int, int]
    text: str
    change: Callable[[dict[str, Any]], dict[str, Any]]

    def __attrs_post_init__(self) -> None:
        """Refuse a step that leads nowhere: following it would not end."""
        if self.after <= self.before:
            raise InvariantError("UpgradeStep", "after", _number(self.after), f"more than {_number(self.before)}")


UPGRADES: tuple[UpgradeStep, ...] = ()
"""The steps from older versions. There are none: none was published before 1.0, and minor versions need none."""


@attrs.frozen(kw_only=True)
class DocumentChange:
    """One place where an upgraded document is another than it was.

    Attributes:
        path: The place, as a JSON Pointer.
        found: What stood there, as JSON; absent where nothing did.
        becomes: What stands there now, as JSON; absent where nothing does.
        version: The version that asks for it, such as ``2.0``.
        reason: What the step to that version does.
    """

    path: str
    found: str | None = None
    becomes: str | None = None
    version: str
    reason: str

    def __str__(self) -> str:
        """Say in one line what stood there, what stands there, and why."""
        was, now = ("nothing" if value is None else _short(value) for value in (self.found, self.becomes))
        return printable(f"{self.path}: {was} → {now} ({self.version}: {self.reason})")


@attrs.frozen(kw_only=True)
class Upgrade:
    """A document that was brought up to date.

    Attributes:
        value: What it holds, as :func:`load` gives it for a document of this version.
        found: Its format, as it was.
        becomes: Its format, as it is.
        changes: Every place that is another now, step by step and each in the order of the document; the two keys of
            the head are left out.
    """

    value: object
    found: str
    becomes: str
    changes: tuple[DocumentChange, ...]

    def rows(self) -> tuple[dict[str, str], ...]:
        """Return one flat dictionary per change, for any data frame."""
        return tuple(
            {
                "path": change.path,
                "found": change.found or "",
                "becomes": change.becomes or "",
                "version": change.version,
                "reason": change.reason,
            }
            for change in self.changes
        )

    def __repr__(self) -> str:
        """Name the formats and count the changes."""
        return f"<Upgrade {self.found} to {self.becomes}: {len(self.changes)} changes>"

    def __str__(self) -> str:
        """Name the formats, and each change in a line."""
        return "\n".join([f"{self.found} → {self.becomes}", *(f"  {change}" for change in self.changes)])


def upgrade(
    data: bytes | str,
    *,
    name: str = "document",
    limits: Limits = DEFAULT_LIMITS,
    steps: tuple[UpgradeStep, ...] = UPGRADES,
) -> Upgrade:
    """Read a document of this or an older version of its format, and tell everything that had to be changed for it.

    The changes are found by comparing the document with what became of it, so that none is left out; what was given
    stays as it is. Within one major version nothing has to be changed, and only the version is another.

    >>> text = '{"format": "isomodel/policy/1.0", "id": "p", "version": "1", "title": "T", "parameters": []}'
    >>> upgrade(text)
    <Upgrade isomodel/policy/1.0 to isomodel/policy/1.0: 0 changes>

    Args:
        data: Its text.
        name: What to call it, usually its path.
        limits: How much it may ask of the reader.
        steps: What leads from older versions to this one.

    Raises:
        DocumentError: It cannot be read, is newer than this library, or no step leads here from its version.
    """
    source = parse(data, name=name, limits=limits)
    tree: Any = source.tree
    match = _FORMAT.fullmatch(str(tree.get("format"))) if isinstance(tree, dict) else None
    if match is None or match[1] not in FORMATS:
        issues = kind_of(tree)[1] if isinstance(tree, dict) else [_NO_OBJECT]
        raise DocumentError(name, source.located(issues))
    kind, version = match[1], (int(match[2]), int(match[3]))
    way = _way(kind, version, steps)
    if way is None:
        raise DocumentError(name, source.located([_stranded(kind, version, steps)]))
    content = {key: value for key, value in tree.items() if key not in _HEAD}
    changes: list[DocumentChange] = []
    for step in way:
        try:
            changed = step.change(copy.deepcopy(content))
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            message = f"the step to version {_number(step.after)} does not fit this document: {step.text}"
            issue = Issue(code="not-upgradable", message=message, path="/format", found=match[0])
            raise DocumentError(name, source.located([issue])) from error
        told = {"version": _number(step.after), "reason": step.text}
        changes += [
            DocumentChange(path=path, found=was, becomes=now, **told)
            for path, was, now in _differences(content, changed)
        ]
        content = changed
    becomes = head(kind)
    if way or version != VERSION:
        own = {} if isinstance(tree.get("$schema", ""), str) else {"$schema": tree["$schema"]}
        name = f"{name}, brought to {becomes['format']}"
        data = canonical({**becomes, **own, **content})
    value = loads(data, name=name, limits=limits)
    return Upgrade(value=value, found=match[0], becomes=becomes["format"], changes=tuple(changes))


def _way(kind: str, version: tuple[int, int], steps: tuple[UpgradeStep, ...]) -> list[UpgradeStep] | None:
    """Return the steps to this version, None where they do not lead here."""
    known: dict[tuple[int, int], UpgradeStep] = {}
    for step in steps:
        if step.kind == kind and known.setdefault(step.before, step) is not step:
            raise InvariantError("UpgradeStep", "before", _number(step.before), "one step from each version")
    way: list[UpgradeStep] = []
    while version < VERSION:
        # Within a major version a minor one only adds keys that may be absent: a document of 1.0 is one of 1.3.
        ahead = min((before for before in known if before[0] == version[0] and before >= version), default=None)
        if ahead is None:
            break
        way.append(known[ahead])
        version = known[ahead].after
    return way if version[0] == VERSION[0] and version <= VERSION else None


def _stranded(kind: str, version: tuple[int, int], steps: tuple[UpgradeStep, ...]) -> Issue:
    known = ", ".join(_number(before) for before in sorted(step.before for step in steps if step.kind == kind))
    message = _NEWER if version > VERSION else "this version is older, and no step leads from it to the present one"
    expected = f"version {VERSION[0]}.0 to {_VERSION}" + (f", or one of {known}" if known else "")
    named = f"isomodel/{kind}/{_number(version)}"
    return _issue("unknown-version", message, named, expected, f"isomodel/{kind}/{_VERSION}")


def _number(version: tuple[int, int]) -> str:
    return f"{version[0]}.{version[1]}"


def _differences(old: Any, new: Any, path: str = "") -> Iterator[tuple[str, str | None, str | None]]:  # noqa: ANN401 - JSON.
    """Name each place that differs, with what stands there before and after as JSON."""
    if type(old) is dict and type(new) is dict:
        for key in [*old, *(key for key in new if key not in old)]:
            place = f"{path}/{key.replace('~', '~0').replace('/', '~1')}"
            if key not in new:
                yield place, _json(old[key]), None
            elif key not in old:
                yield place, None, _json(new[key])
            else:
                yield from _differences(old[key], new[key], place)
    elif type(old) is list and type(new) is list:
        for number, (was, now) in enumerate(zip(old, new, strict=False)):
            yield from _differences(was, now, f"{path}/{number}")
        shared = min(len(old), len(new))
        yield from ((f"{path}/{shared + number}", _json(was), None) for number, was in enumerate(old[shared:]))
        yield from ((f"{path}/{shared + number}", None, _json(now)) for number, now in enumerate(new[shared:]))
    elif type(old) is not type(new) or old != new:
        yield path, _json(old), _json(new)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


# Heads.


def head(kind: str) -> dict[str, str]:
    """Return the two keys that a document of a kind begins with, as they are written."""
    return {"$schema": f"urn:isomodel:schema:{kind}:{_VERSION}", "format": f"isomodel/{kind}/{_VERSION}"}


_HEAD = ("$schema", "format")
_NO_OBJECT = Issue(code="wrong-type", message="a document is an object", expected="an object")
_VERSION = f"{VERSION[0]}.{VERSION[1]}"
_WRITTEN = Limits(size=sys.maxsize)


def _class_names() -> list[str]:
    return [cls.__name__ for cls in FORMATS.values()]


def kind_of(tree: dict[str, object]) -> tuple[str | None, list[Issue]]:
    """Return the kind of a document, None where it is none of this library's, and what is wrong at its head."""
    issues = []
    if not isinstance(tree.get("$schema", ""), str):
        issues.append(Issue(code="wrong-type", message="$schema is text", path="/$schema", expected="text"))
    named = tree.get("format")
    expected = f"isomodel/<kind>/{_VERSION}, kind being one of " + ", ".join(FORMATS)
    if "format" not in tree:
        close = nearest("format", (key for key in itertools.islice(tree, 20) if key.isalnum()))
        if close is not None:
            message = f"{close!r} is not a key of a document"
            issue = Issue(code="unknown-key", message=message, path=f"/{close}", found=close, nearest="format")
            return None, [*issues, attrs.evolve(issue, expected="format")]
        message = "the document does not say what it is: the key 'format' is missing"
        return None, [*issues, Issue(code="missing-key", message=message, expected=expected)]
    if not isinstance(named, str):
        message = "the format of a document is text"
        return None, [*issues, Issue(code="wrong-type", message=message, path="/format", expected=expected)]
    match = _FORMAT.fullmatch(named)
    if match is not None and match[1] in LOGS:
        message = "this is a line of a log, which isomodel.lifecycle.read_log reads"
        issue = _issue("other-format", message, named, expected, None)
    elif match is None or match[1] not in FORMATS:
        close = nearest(named, (f"isomodel/{kind}/{_VERSION}" for kind in FORMATS))
        issue = _issue("unknown-format", "this is no format of this library", named, expected, close)
    elif int(match[2]) != VERSION[0] or int(match[3]) > VERSION[1]:
        close = f"isomodel/{match[1]}/{_VERSION}"
        message = _NEWER if (int(match[2]), int(match[3])) > VERSION else _OLDER
        issue = _issue("unknown-version", message, named, f"version {VERSION[0]}.0 to {_VERSION}", close)
    else:
        return match[1], issues
    return None, [*issues, issue]


_SHOWN = 80
_NEWER = "this version of the format is newer than this library, which a newer release reads"
_OLDER = "this version of the format is older than what is read as it is; documents.upgrade may bring it up to date"


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _issue(code: str, message: str, named: str, expected: str, close: str | None) -> Issue:
    return Issue(code=code, message=message, path="/format", found=_short(named), expected=expected, nearest=close)
