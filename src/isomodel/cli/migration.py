# SPDX-License-Identifier: Apache-2.0
"""The commands about moving between editions: ``isomodel migrate``.

A plan is shown before anything is carried over; carrying over writes a new file and a log, never the file it read.
Importing this module adds its commands to the command line.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from isomodel import catalogue, documents, migration
from isomodel.assessment import Assessment
from isomodel.cli import ExitCode, display
from isomodel.cli.commands import (
    Every,
    Json,
    Numbers,
    On,
    Own,
    UsageError,
    any_edition,
    app,
    asked_day,
    counting,
    load_file,
    private_editions,
    write,
)
from isomodel.correspondence import CorrespondenceTable
from isomodel.identifiers import StandardRef
from isomodel.model import StandardEdition
from isomodel.policy import Policy

__all__ = ["moves"]

moves = App(
    name="migrate",
    help="What changes from one edition to another, and carrying a record over.",
    version_flags=(),
)
app.command(moves)

Table = Annotated[Path | None, Parameter(name="--table")]


def _table(path: Path | None) -> CorrespondenceTable | None:
    return load_file(path, CorrespondenceTable) if path is not None else None


@moves.command
def compare(old: str, new: str, /, *, table: Table = None, own: Own = (), as_json: Json = False) -> int:
    """Say what became of every requirement and control of an edition, and what is new in the other.

    Args:
        old: The old edition, in any spelling.
        new: The new one.
        table: A correspondence document that says how they correspond; the one that comes along where left out.
        own: An edition of your own, as a document or the folder of a pack; may be given several times.
        as_json: Print the comparison as a document.
    """
    private = private_editions(own)
    found = migration.compare(
        any_edition(old, private, option="OLD"), any_edition(new, private, option="NEW"), table=_table(table)
    )
    screen = display.Screen(sys.stdout)
    if as_json:
        screen.emit(documents.dumps(found))
    else:
        screen.show(*(display.said(line) for line in str(found).splitlines()))
    return ExitCode.FINE


@moves.command
def plan(  # noqa: PLR0913 - one parameter an option.
    file: Path,
    /,
    *,
    to: str,
    source: Annotated[str | None, Parameter(name="--from")] = None,
    on: On = None,
    table: Table = None,
    own: Own = (),
    every: Every = False,
    as_json: Json = False,
) -> int:
    """Say what would become of every record of an assessment in a new edition; nothing is changed.

    Args:
        file: The assessment.
        to: The edition to carry it to, in any spelling.
        source: The edition to carry from; may be left out where the assessment has one other edition of that standard.
        on: The day it is planned for, as YYYY-MM-DD; today where left out.
        table: A correspondence document that says how they correspond; the one that comes along where left out.
        own: An edition of your own, as a document or the folder of a pack; may be given several times.
        every: Show every line.
        as_json: Print the plan as a document.
    """
    planned = _planned(file, to, source, on, table, own)[1]
    screen = display.Screen(sys.stdout)
    if as_json:
        screen.emit(documents.dumps(planned))
    else:
        screen.show(*(display.said(line) for line in planned.lines(shown=None if every else 12)))
    return ExitCode.FINE


def _planned(  # noqa: PLR0913, PLR0917 - what two commands share.
    file: Path, to: str, source: str | None, on: On, table: Path | None, own: tuple[Path, ...]
) -> tuple[Assessment, migration.MigrationPlan]:
    record = load_file(file, Assessment)
    private = private_editions(own)
    new = any_edition(to, private, option="--to")
    old = (
        any_edition(source, private, option="--from") if source is not None else _own_predecessor(record, new, private)
    )
    with display.busy("following the record"):
        planned = migration.plan(record, to=new, on=asked_day(on), source=old, table=_table(table))
    return record, planned


def _own_predecessor(
    record: Assessment, new: StandardEdition, private: dict[StandardRef, StandardEdition]
) -> StandardEdition | None:
    """Return the one other edition of the standard where it is one's own; of all others the library knows better."""
    same = [ref for ref in record.editions if ref.undated == new.ref.undated and ref != new.ref]
    return private.get(same[0]) if len(same) == 1 else None


@moves.command(name="apply")
def apply_(  # noqa: PLR0913 - one parameter an option.
    file: Path,
    /,
    *,
    to: str,
    out: Path,
    log: Path,
    source: Annotated[str | None, Parameter(name="--from")] = None,
    on: On = None,
    table: Table = None,
    own: Own = (),
    replace: bool = False,
) -> int:
    """Carry an assessment over: write it with the new edition's records beside the old ones, and a log of it.

    Args:
        file: The assessment; it stays as it is.
        to: The edition to carry it to, in any spelling.
        out: The file to write the new assessment to.
        log: The file to write the log to; isomodel migrate undo takes it all back.
        source: The edition to carry from; may be left out where the assessment has one other edition of that standard.
        on: The day it is planned for, as YYYY-MM-DD; today where left out.
        table: A correspondence document that says how they correspond; the one that comes along where left out.
        own: An edition of your own, as a document or the folder of a pack; may be given several times.
        replace: Let the files take the place of those that are there.
    """
    if out.resolve() == log.resolve():
        raise UsageError("--log", "has to be another file than that of --out")
    for path in (log, out):
        # Both or neither: a log of what was never written would be in the way of the next attempt.
        if not replace and os.path.lexists(path):
            raise documents.FileExistsRefusal(str(path))
    record, planned = _planned(file, to, source, on, table, own)
    moved, done = migration.apply(planned, record)
    write(done, log, replace=replace)
    write(moved, out, replace=replace)
    display.Screen(sys.stdout).show(*(display.said(line) for line in planned.lines(shown=0)))
    return ExitCode.FINE


@moves.command
def undo(file: Path, log: Path, /, *, out: Path, replace: bool = False) -> int:
    """Take back what a log says was carried over; what was recorded since stays.

    Args:
        file: The assessment that records were carried over in.
        log: The log of it.
        out: The file to write the assessment to.
        replace: Let the file take the place of one that is there.
    """
    back = migration.undo(load_file(file, Assessment), load_file(log, migration.MigrationLog))
    write(back, out, replace=replace)
    return ExitCode.FINE


@moves.command
def reuse(  # noqa: PLR0913 - one parameter an option.
    file: Path, /, *, toward: str, on: On = None, policy: Numbers = None, own: Own = (), as_json: Json = False
) -> int:
    """Say how much of another standard an organization has already, in three figures that are never made one.

    Args:
        file: The assessment.
        toward: The other standard's edition, in any spelling.
        on: The day that decides which evidence is current, as YYYY-MM-DD; today where left out.
        policy: A policy document with other numbers than the usual ones for how long evidence counts.
        own: An edition of your own, as a document or the folder of a pack; may be given several times.
        as_json: Print the answer as a document.
    """
    private = private_editions(own)
    record = load_file(file, Assessment)
    held = [private.get(ref) or catalogue.load(ref) for ref in record.editions]
    other = any_edition(toward, private, option="--toward")
    numbers = load_file(policy, Policy) if policy is not None else None
    found = migration.reuse(record, toward=other, on=asked_day(on), editions=held, **counting(numbers))
    screen = display.Screen(sys.stdout)
    if as_json:
        screen.emit(documents.dumps(found))
    else:
        screen.show(*(display.said(line) for line in str(found).splitlines()))
    return ExitCode.FINE
