# SPDX-License-Identifier: Apache-2.0
"""Files of the library's own formats: which class each holds, reading and writing them.

A document is JSON that begins with ``$schema`` and ``format``; the format names kind and version. ``$schema`` is for
editors: it is written, accepted and never looked at. Writing never leaves half a file and never replaces one unasked.
"""

from __future__ import annotations

import enum
import os
import re
import secrets
from pathlib import Path

import attrs

from isomodel.assessment import Assessment
from isomodel.errors import DocumentError, IsomodelError, Issue, UnknownNameError, nearest
from isomodel.evidence import EvidenceRegister
from isomodel.model import StandardEdition
from isomodel.policy import Policy
from isomodel.readiness import GateRules, Readiness, TruthTable
from isomodel.serialization import DEFAULT_LIMITS, Limits, Source, canonical, parse, structure, unstructure

__all__ = ["FORMATS", "Existing", "FileExistsRefusal", "dump", "dumps", "load", "loads"]

FORMATS: dict[str, type] = {
    "standard-edition": StandardEdition,
    "assessment": Assessment,
    "evidence-register": EvidenceRegister,
    "readiness": Readiness,
    "policy": Policy,
    "truth-table": TruthTable,
    "gate-rules": GateRules,
}
"""The kind of each document and the class it holds: the one table that reading, writing and schemas share."""

VERSION = (1, 0)
"""Version of the formats: readers of a major version read every document of it that is not newer than they are."""

_FORMAT = re.compile(r"isomodel/([a-z]+(?:-[a-z]+)*)/([0-9]{1,4})\.([0-9]{1,4})", re.ASCII)


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


def load(path: str | os.PathLike[str], *, limits: Limits = DEFAULT_LIMITS) -> object:
    """Read a document of any of the library's formats; its ``format`` decides which class comes back.

    Raises:
        DocumentError: It cannot be read; every problem is in ``issues``, with line and column.
        OSError: The file cannot be opened.
    """
    with Path(path).open("rb") as file:
        # One byte more than allowed is enough to know; the rest of a huge file is never read.
        data = file.read(limits.size + 1)
    return loads(data, name=os.fspath(path), limits=limits)


def loads(data: bytes | str, *, name: str = "document", limits: Limits = DEFAULT_LIMITS) -> object:
    """Read a document from text; see :func:`load`."""
    source = parse(data, name=name, limits=limits)
    kind, content = _opened(source)
    return structure(Source(name=source.name, tree=content, text=source.text), FORMATS[kind])


def dump(value: object, path: str | os.PathLike[str], *, existing: Existing = Existing.REFUSE) -> None:
    """Write a value as a document: whole, or not at all.

    Raises:
        FileExistsRefusal: The file is there and ``existing`` does not say that it may be replaced.
        UnknownNameError: The value is of no class that a document holds.
        OSError: The file cannot be written.
    """
    text = dumps(value)
    target = Path(path)
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(8)}.tmp")
    try:
        with temporary.open("xb") as file:
            file.write(text.encode())
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
    """Write a value as the canonical text of its document; equal values give equal text."""
    kind = next((kind for kind, cls in FORMATS.items() if type(value) is cls), None)
    if kind is None:
        raise UnknownNameError("document class", type(value).__name__, nearest(type(value).__name__, _class_names()))
    version = f"{VERSION[0]}.{VERSION[1]}"
    head = {"$schema": f"urn:isomodel:schema:{kind}:{version}", "format": f"isomodel/{kind}/{version}"}
    return canonical({**head, **unstructure(value)})


def _class_names() -> list[str]:
    return [cls.__name__ for cls in FORMATS.values()]


def _opened(source: Source) -> tuple[str, dict[str, object]]:
    tree = source.tree
    if not isinstance(tree, dict):
        issue = Issue(code="wrong-type", message="a document is an object", expected="an object")
        raise DocumentError(source.name, source.located([issue]))
    issues = []
    named = tree.get("format")
    schema = tree.get("$schema", "")
    if not isinstance(schema, str):
        issues.append(Issue(code="wrong-type", message="$schema is text", path="/$schema", expected="text"))
    expected = f"isomodel/<kind>/{VERSION[0]}.{VERSION[1]}, kind being one of " + ", ".join(FORMATS)
    match = _FORMAT.fullmatch(named) if isinstance(named, str) else None
    if "format" not in tree:
        close = nearest("format", tree)
        message = "the document does not say what it is: the key 'format' is missing"
        issues.append(Issue(code="missing-key", message=message, expected=expected, nearest=close))
    elif match is None or match[1] not in FORMATS:
        kinds = {f"isomodel/{kind}/{VERSION[0]}.{VERSION[1]}" for kind in FORMATS}
        close = nearest(named, sorted(kinds)) if isinstance(named, str) else None
        shown = named[:80] if isinstance(named, str) else repr(type(named).__name__)
        message = "this is no format of this library"
        issues.append(
            Issue(code="unknown-format", message=message, path="/format", found=shown, expected=expected, nearest=close)
        )
    elif int(match[2]) != VERSION[0] or int(match[3]) > VERSION[1]:
        message = "this version of the format is not one this library reads"
        expected = f"version {VERSION[0]}.0 to {VERSION[0]}.{VERSION[1]}"
        issues.append(
            Issue(code="unknown-version", message=message, path="/format", found=str(named), expected=expected)
        )
    if issues or match is None:
        raise DocumentError(source.name, source.located(issues))
    return match[1], {key: value for key, value in tree.items() if key not in ("$schema", "format")}
