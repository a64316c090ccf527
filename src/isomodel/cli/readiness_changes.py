# SPDX-License-Identifier: Apache-2.0
"""The commands about what would change an answer: ``isomodel impact``, ``what-if``, ``sensitivity`` and ``compare``.

None of them writes: a changed record is asked about and thrown away. Importing this module adds its commands to the
command line.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from isomodel import readiness
from isomodel.assessment import Assessment, Conformity, RecordList
from isomodel.cli import ExitCode, display
from isomodel.cli.commands import (
    AskedGate,
    AskedGates,
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
    naming,
    private_editions,
    read_bytes,
)
from isomodel.errors import nearest
from isomodel.model import StandardEdition
from isomodel.policy import Policy
from isomodel.readiness import Change, ChangeList, Close, Drop, Gate, Judge, Readiness, Renew
from isomodel.readiness import On as AnotherDay
from isomodel.serialization import canonical, parse, structure, unstructure

__all__ = ["compare", "impact", "sensitivity", "what_if"]


Names = Annotated[tuple[str, ...], Parameter(negative=())]


def _opened(
    file: Path, gates: Iterable[Gate], standard: str | None, own: tuple[Path, ...], policy: Path | None
) -> tuple[Assessment, tuple[StandardEdition, ...], Policy | None]:
    """Return the record, the content that the gates read with the edition asked about first, and the policy."""
    record, private = load_file(file, Assessment), private_editions(own)
    numbers = load_file(policy, Policy) if policy is not None else None
    edition = asked_edition(standard, record, private)
    return record, content_for(gates, [edition], private), numbers


@app.command
def impact(  # noqa: PLR0913 - one parameter an option.
    file: Path,
    /,
    *,
    of: Names,
    gate: AskedGates = (),
    standard: str | None = None,
    on: On = None,
    as_json: Json = False,
    policy: Numbers = None,
    own: Own = (),
    every: Every = False,
) -> int:
    """Say what falls when evidence is gone, a finding weighs no more, or a requirement is not fulfilled.

    It tells who loses support and why, which gates flip, and for evidence with a last day what falls on that day.

    Args:
        file: The assessment; it stays as it is.
        of: The id of evidence or of a finding, or a requirement, control or clause; given several times, all together.
        gate: Only this gate; may be given several times. All of them where left out.
        standard: The edition asked about, in any spelling; may be left out when the assessment is against one only.
        on: The day asked about, as YYYY-MM-DD; today where left out.
        as_json: Print one object: losses with their paths, and what is different for each gate.
        policy: A policy document with other numbers than the usual ones.
        own: An edition of your own, as a document or the folder of a pack; may be given several times.
        every: Show every line.
    """
    record, editions, numbers = _opened(file, gate or Gate, standard, own, policy)
    day = asked_day(on)
    with display.busy("asking again"), naming("--of"):
        found = readiness.impact(
            record, editions, standard=editions[0].ref, on=day, of=of, gates=gate or None, policy=numbers
        )
    screen = display.Screen(sys.stdout)
    if as_json:
        told = {
            "of": list(found.of),
            "as_of": found.as_of.isoformat(),
            "losses": [unstructure(loss) for loss in found.losses()],
            "gates": [unstructure(one) for one in found.gates],
            "lapses": [unstructure(lapse) for lapse in found.lapses],
        }
        screen.emit(canonical(told))
        return ExitCode.FINE
    lines = None if every else display.BLOCKERS_SHOWN
    screen.show(*(display.said(line) for line in str(found.support).splitlines()))
    for one in found.gates:
        screen.show(*display.comparison_view(one, lines=lines))
    for lapse in found.lapses:
        screen.show(display.said(f"{lapse.evidence} lapses on {lapse.on}: renewed → as the record stands", "bold"))
        for one in lapse.gates:
            screen.show(*display.comparison_view(one, lines=lines))
    return ExitCode.FINE


@app.command
def what_if(  # noqa: PLR0913 - one parameter an option.
    file: Path,
    /,
    *,
    gate: AskedGate,
    changes: Path | None = None,
    without: Names = (),
    judge: Names = (),
    close: Names = (),
    renew: Names = (),
    then: On = None,
    standard: str | None = None,
    on: On = None,
    as_json: Json = False,
    policy: Numbers = None,
    own: Own = (),
    every: Every = False,
) -> int:
    """Say what the answer would be if something were so; nothing is written.

    The exit code is 0 whatever the answer: it is about a record that does not exist.

    Args:
        file: The assessment; it stays as it is.
        gate: The gate asked about.
        changes: A JSON file of changes: an object with drop, put, judge, close, renew and on, each where needed.
        without: Take out the evidence of this id; may be given several times.
        judge: What is found about a requirement, control or clause, such as 9.2=conforming; may be given several times.
        close: Close the finding of this id on the day; may be given several times.
        renew: Let the evidence of this id count as if it were renewed; may be given several times.
        then: Ask about this day afterwards, as YYYY-MM-DD.
        standard: The edition asked about, in any spelling; may be left out when the assessment is against one only.
        on: The day asked about, as YYYY-MM-DD; today where left out.
        as_json: Print one object: what is different, and the readiness document of the changed record.
        policy: A policy document with other numbers than the usual ones.
        own: An edition of your own, as a document or the folder of a pack; may be given several times.
        every: Show every line.
    """
    record, editions, numbers = _opened(file, [gate], standard, own, policy)
    told: list[Change] = []
    if changes is not None:
        told.extend(structure(parse(read_bytes(changes), name=str(changes)), ChangeList).changes)
    told.extend(Drop(records=RecordList.EVIDENCE, id=name) for name in without)
    told.extend(Close(name) for name in close)
    told.extend(Renew(name) for name in renew)
    told.extend(_judged(judge))
    if then is not None:
        told.append(AnotherDay(then))
    if not told:
        raise UsageError("what-if", "needs a change: --changes, --without, --judge, --close, --renew or --then")
    day = asked_day(on)
    with display.busy("asking again"), naming("what-if"):
        found = readiness.what_if(record, told, editions, standard=editions[0].ref, gate=gate, on=day, policy=numbers)
    screen = display.Screen(sys.stdout)
    if as_json:
        screen.emit(canonical({"comparison": unstructure(found.comparison), "after": unstructure(found.after)}))
    else:
        screen.show(*display.comparison_view(found.comparison, lines=None if every else display.BLOCKERS_SHOWN))
    return ExitCode.FINE


def _judged(words: tuple[str, ...]) -> Iterator[Judge]:
    known = [one.value for one in Conformity]
    for word in words:
        ref, _, found = word.rpartition("=")
        if not ref or found not in known:
            close = nearest(found, known)
            hint = f"; did you mean {close}?" if close is not None else ""
            raise UsageError("--judge", f"{word!r} is not a reference, = and one of {', '.join(known)}{hint}")
        yield Judge(ref=ref, conformity=Conformity(found))


@app.command
def sensitivity(  # noqa: PLR0913 - one parameter an option.
    file: Path,
    /,
    *,
    gate: AskedGate,
    standard: str | None = None,
    on: On = None,
    as_json: Json = False,
    policy: Numbers = None,
    own: Own = (),
) -> int:
    """Name the single facts of a record whose loss makes the verdict another.

    Args:
        file: The assessment; it stays as it is.
        gate: The gate asked about.
        standard: The edition asked about, in any spelling; may be left out when the assessment is against one only.
        on: The day asked about, as YYYY-MM-DD; today where left out.
        as_json: Print the answer as one object.
        policy: A policy document with other numbers than the usual ones.
        own: An edition of your own, as a document or the folder of a pack; may be given several times.
    """
    record, editions, numbers = _opened(file, [gate], standard, own, policy)
    day = asked_day(on)
    with display.busy("taking each fact away"):
        found = readiness.sensitivity(record, editions, standard=editions[0].ref, gate=gate, on=day, policy=numbers)
    screen = display.Screen(sys.stdout)
    if as_json:
        screen.emit(canonical(unstructure(found)))
    else:
        screen.show(*(display.said(line) for line in str(found).splitlines()))
    return ExitCode.FINE


@app.command
def compare(before: Path, after: Path, /, *, as_json: Json = False, every: Every = False) -> int:
    """Say what is different between two answers, and whether the facts changed or the rules.

    Args:
        before: A readiness document, as isomodel readiness --json prints it.
        after: Another one about the same organization, standard and gate.
        as_json: Print the difference as one object.
        every: Show every line.
    """
    found = readiness.compare(load_file(before, Readiness), load_file(after, Readiness))
    screen = display.Screen(sys.stdout)
    if as_json:
        screen.emit(canonical(unstructure(found)))
    else:
        screen.show(*display.comparison_view(found, lines=None if every else display.BLOCKERS_SHOWN))
    return ExitCode.FINE
