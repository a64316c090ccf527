# SPDX-License-Identifier: Apache-2.0
"""Files of the library's own formats: which class each holds, reading and writing them.

A document is JSON that begins with ``$schema`` and ``format``; the format names kind and version. ``$schema`` is for
editors: it is written, accepted and never looked at. Writing never leaves half a file and never replaces one unasked.
"""

from __future__ import annotations

import contextlib
import enum
import itertools
import os
import re
import secrets
import stat
import sys
from pathlib import Path
from typing import TypeVar, overload

import attrs

from isomodel.applicability import StatementOfApplicability, StatementVersion
from isomodel.assessment import Assessment
from isomodel.catalogue import Overlay, PackManifest
from isomodel.correspondence import CorrespondenceTable
from isomodel.errors import DocumentError, IsomodelError, Issue, UnknownNameError, nearest
from isomodel.evidence import EvidenceRegister
from isomodel.graph import GraphDocument
from isomodel.lifecycle import Definition
from isomodel.migration import Comparison, MigrationLog, MigrationPlan, Reuse
from isomodel.model import StandardEdition
from isomodel.planning import ActivityTable, Forecast, Plan, Resources
from isomodel.policy import Policy
from isomodel.readiness import GateRules, Readiness, TruthTable
from isomodel.register import ColumnMapping
from isomodel.serialization import DEFAULT_LIMITS, Limits, Source, canonical, parse, structure, unstructure

__all__ = ["FORMATS", "Existing", "FileExistsRefusal", "dump", "dumps", "head", "kind_of", "load", "loads"]

FORMATS: dict[str, type] = {
    "standard-edition": StandardEdition,
    "correspondence": CorrespondenceTable,
    "overlay": Overlay,
    "pack": PackManifest,
    "assessment": Assessment,
    "evidence-register": EvidenceRegister,
    "readiness": Readiness,
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
    "column-mapping": ColumnMapping,
    "lifecycle-definition": Definition,
    "graph": GraphDocument,
    "statement-of-applicability": StatementOfApplicability,
    "statement-version": StatementVersion,
}
"""The kind of each document and the class it holds: the one table that reading, writing and schemas share."""

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
        issue = Issue(code="wrong-type", message="a document is an object", expected="an object")
        raise DocumentError(name, source.located([issue]))
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
    text = dumps(value).encode()
    target = Path(path)
    temporary = target.with_name(f".{secrets.token_hex(8)}.tmp")
    try:
        with temporary.open("xb") as file:
            if existing is Existing.REPLACE:
                # What only its owner could read stays so.
                with contextlib.suppress(FileNotFoundError):
                    temporary.chmod(stat.S_IMODE(target.stat().st_mode))
            file.write(text)
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


def head(kind: str) -> dict[str, str]:
    """Return the two keys that a document of a kind begins with, as they are written."""
    return {"$schema": f"urn:isomodel:schema:{kind}:{_VERSION}", "format": f"isomodel/{kind}/{_VERSION}"}


_HEAD = ("$schema", "format")
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
    if match is None or match[1] not in FORMATS:
        close = nearest(named, (f"isomodel/{kind}/{_VERSION}" for kind in FORMATS))
        issue = _issue("unknown-format", "this is no format of this library", named, expected, close)
    elif int(match[2]) != VERSION[0] or int(match[3]) > VERSION[1]:
        close = f"isomodel/{match[1]}/{_VERSION}"
        message = "this version of the format is not one this library reads"
        issue = _issue("unknown-version", message, named, f"version {VERSION[0]}.0 to {_VERSION}", close)
    else:
        return match[1], issues
    return None, [*issues, issue]


_SHOWN = 80


def _issue(code: str, message: str, named: str, expected: str, close: str | None) -> Issue:
    found = named if len(named) <= _SHOWN else named[: _SHOWN - 1] + "…"
    return Issue(code=code, message=message, path="/format", found=found, expected=expected, nearest=close)
