# SPDX-License-Identifier: Apache-2.0
"""The commands about more than one answer: ``isomodel overview`` and ``isomodel period``.

One asks several standards at once, the other whether what recurs has run. Importing this module adds its commands to
the command line.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from isomodel import documents, readiness
from isomodel.assessment import Assessment
from isomodel.cli import ExitCode, display
from isomodel.cli.commands import (
    AskedGates,
    Day,
    Json,
    Numbers,
    On,
    Own,
    UsageError,
    app,
    asked_day,
    asked_edition,
    content_for,
    editions_of,
    load_file,
    private_editions,
)
from isomodel.policy import Policy
from isomodel.readiness import Verdict

__all__: list[str] = []

Standards = Annotated[tuple[str, ...], Parameter(name="--standard")]


@app.command
def overview(  # noqa: PLR0913 - one parameter an option.
    file: Path,
    /,
    *,
    gates: AskedGates,
    standards: Standards = (),
    on: On = None,
    as_json: Json = False,
    policy: Numbers = None,
    own: Own = (),
) -> int:
    """Say for several standards at once whether an organization is ready: the worst first, never a mean.

    The exit code is 0 when every verdict is ready, and 3 otherwise.

    Args:
        file: The assessment.
        gates: The audit asked about; may be given several times.
        standards: An edition asked about, in any spelling; may be given several times; all of them where left out.
        on: The day asked about, as YYYY-MM-DD; today where left out.
        as_json: Print the answer as a document.
        policy: A policy document with other numbers than the usual ones.
        own: An edition of your own, as a document or the folder of a pack; may be given several times.
    """
    record = load_file(file, Assessment)
    private = private_editions(own)
    numbers = load_file(policy, Policy) if policy is not None else None
    named = [asked_edition(name, record, private).ref for name in standards] or record.editions
    day = asked_day(on)
    with display.busy("reading the record"):
        known = content_for(gates, editions_of(record, private), private)
        found = readiness.together(record, known, standards=named, gates=gates, on=day, policy=numbers)
    _print(documents.dumps(found) if as_json else None, found.lines())
    return ExitCode.FINE if found.verdict is Verdict.READY else ExitCode.GATE_NOT_MET


@app.command
def period(  # noqa: PLR0913 - one parameter an option.
    file: Path,
    /,
    *,
    start: Annotated[Day, Parameter(name="--from")],
    end: Annotated[Day, Parameter(name="--to")],
    standard: str | None = None,
    on: On = None,
    as_json: Json = False,
    as_svg: Annotated[bool, Parameter(name="--svg")] = False,
    policy: Numbers = None,
    own: Own = (),
) -> int:
    """Say whether what recurs has run in a window of days: audits, reviews, evaluations, records.

    The exit code is 0 whatever was found: no gate is asked about.

    Args:
        file: The assessment.
        start: The first day of the window, as YYYY-MM-DD.
        end: The last day of the window, as YYYY-MM-DD.
        standard: The edition asked about, in any spelling; may be left out when the assessment is against one only.
        on: The day whose knowledge counts, as YYYY-MM-DD; today where left out.
        as_json: Print the view as a document.
        as_svg: Print it as a picture, to be kept in a file.
        policy: A policy document with other numbers than the usual ones.
        own: An edition of your own, as a document or the folder of a pack; may be given several times.
    """
    if as_json and as_svg:
        raise UsageError("--svg", "cannot be with --json")
    if end < start:
        raise UsageError("--to", f"has to be {start} or later")
    record = load_file(file, Assessment)
    private = private_editions(own)
    numbers = load_file(policy, Policy) if policy is not None else None
    edition = asked_edition(standard, record, private)
    day = asked_day(on)
    with display.busy("reading the record"):
        found = readiness.period(record, (edition,), standard=edition.ref, start=start, end=end, on=day, policy=numbers)
    picture = readiness.draw_period(found) if as_svg else None
    _print(documents.dumps(found) if as_json else picture, found.lines())
    return ExitCode.FINE


def _print(document: str | None, lines: Iterable[str]) -> None:
    screen = display.Screen(sys.stdout)
    if document is not None:
        screen.emit(document)
    else:
        screen.show(*(display.said(line) for line in lines))
