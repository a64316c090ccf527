# SPDX-License-Identifier: Apache-2.0
"""The commands about schemas and their versions: ``isomodel validate``, ``isomodel upgrade`` and ``isomodel schema``.

Validating goes by the schema alone, as other programs do; ``isomodel check`` reads the document and tells more. A
document of an older version is brought up to date in a new file; the old one stays as it is.
Importing this module adds its commands to the command line.
"""

from __future__ import annotations

import enum
import functools
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote

from cyclopts import App, Parameter

from isomodel import documents, schema
from isomodel.cli import ExitCode, display
from isomodel.cli.commands import Json, UsageError, app, has_errors, member, read_bytes, write
from isomodel.errors import DocumentError, Issue, Severity, UnknownNameError
from isomodel.serialization import canonical, parse, unstructure
from isomodel.version import VERSION

__all__ = ["schemas"]

schemas = App(name="schema", help="The schemas of documents, and what a change of one breaks.", version_flags=())
app.command(schemas)


class Form(enum.Enum):
    """How a schema is printed."""

    DRAFT_2020_12 = "2020-12"
    DRAFT_07 = "draft-07"
    TYPESCRIPT = "typescript"


@app.command
def validate(
    *files: Annotated[Path, Parameter(required=True)],
    as_json: Json = False,
    sarif: Annotated[bool, Parameter(name="--sarif")] = False,
) -> int:
    """Tell what is wrong with documents by their schemas, as programs that see only the schemas do.

    The exit code is 1 when anything is wrong, and 0 otherwise; isomodel check tells what no schema can say as well.

    Args:
        files: The documents; the format of each tells which schema it has to keep.
        as_json: Print an array of objects, one a file, each with its issues.
        sarif: Print a SARIF log, for programs that show findings beside the lines of a file.
    """
    if as_json and sarif:
        raise UsageError("--sarif", "prints JSON already; leave --json out")
    screen = display.Screen(sys.stdout)
    found = [(str(path), schema.validate(read_bytes(path), name=str(path))) for path in files]
    if sarif:
        screen.emit(canonical(_sarif(found)))
    elif as_json:
        screen.emit(
            canonical([{"source": name, "issues": [unstructure(one) for one in issues]} for name, issues in found])
        )
    else:
        for name, issues in found:
            screen.show(*display.issue_lines(name, issues), display.said(f"{name}: {display.counted_issues(issues)}"))
    return ExitCode.ERROR if any(has_errors(issues) for _, issues in found) else ExitCode.FINE


_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFORMATION: "note"}


def _sarif(found: Iterable[tuple[str, tuple[Issue, ...]]]) -> dict[str, Any]:
    """Give issues as a log of SARIF 2.1.0."""
    told = [(name, issue) for name, issues in found for issue in issues]
    rules = [{"id": code} for code in sorted({issue.code for _, issue in told})]
    return {
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "isomodel", "semanticVersion": VERSION, "rules": rules}},
                "columnKind": "unicodeCodePoints",
                "results": [
                    {
                        "ruleId": issue.code,
                        "level": _LEVELS[issue.severity],
                        "message": {"text": str(display.said(issue.message))},
                        "locations": [_location(name, issue)],
                    }
                    for name, issue in told
                ],
            }
        ],
    }


def _location(name: str, issue: Issue) -> dict[str, Any]:
    # A URI has no spaces, and marks of its own.
    place: dict[str, Any] = {"artifactLocation": {"uri": quote(Path(name).as_posix())}}
    if issue.line is not None:
        place["region"] = {"startLine": issue.line, "startColumn": issue.column}
    location: dict[str, Any] = {"physicalLocation": place}
    if issue.path:
        location["logicalLocations"] = [{"fullyQualifiedName": issue.path}]
    return location


@app.command
def upgrade(file: Path, /, *, out: Path, replace: bool = False, as_json: Json = False) -> int:
    """Bring a document of an older version up to date, into a new file, and tell everything that is another now.

    Args:
        file: The document; it stays as it is.
        out: The file to write the new one to.
        replace: Replace that file where it exists.
        as_json: Print an object: the formats, and the changes.
    """
    if out.resolve() == file.resolve():
        raise UsageError("--out", "has to be another file than the document, which stays as it is")
    found = documents.upgrade(read_bytes(file), name=str(file))
    write(found.value, out, replace=replace)
    screen = display.Screen(sys.stdout)
    if as_json:
        changes = [unstructure(one) for one in found.changes]
        screen.emit(
            canonical({"source": str(file), "found": found.found, "becomes": found.becomes, "changes": changes})
        )
    else:
        screen.show(*(display.said(line) for line in str(found).splitlines()))
    return ExitCode.FINE


@schemas.command
def diff(old: Path, new: Path, /, *, as_json: Json = False) -> int:
    """Say what changed between two schemas, and what it means for those who write and read by the old one.

    The exit code is 3 when documents of the old schema can be refused by the new one, and 0 otherwise.

    Args:
        old: The schema as it was, a JSON Schema file.
        new: The schema as it is.
        as_json: Print an object: the step of the version, and the changes.
    """
    found = schema.diff(_tree(old), _tree(new))
    screen = display.Screen(sys.stdout)
    if as_json:
        screen.emit(canonical(unstructure(found)))
    else:
        screen.show(*(display.said(line) for line in str(found).splitlines()))
    return ExitCode.GATE_NOT_MET if found.step is schema.Step.MAJOR else ExitCode.FINE


def _tree(path: Path) -> dict[str, Any]:
    # A schema of others may hold numbers that no document of ours may; its text is held to the same limits otherwise.
    data = read_bytes(path)
    try:
        tree = json.loads(data)
    except (ValueError, RecursionError):
        tree = parse(data, name=str(path)).tree
    if not isinstance(tree, dict):
        issue = Issue(code="wrong-type", message="a schema is an object", expected="an object")
        raise DocumentError(str(path), (issue,))
    return tree


@schemas.command
def show(
    kind: str,
    /,
    *,
    form: Annotated[Form, Parameter(name="--form", converter=functools.partial(member, Form))] = Form.DRAFT_2020_12,
) -> int:
    """Print the schema of a kind of document.

    Args:
        kind: The kind, such as assessment.
        form: 2020-12, draft-07 for editors, or typescript for declarations.
    """
    try:
        held = schema.document(kind)
    except UnknownNameError as error:
        raise UsageError("KIND", str(error)) from error
    dialect = schema.Dialect.DRAFT_07 if form is Form.DRAFT_07 else schema.Dialect.DRAFT_2020_12
    text = held.typescript() if form is Form.TYPESCRIPT else held.text(dialect)
    display.Screen(sys.stdout).emit(text)
    return ExitCode.FINE
