# SPDX-License-Identifier: Apache-2.0
"""The command about the work to be done: ``isomodel plan``.

A plan is made and shown; nothing is written unless a file is named. Importing this module adds its command to the
command line.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from isomodel import documents, planning
from isomodel.assessment import Assessment
from isomodel.cli import ExitCode, display
from isomodel.cli.commands import (
    AskedGate,
    Every,
    Json,
    Numbers,
    On,
    Own,
    UsageError,
    app,
    asked_day,
    asked_edition,
    content_for,
    load_file,
    private_editions,
    read_bytes,
    write,
    write_text,
)
from isomodel.errors import DocumentError, Issue
from isomodel.planning import Forecast, Plan, PlanOutcome, Resources
from isomodel.policy import Policy
from isomodel.register import neutralized
from isomodel.serialization import DEFAULT_LIMITS
from isomodel.text import printable

__all__ = ["plan"]


@app.command
def plan(  # noqa: PLR0913 - one parameter an option.
    file: Path,
    /,
    *,
    gate: AskedGate,
    standard: str | None = None,
    on: On = None,
    by: On = None,
    people: Path | None = None,
    policy: Numbers = None,
    forecast: bool = False,
    seed: int | None = None,
    runs: int = 1000,
    out: Path | None = None,
    replace: bool = False,
    own: Own = (),
    every: Every = False,
    as_json: Json = False,
) -> int:
    """Give the least work that makes an organization ready for an audit, in an order that holds, with people and days.

    The exit code is 0 when the plan makes it ready, by the day if one is given, and 3 when it is late or falls short.

    Args:
        file: The assessment.
        gate: The audit to be ready for.
        standard: The edition, in any spelling; may be left out when the assessment is against one only.
        on: The day of the record, as YYYY-MM-DD; today where left out. Work begins on it.
        by: The day by which it is to be done, as YYYY-MM-DD.
        people: Who works on it: a resources document, or a table (.csv) with the columns id, name, capacity, skills
            and absent; one who can do everything where left out.
        policy: A policy document with other numbers than the usual ones for the verdict.
        forecast: Run through the plan many times and say when it may be done; needs --seed.
        seed: The seed of the forecast, any whole number: the same one gives the same forecast.
        runs: How many times.
        out: Write the plan to this file: .svg is a Gantt chart, .mmd one in Mermaid's language, .csv a table,
            .json the document.
        replace: Let the file take the place of one that is there.
        own: An edition of your own, as a document or the folder of a pack; may be given several times.
        every: List every step.
        as_json: Print the plan as a document; with --forecast, the forecast.
    """
    if forecast and seed is None:
        raise UsageError("--seed", "needed with --forecast: the same seed gives the same forecast")
    if out is not None and out.suffix not in _WRITERS:
        raise UsageError("--out", f"ends in one of {', '.join(_WRITERS)}")
    record = load_file(file, Assessment)
    private = private_editions(own)
    edition = asked_edition(standard, record, private)
    team = _resources(people)
    numbers = load_file(policy, Policy) if policy is not None else None
    with display.busy("planning"):
        made = planning.plan(
            record,
            content_for([gate], [edition], private),
            standard=edition.ref,
            gate=gate,
            on=asked_day(on),
            by=by,
            people=team.people,
            calendar=team.calendar,
            policy=numbers,
        )
        ahead = planning.forecast(made, seed=seed, runs=runs) if seed is not None and forecast and made.steps else None
    if out is not None:
        if out.suffix == ".json":
            write(made, out, replace=replace)
        else:
            write_text(_WRITERS[out.suffix](made), out, replace=replace)
    _show(made, ahead, every=every, as_json=as_json)
    return ExitCode.FINE if made.outcome in _IN_ORDER else ExitCode.GATE_NOT_MET


_IN_ORDER = (PlanOutcome.NOTHING_TO_DO, PlanOutcome.REACHES)


def _show(made: Plan, ahead: Forecast | None, *, every: bool, as_json: bool) -> None:
    screen = display.Screen(sys.stdout)
    if as_json:
        screen.emit(documents.dumps(ahead if ahead is not None else made))
        return
    lines = made.lines(shown=None) if every else made.lines()
    if ahead is not None:
        lines += ("", *str(ahead).splitlines())
    screen.show(*(display.said(line) for line in lines))


def _resources(path: Path | None) -> Resources:
    if path is None:
        return Resources()
    if path.suffix != ".csv":
        return load_file(path, Resources)
    data = read_bytes(path)
    if len(data) > DEFAULT_LIMITS.size:
        # Only so much was read: whoever stands behind it would be left out without a word.
        found, most = f"{len(data)} bytes or more", f"at most {DEFAULT_LIMITS.size} bytes"
        issue = Issue(code="too-large", message="the table is too large", found=found, expected=most)
        raise DocumentError(str(path), (issue,))
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        issue = Issue(code="not-utf-8", message=f"byte {error.start} is no UTF-8", expected="a table saved as UTF-8")
        raise DocumentError(str(path), (issue,)) from None
    return Resources(people=planning.read_people(text, name=str(path)))


# Files.


def _table(made: Plan) -> str:
    out = io.StringIO()
    rows = made.rows()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(rows[0] if rows else ())
    writer.writerows([neutralized(printable(cell)) for cell in row.values()] for row in rows)
    return out.getvalue()


_WRITERS: Mapping[str, Callable[[Plan], str]] = {
    ".svg": planning.draw_gantt,
    ".mmd": planning.to_mermaid_gantt,
    ".csv": _table,
    ".json": documents.dumps,
}
