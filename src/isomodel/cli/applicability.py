# SPDX-License-Identifier: Apache-2.0
"""The commands about the Statement of Applicability: ``isomodel soa``.

Wherever a statement is asked for, an assessment will do as well: the statement is built from it for the day. Nothing
is ever written into the file that was read. Importing this module adds its commands to the command line.
"""

from __future__ import annotations

import datetime as dt
import enum
import functools
import sys
from pathlib import Path
from typing import Annotated

import attrs
from cyclopts import App, Parameter

from isomodel import applicability, documents
from isomodel.applicability import CertificateCitation, StatementOfApplicability, StatementVersion
from isomodel.assessment import Assessment
from isomodel.cli import ExitCode, display
from isomodel.cli.commands import (
    Day,
    Json,
    On,
    Opened,
    Own,
    UsageError,
    any_edition,
    app,
    asked_day,
    asked_edition,
    editions_of,
    expected_document,
    has_errors,
    load_file,
    member,
    naming,
    open_document,
    private_editions,
    resolved,
    write,
    write_text,
)
from isomodel.errors import InvariantError, Issue
from isomodel.identifiers import StandardRef
from isomodel.model import StandardEdition
from isomodel.serialization import canonical, unstructure

__all__ = ["statements"]

statements = App(
    name="soa",
    help="The Statement of Applicability: which controls are necessary, why, and what an auditor would object to.",
    version_flags=(),
)
app.command(statements)


class Form(enum.Enum):
    """In which form a statement is handed over."""

    JSON = "json"
    """The document."""
    CSV = "csv"
    """A table that a spreadsheet opens and the register import reads back."""
    MARKDOWN = "markdown"
    """A page to be read and signed."""


@Parameter(name="*")
@attrs.frozen(kw_only=True)
class Asked:
    """Which statement is asked for, where the file is an assessment.

    Attributes:
        standard: The edition with the controls, in any spelling; may be left out when the assessment is against one
            edition with controls only.
        custom: An edition of your own whose controls belong to the statement too; may be given several times.
        on: The day asked about, as YYYY-MM-DD; today where left out.
        own: An edition of your own, as a document or the folder of a pack; may be given several times.
    """

    standard: str | None = None
    custom: tuple[str, ...] = ()
    on: On = None
    own: Own = ()


@statements.command
def build(
    file: Path, /, *, asked: Asked | None = None, out: Path | None = None, replace: bool = False, as_json: Json = False
) -> int:
    """Build the statement that a record comes to on a day, and show what is excluded, open or not implemented.

    Args:
        file: The assessment.
        asked: Which statement is asked for.
        out: Write the statement to this file as a document.
        replace: Let the file take the place of one that is there.
        as_json: Print the statement as a document.
    """
    wanted = asked or Asked()
    opened = open_document(file)
    expected_document(opened, Assessment)
    soa = _read(opened, wanted, asked_day(wanted.on)).statement
    if out is not None:
        write(soa, out, replace=replace)
    screen = display.Screen(sys.stdout)
    if as_json:
        screen.emit(documents.dumps(soa))
    else:
        screen.show(*(display.said(line) for line in str(soa).splitlines()))
    return ExitCode.FINE


@statements.command
def check(file: Path, /, *, asked: Asked | None = None, as_json: Json = False) -> int:
    """List what an auditor would object to in a statement, each with its rule.

    The exit code is 1 when anything found is an error, and 0 otherwise.

    Args:
        file: An assessment, a statement, or a version.
        asked: Which statement is asked for.
        as_json: Print an array of issues.
    """
    wanted = asked or Asked()
    opened = open_document(file)
    _only_for_a_record(wanted, opened)
    day = asked_day(wanted.on)
    read = _read(opened, wanted, day)
    found = applicability.issues(read.statement, read.editions[0], on=day, custom=read.editions[1:])
    placed = read.placed(found)
    screen = display.Screen(sys.stdout)
    if as_json:
        screen.emit(canonical([unstructure(issue) for issue in placed]))
    else:
        told = placed if read.at is not None else tuple(attrs.evolve(issue, path="") for issue in placed)
        screen.show(*display.issue_lines(str(file), told), display.said(f"{file}: {display.counted_issues(found)}"))
    return ExitCode.ERROR if has_errors(found) else ExitCode.FINE


@statements.command
def freeze(  # noqa: PLR0913 - one parameter an option.
    file: Path,
    /,
    *,
    number: str,
    by: str,
    out: Path,
    asked: Asked | None = None,
    signed_on: Annotated[On, Parameter(name="--signed-on")] = None,
    replace: bool = False,
) -> int:
    """Make a statement a version, with number, day, signature and digest: what a certificate cites.

    What an auditor would object to does not keep it from being signed; ask isomodel soa check first.

    Args:
        file: An assessment or a statement.
        number: The number of the version.
        by: Who signs.
        out: The file to write the version to.
        asked: Which statement is asked for.
        signed_on: The day it is signed, as YYYY-MM-DD; the day asked about where left out.
        replace: Let the file take the place of one that is there.
    """
    wanted = asked or Asked()
    opened = open_document(file)
    if isinstance(opened.value, StatementVersion):
        raise UsageError("FILE", f"{file} is a version already: {opened.value.number}")
    _only_for_a_record(wanted, opened)
    day = asked_day(wanted.on)
    soa = _read(opened, wanted, day).statement
    try:
        version = applicability.freeze(soa, number=number, on=signed_on or day, signed_by=by)
    except InvariantError as error:
        option = {"number": "--number", "signed_by": "--by"}.get(error.field, "--signed-on")
        raise UsageError(option, str(error)) from error
    write(version, out, replace=replace)
    display.Screen(sys.stdout).show(*(display.said(line) for line in str(version).splitlines()[:2]))
    return ExitCode.FINE


@statements.command
def compare(old: Path, new: Path, /, *, asked: Asked | None = None, as_json: Json = False) -> int:
    """Tell every difference between two statements of one standard, field by field.

    Args:
        old: The older one: an assessment, a statement, or a version.
        new: The newer one.
        asked: Which statement is asked for.
        as_json: Print one object with added, removed, changed, unchanged and about.
    """
    wanted = asked or Asked()
    ends = [open_document(path) for path in (old, new)]
    _only_for_a_record(wanted, *ends)
    built = any(isinstance(one.value, Assessment) for one in ends)
    day = asked_day(wanted.on) if built else dt.date.min
    before, after = (_read(one, wanted, day).value for one in ends)
    found = applicability.compare(before, after)
    screen = display.Screen(sys.stdout)
    if as_json:
        screen.emit(canonical(unstructure(found)))
    else:
        screen.show(*(display.said(line) for line in str(found).splitlines()))
    return ExitCode.FINE


@statements.command
def export(
    file: Path,
    /,
    *,
    as_form: Annotated[Form, Parameter(name="--format", converter=functools.partial(member, Form))],
    asked: Asked | None = None,
    out: Path | None = None,
    replace: bool = False,
) -> int:
    """Hand a statement over as a document, as a table for a spreadsheet, or as a page to be signed.

    Args:
        file: An assessment, a statement, or a version.
        as_form: json, csv or markdown.
        asked: Which statement is asked for.
        out: The file to write to; printed where left out.
        replace: Let the file take the place of one that is there.
    """
    wanted = asked or Asked()
    opened = open_document(file)
    _only_for_a_record(wanted, opened)
    day = asked_day(wanted.on) if isinstance(opened.value, Assessment) else dt.date.min
    read = _read(opened, wanted, day)
    if as_form is Form.JSON:
        text = documents.dumps(read.value)
    elif as_form is Form.CSV:
        text = applicability.to_csv(read.statement)
    else:
        text = applicability.to_markdown(read.value)
    if out is None:
        # A table has the line ends that spreadsheets like; a terminal and a pipe have their own.
        display.Screen(sys.stdout).emit(text.replace("\r\n", "\n"))
    else:
        write_text(text, out, replace=replace)
    return ExitCode.FINE


@statements.command
def certificate(  # noqa: PLR0913 - one parameter an option.
    *versions: Path,
    number: str,
    standard: str,
    issued_on: Day,
    cites: str | None = None,
    on: On = None,
    own: Own = (),
    as_json: Json = False,
) -> int:
    """Say what is wrong with what a certificate says about the Statement of Applicability.

    The exit code is 1 when anything found is an error, and 0 otherwise.

    Args:
        versions: The versions there are.
        number: The number of the certificate.
        standard: The edition it is to, in any spelling.
        issued_on: The day it takes effect, as YYYY-MM-DD.
        cites: The number of the version it cites; left out where it cites none.
        on: The day asked about, as YYYY-MM-DD; today where left out.
        own: An edition of your own, as a document or the folder of a pack; may be given several times.
        as_json: Print an array of issues.
    """
    private = private_editions(own)
    with naming("--standard"):
        ref = resolved(standard, private)
    cited = CertificateCitation(certificate=number, standard=ref, issued_on=issued_on, version=cites)
    held = [load_file(path, StatementVersion) for path in versions]
    found = applicability.certificate_issues(cited, held, on=asked_day(on))
    screen = display.Screen(sys.stdout)
    if as_json:
        screen.emit(canonical([unstructure(issue) for issue in found]))
    else:
        name = f"certificate {number}"
        told = (attrs.evolve(issue, path="") for issue in found)
        screen.show(*display.issue_lines(name, told), display.said(f"{name}: {display.counted_issues(found)}"))
    return ExitCode.ERROR if has_errors(found) else ExitCode.FINE


# Where a statement comes from.


@attrs.frozen
class _Read:
    """A statement, the editions it is of, and where it stands in the file; nowhere where it was built."""

    opened: Opened
    value: StatementOfApplicability | StatementVersion
    editions: tuple[StandardEdition, ...]
    at: str | None

    @property
    def statement(self) -> StatementOfApplicability:
        return self.value.statement if isinstance(self.value, StatementVersion) else self.value

    def placed(self, issues: tuple[Issue, ...]) -> tuple[Issue, ...]:
        """Give issues about the statement their place in the file."""
        if self.at is None:
            return issues
        return self.opened.located(attrs.evolve(issue, path=f"{self.at}{issue.path}") for issue in issues)


def _only_for_a_record(asked: Asked, *opened: Opened) -> None:
    """Refuse options that say what to build where nothing is to be built."""
    if any(isinstance(one.value, Assessment) for one in opened):
        return
    for option, given in (("--standard", asked.standard), ("--custom", asked.custom)):
        if given:
            raise UsageError(option, f"{opened[0].name} is no assessment; this says what to build from one")


def _read(opened: Opened, asked: Asked, day: dt.date) -> _Read:
    private = private_editions(asked.own)
    value = opened.value
    if isinstance(value, StatementOfApplicability | StatementVersion):
        soa = value.statement if isinstance(value, StatementVersion) else value
        named = (soa.standard, *soa.custom)
        editions = tuple(any_edition(str(ref), private, option="--catalogue") for ref in named)
        return _Read(opened, value, editions, "/statement" if isinstance(value, StatementVersion) else "")
    record = expected_document(opened, Assessment)
    edition = asked_edition(asked.standard or _with_controls(record, private), record, private)
    custom = tuple(any_edition(name, private, option="--custom") for name in asked.custom)
    with display.busy("building the statement"):
        built = applicability.statement(record, edition, on=day, custom=custom)
    return _Read(opened, built, (edition, *custom), None)


def _with_controls(record: Assessment, private: dict[StandardRef, StandardEdition]) -> str | None:
    """Return the name of the one edition of a record that has controls; None where there is not one only."""
    found = [edition.ref for edition in editions_of(record, private) if edition.controls()]
    return str(found[0]) if len(found) == 1 else None
