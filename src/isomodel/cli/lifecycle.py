# SPDX-License-Identifier: Apache-2.0
"""The commands about processes and cases: ``isomodel lifecycle``.

A case lives in its event log, a file that only grows. A fact of the command line is text, and the process declares
what it has to be: nothing is guessed. An event that may not happen is an answer and no mistake, with an exit code of
its own. Importing this module adds its commands to the command line.
"""

from __future__ import annotations

import datetime as dt
import errno
import functools
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import attrs
from cyclopts import App, Parameter
from rich.text import Text

from isomodel import documents, lifecycle
from isomodel.cli import ExitCode, display
from isomodel.cli.commands import (
    Json,
    On,
    UsageError,
    app,
    asked_day,
    load_file,
    near_day,
    read_bytes,
)
from isomodel.cli.display import Screen, said, table
from isomodel.errors import DocumentError, Issue, UnknownNameError, nearest
from isomodel.lifecycle import (
    EXPORTS,
    Allowed,
    Case,
    Certification,
    Condition,
    DateRule,
    Definition,
    Due,
    EventNotAllowedError,
    EventOrderError,
    FactError,
    FactType,
    LogHeader,
    NamedCase,
    ReplayError,
    UnmetGuard,
)
from isomodel.policy import Policy
from isomodel.serialization import DEFAULT_LIMITS, Source, canonical, parse, structure, unstructure
from isomodel.text import printable, shortened

if TYPE_CHECKING:
    from rich.console import RenderableType

__all__ = ["processes"]

processes = App(
    name="lifecycle",
    help="The processes of certification as tables, and cases of them: what may happen next, what is due.",
    version_flags=(),
)
app.command(processes)

Facts = Annotated[tuple[str, ...], Parameter(name="--fact", allow_leading_hyphen=False)]
Own = Annotated[Path | None, Parameter(name="--definition")]
Beside = Annotated[tuple[Path, ...], Parameter(name="--beside")]


# Processes.


@processes.command(name="list")
def list_(*, as_json: Json = False) -> int:
    """List the processes that come along.

    Args:
        as_json: Print an array of objects, one a process.
    """
    held = [lifecycle.definition(name) for name in lifecycle.definitions()]
    screen = Screen(sys.stdout)
    if as_json:
        screen.emit(canonical([{"name": one.name, "title": one.title, **_counted(one)} for one in held]))
    else:
        headers = ("process", "states", "events", "changes", "guards", "deadlines", "title")
        rows = (
            (said(one.name, "bold"), *(Text(str(size)) for size in _counted(one).values()), said(one.title))
            for one in held
        )
        screen.show(table(screen, headers, rows))
    return ExitCode.FINE


def _counted(definition: Definition) -> dict[str, int]:
    return {
        "states": len(definition.states),
        "events": len(definition.events),
        "changes": len(definition.changes),
        "guards": len(definition.guards),
        "deadlines": len(definition.deadlines),
    }


@processes.command
def show(name: str, /, *, as_json: Json = False) -> int:
    """Show a process: its states, events, status changes, guards, facts, deadlines and numbers.

    Args:
        name: The process, or the path of a lifecycle-definition document.
        as_json: Print the lifecycle-definition document.
    """
    definition = _named(name)
    screen = Screen(sys.stdout)
    if as_json:
        screen.emit(documents.dumps(definition))
    else:
        screen.show(*_tables(screen, definition))
    return ExitCode.FINE


def _format(_: object, tokens: Sequence[object]) -> str:
    text = str(getattr(tokens[0], "value", tokens[0]))
    if text in EXPORTS:
        return text
    close = nearest(text, EXPORTS)
    hint = f"; did you mean {close}?" if close is not None else ""
    message = f"{text!r} is not one of {', '.join(EXPORTS)}{hint}"
    raise ValueError(message)


@processes.command
def draw(
    name: str,
    /,
    *,
    as_format: Annotated[str, Parameter(name="--format", converter=_format)],
    out: Path | None = None,
    replace: bool = False,
) -> int:
    """Draw a process, or hand it over to another program.

    Args:
        name: The process, or the path of a lifecycle-definition document.
        as_format: mermaid, dot, svg, scxml, xstate, or markdown for a page with every table.
        out: The file to write to; printed where left out.
        replace: Let the file take the place of one that is there.
    """
    drawn = EXPORTS[as_format](_one_line(_named(name)))
    if out is None:
        Screen(sys.stdout).emit("\n".join(printable(line) for line in drawn.split("\n")))
        return ExitCode.FINE
    try:
        with out.open("wb" if replace else "xb") as file:
            file.write(drawn.encode())
    except FileExistsError as error:
        raise documents.FileExistsRefusal(str(out)) from error
    Screen(sys.stderr).show(said(f"written: {out}"))
    return ExitCode.FINE


def _named(name: str) -> Definition:
    if name.endswith(".json"):
        return load_file(Path(name), Definition)
    try:
        return lifecycle.definition(name)
    except UnknownNameError as error:
        known = "" if error.nearest else f" There are {', '.join(lifecycle.definitions())}."
        raise UsageError("NAME", f"{error}{known}") from error


# Cases.


@processes.command
def start(  # noqa: PLR0913 - one parameter an option.
    name: str,
    /,
    *,
    log: Path,
    case: str,
    on: On = None,
    by: str | None = None,
    fact: Facts = (),
    as_json: Json = False,
) -> int:
    """Begin a case, in an event log of its own.

    Args:
        name: The process, or the path of a lifecycle-definition document.
        log: The file to begin; one that is there is never replaced.
        case: The name of the case.
        on: The day it begins, as YYYY-MM-DD; today where left out.
        by: Who began it.
        fact: A fact as name=value, such as audit-type=initial; may be given several times.
        as_json: Print where the case stands as JSON.
    """
    definition = _named(name)
    begun = lifecycle.start(definition, on=asked_day(on), by=by, facts=_facts(definition, fact))
    try:
        log.open("xb").close()
    except FileExistsError as error:
        # An empty file is what a run leaves that was killed before it wrote.
        if log.stat().st_size:
            raise FileExistsError(errno.EEXIST, "is there already, and a log is never replaced", str(log)) from error
    lifecycle.append(log, begun, begun, name=case)
    _stand(LogHeader(process=definition.name, revision=definition.revision, case=case), begun, as_json=as_json)
    return ExitCode.FINE


@processes.command
def advance(  # noqa: PLR0913 - one parameter an option.
    log: Path,
    event: str,
    /,
    *,
    on: On = None,
    by: str | None = None,
    fact: Facts = (),
    beside: Beside = (),
    own: Own = None,
    as_json: Json = False,
) -> int:
    """Let an event happen to a case, and append it to its log.

    The exit code is 3 when the event may not happen: nothing is written, and every unmet guard is told.

    Args:
        log: The event log of the case.
        event: What happened.
        on: The day, as YYYY-MM-DD; today where left out.
        by: Who made it happen.
        fact: A fact as name=value, such as audit-type=initial; names are separated by commas; may be given several
            times.
        beside: The log of another case of the same client, which answers what it knows; may be given several times.
        own: The definition the case runs, where it is none of those that come along.
        as_json: Print where the case stands, or why the event was refused, as JSON.
    """
    header, case = _read(log, own)
    definition = case.definition
    if header.revision != definition.revision:
        _refuse(log, _other_revision(header, definition))
    names = [one.name for one in definition.events]
    if event not in names:
        close = nearest(event, names)
        hint = f"; did you mean {close}?" if close is not None else f"; it knows {', '.join(names)}"
        raise UsageError("EVENT", f"the process {definition.name} knows no event {event!r}{hint}")
    day = asked_day(on)
    try:
        with _asked():
            facts = _answered(header, case, day, _facts(definition, fact), beside)
            after = lifecycle.advance(case, event, on=day, by=by, facts=facts)
    except EventNotAllowedError as refused:
        screen = Screen(sys.stdout)
        if as_json:
            screen.emit(canonical(_refusal(refused)))
        else:
            screen.show(*_refusal_view(refused))
        return ExitCode.GATE_NOT_MET
    lifecycle.append(log, case, after, name=header.case)
    _stand(header, after, as_json=as_json)
    return ExitCode.FINE


@processes.command
def allowed(  # noqa: PLR0913 - one parameter an option.
    log: Path,
    /,
    *,
    on: On = None,
    fact: Facts = (),
    beside: Beside = (),
    own: Own = None,
    as_json: Json = False,
) -> int:
    """List every event that belongs to the present state of a case, with what is still missing for it.

    Args:
        log: The event log of the case.
        on: The day asked about, as YYYY-MM-DD; today where left out.
        fact: A fact as name=value that would be told with the event; may be given several times.
        beside: The log of another case of the same client, which answers what it knows; may be given several times.
        own: The definition the case runs, where it is none of those that come along.
        as_json: Print an array of objects, one an event.
    """
    header, case = _read(log, own)
    day = asked_day(on)
    with _asked():
        facts = _answered(header, case, day, _facts(case.definition, fact), beside)
        found = lifecycle.allowed(case, on=day, facts=facts)
        status = lifecycle.state(case, on=day)
    screen = Screen(sys.stdout)
    if as_json:
        screen.emit(canonical([unstructure(item) for item in found]))
    else:
        screen.show(said(f"{header.case}, on {day}: {status}", "bold"), *_allowed_view(found))
    return ExitCode.FINE


@processes.command
def due(
    log: Path,
    /,
    *,
    on: On = None,
    policy: Path | None = None,
    own: Own = None,
    as_json: Json = False,
) -> int:
    """List what is due in a case, soonest first, with what follows when it is missed.

    Args:
        log: The event log of the case.
        on: The day asked about, as YYYY-MM-DD; today where left out.
        policy: A policy document with the numbers of the certification body; it may hold only those that differ.
        own: The definition the case runs, where it is none of those that come along.
        as_json: Print an array of objects, one a deadline.
    """
    header, case = _read(log, own)
    numbers = _numbers(case.definition, load_file(policy, Policy)) if policy is not None else None
    day = asked_day(on)
    with _asked():
        found = lifecycle.due(case, on=day, policy=numbers)
    screen = Screen(sys.stdout)
    if as_json:
        screen.emit(canonical([unstructure(item) for item in found]))
    elif found:
        screen.show(_due_view(screen, found))
    else:
        screen.show(said(f"{header.case}: nothing is due"))
    return ExitCode.FINE


@processes.command
def replay(log: Path, /, *, on: On = None, own: Own = None, as_json: Json = False) -> int:
    """Check every step of a case again and tell its story: what happened, where it stands, what is due.

    Args:
        log: The event log of the case.
        on: The day asked about, as YYYY-MM-DD; today where left out.
        own: The definition the case runs, where it is none of those that come along.
        as_json: Print the case as JSON: its state on the day, its dates, its history.
    """
    header, case = _read(log, own)
    day = asked_day(on)
    with _asked():
        status = lifecycle.state(case, on=day)
        story = lifecycle.explain(_printable(case), on=day)
    screen = Screen(sys.stdout)
    if as_json:
        screen.emit(canonical({**_told(header, case, status), "on": day.isoformat(), **_history(case)}))
    else:
        screen.show(said(header.case, "bold"), *(said(line) for line in story.split("\n")))
    return ExitCode.FINE


@processes.command
def verify(log: Path, /, *, head: str | None = None, as_json: Json = False) -> int:
    """Check that a log is as it was written, and print the digest of its last line.

    The exit code is 1 when it is not. Without --head a cut tail does not show, and whoever can write the whole file can
    write another one: keep the printed digest elsewhere.

    Args:
        log: The event log of the case.
        head: The digest of the last line, as it was printed before.
        as_json: Print one object: the head, and the issues.
    """
    data = _log_bytes(log)
    found = lifecycle.verify(data, expected_head=head, source=str(log))
    last = None if found else _head(data)
    screen = Screen(sys.stdout)
    if as_json:
        screen.emit(canonical({"head": last, "issues": [unstructure(issue) for issue in found]}))
    elif found:
        screen.show(*display.issue_lines(str(log), found), said(f"{log}: {display.counted_issues(found)}"))
    else:
        screen.show(said(last))
    return ExitCode.ERROR if found else ExitCode.FINE


@processes.command
def mend(log: Path, /, *, as_json: Json = False) -> int:
    """Take away what a killed program left behind the last whole line of a log, and print it.

    That line was never acknowledged. Every line before it stays as it is; whether they hold is for verify to say.

    Args:
        log: The event log of the case.
        as_json: Print one object: what was taken away, and how many bytes that were.
    """
    taken = lifecycle.mend(log)
    text = taken.decode("utf-8", "replace")
    screen = Screen(sys.stdout)
    if as_json:
        screen.emit(canonical({"taken": text, "bytes": len(taken)}))
    elif taken:
        told = shortened(text, _TAKEN_SHOWN)
        screen.show(said(f"{log}: took away {len(taken)} bytes of a line that was never complete: {told}"))
    else:
        screen.show(said(f"{log} ends with a whole line; nothing was taken away"))
    return ExitCode.FINE


_TAKEN_SHOWN = 100


def _head(data: bytes) -> str:
    line = parse(data.removesuffix(b"\n").rpartition(b"\n")[2]).tree
    return str(line["sha256"]) if isinstance(line, dict) else ""


# Reading logs.


def _log_bytes(log: Path) -> bytes:
    data = read_bytes(log)
    if len(data) > DEFAULT_LIMITS.size:
        found, expected = f"{len(data)} bytes or more", f"at most {DEFAULT_LIMITS.size} bytes"
        _refuse(log, Issue(code="too-large", message="the log is too large", found=found, expected=expected))
    return data


def _refuse(log: Path, issue: Issue) -> NoReturn:
    raise DocumentError(str(log), (issue,))


def _read(log: Path, own: Path | None) -> tuple[LogHeader, Case]:
    """Read a log and run its case again."""
    source = str(log)
    header, history = lifecycle.read_log(_log_bytes(log), source=source)
    definition = _definition_of(log, header, own)
    if header.revision != definition.revision:
        told = _other_revision(header, definition)
        Screen(sys.stderr).show(*display.issue_lines(source, [told]))
    try:
        return header, lifecycle.replay(definition, history)
    except EventNotAllowedError as error:
        step = len(error.case.history)
        unmet = "; ".join(guard.sentence for guard in error.unmet)
        message = f"{error.event!r} may not happen in the state {error.state!r}" + (f": {unmet}" if unmet else "")
        issue = Issue(code="event-not-allowed", message=message, line=step + 2, column=1)
    except ReplayError as error:
        issue = Issue(code="other-state", message=str(error), line=error.position + 2, column=1)
    except (EventOrderError, FactError) as error:
        issue = Issue(code="impossible-step", message=str(error))
    raise DocumentError(source, (issue,))


def _definition_of(log: Path, header: LogHeader, own: Path | None) -> Definition:
    definition = load_file(own, Definition) if own is not None else None
    known = (definition.name,) if definition is not None else lifecycle.definitions()
    if header.process not in known:
        issue = Issue(
            code="unknown-process",
            message=f"the log is of a case of {header.process!r}",
            path="/header/process",
            line=1,
            column=1,
            found=header.process,
            expected=f"one of {', '.join(known)}; --definition FILE gives another",
            nearest=nearest(header.process, known),
        )
        raise DocumentError(str(log), (issue,))
    return definition or lifecycle.definition(header.process)


def _other_revision(header: LogHeader, definition: Definition) -> Issue:
    return Issue(
        code="other-revision",
        message=f"the log was written with another revision of the process {definition.name}",
        path="/header/revision",
        line=1,
        column=1,
        found=str(header.revision),
        expected=str(definition.revision),
    )


@contextmanager
def _asked() -> Iterator[None]:
    """Turn what the library says about a day or a fact into a complaint about the option that gave it."""
    try:
        yield
    except EventOrderError as error:
        raise UsageError("--on", str(error)) from error
    except FactError as error:
        raise UsageError("--fact", str(error)) from error


def _answered(
    header: LogHeader, case: Case, day: dt.date, told: dict[str, object], beside: Iterable[Path]
) -> lifecycle.Facts:
    """Return what was told together with what the cases beside it answer; told alone where there are none."""
    others = [_read(path, None) for path in beside]
    if not others:
        return told
    named = [(header.case, case), *((other.case, one) for other, one in others)]
    ordered = sorted(named, key=lambda pair: pair[1].started_on)
    client = Certification(cases=tuple(NamedCase(name=name, case=one) for name, one in ordered))
    return client.facts_for(header.case, on=day, told=told)


# Facts.

_NUMBER = re.compile(r"0|[1-9][0-9]{0,8}", re.ASCII)


def _facts(definition: Definition, told: Iterable[str]) -> dict[str, object]:
    """Read facts as the process declares them; raises UsageError that names the fact and what is expected."""
    found: dict[str, object] = {}
    for text in told:
        name, equals, value = text.partition("=")
        kind = definition.fact_types.get(name)
        if not equals:
            raise UsageError("--fact", f"{text!r} is not written as name=value")
        if kind is None:
            close = nearest(name, definition.fact_types)
            hint = f"; did you mean {close}?" if close is not None else ""
            raise UsageError("--fact", f"the process {definition.name} knows no fact {name!r}{hint}")
        if name in found:
            raise UsageError("--fact", f"{name} is told twice")
        found[name] = _value(name, kind, value)
    return found


def _value(name: str, kind: FactType, text: str) -> object:
    if kind is FactType.YES_NO and text in ("yes", "no"):
        return text == "yes"
    if kind is FactType.NUMBER and _NUMBER.fullmatch(text):
        return int(text)
    if kind is FactType.TEXT:
        return text
    if kind is FactType.NAMES:
        names = tuple(one.strip() for one in text.split(",")) if text.strip() else ()
        if all(names):
            return names
    if kind is FactType.DAY:
        day = near_day(text)
        if day is not None and day.isoformat() == text:
            return day
        hint = f"; did you mean {day}?" if day is not None else ""
        raise UsageError("--fact", f"{name}: {text!r} is not {_EXPECTED[kind]}{hint}")
    raise UsageError("--fact", f"{name}: {text!r} is not {_EXPECTED[kind]}")


_EXPECTED = {
    FactType.YES_NO: "yes or no",
    FactType.NUMBER: "a whole number from 0",
    FactType.TEXT: "text",
    FactType.DAY: "a day written as YYYY-MM-DD",
    FactType.NAMES: "names separated by commas",
}


def _numbers(definition: Definition, policy: Policy) -> Policy:
    """Return the numbers of the process with those of a body in the place of the usual ones."""
    known = {one.name for one in definition.policy.parameters}
    for parameter in policy.parameters:
        if parameter.name not in known:
            close = nearest(parameter.name, known)
            hint = f"; did you mean {close}?" if close is not None else ""
            told = f"the process {definition.name} has no number {parameter.name!r}{hint}"
            raise UsageError("--policy", told)
    values = {one.name: one.value for one in policy.parameters}
    return definition.policy.overridden(values, id=policy.id, source=policy.title)


# What is printed.


def _told(header: LogHeader, case: Case, status: str) -> dict[str, object]:
    return {"case": header.case, "process": header.process, "revision": case.definition.revision, "state": status}


def _history(case: Case) -> dict[str, object]:
    return {
        "dates": {name: day.isoformat() for name, day in case.dates},
        "history": [unstructure(one) for one in case.history],
    }


def _stand(header: LogHeader, case: Case, *, as_json: bool) -> None:
    """Say where a case stands after its last event, and what its log ends with."""
    last = case.history[-1]
    head = lifecycle.head(case, name=header.case)
    screen = Screen(sys.stdout)
    if as_json:
        told = {"event": last.event, "on": last.on.isoformat(), "head": head}
        screen.emit(canonical({**_told(header, case, case.status), **told}))
        return
    meaning = next(one.meaning for one in case.definition.states if one.name == case.status)
    screen.show(
        Text.assemble(
            said(f"{header.case}, {last.on}: {last.event} → "), said(case.status, "bold"), said(f". {meaning}")
        )
    )
    belonging = [item.event for item in lifecycle.allowed(case, on=last.on)]
    screen.show(said(f"Next: {', '.join(belonging) or 'nothing; this is its end'}."), said(f"head {head}", "dim"))


def _refusal(refused: EventNotAllowedError) -> dict[str, object]:
    return {
        "event": refused.event,
        "on": refused.on.isoformat(),
        "state": refused.state,
        "unmet": [unstructure(guard) for guard in refused.unmet],
        "allowed": list(refused.allowed),
    }


def _refusal_view(refused: EventNotAllowedError) -> Iterator[RenderableType]:
    where = f"on {refused.on} in the state {refused.state}"
    if refused.unmet:
        yield Text.assemble(said(refused.event, "bold red"), said(f" is not allowed {where}:"))
        yield from _unmet_view(refused.unmet)
    else:
        yield Text.assemble(said(refused.event, "bold red"), said(f" does not happen {where}."))
        belong = ", ".join(item.event for item in refused.answers)
        yield said(f"To this state belong: {belong or 'no events; this is its end'}.")
    yield said(f"Allowed with what was told: {', '.join(refused.allowed) or 'nothing'}.")


def _unmet_view(unmet: Iterable[UnmetGuard]) -> Iterator[RenderableType]:
    for guard in unmet:
        yield Text.assemble("  ✗ ", said(str(guard)))


def _allowed_view(found: Iterable[Allowed]) -> Iterator[RenderableType]:
    nothing = True
    for item in found:
        nothing = False
        mark, style = ("✓", "green") if item.is_open else ("✗", "red")
        leads = f" → {item.target}" if item.target is not None else ""
        yield Text.assemble((f"{mark} ", style), said(f"{item.event}{leads}", "bold"), said(f"  {item.meaning}", "dim"))
        yield from _unmet_view(item.unmet)
    if nothing:
        yield said("Nothing happens to it any more.")


def _due_view(screen: Screen, found: Iterable[Due]) -> RenderableType:
    headers = ("last day", "left", "kind", "what is due", "if missed", "rests on", "by the body's policy")
    rows = (
        (
            said(item.on, "bold"),
            said(f"{item.days_left} days", "red" if item.days_left < 0 else ""),
            said(f"{item.kind.value} ({item.confidence.value})"),
            said(item.sentence),
            said(item.consequence),
            said(item.citation if item.source == item.citation else f"{item.citation}; {item.source}", "dim"),
            said(item.body_on or ""),
        )
        for item in found
    )
    return table(screen, headers, rows)


def _printable(case: Case) -> Case:
    """Return a case whose texts stand on one line each, so that its story has no lines but its own."""
    history = tuple(attrs.evolve(one, by=printable(one.by)) if one.by is not None else one for one in case.history)
    return attrs.evolve(case, definition=_one_line(case.definition), history=history)


@functools.lru_cache(maxsize=1)
def _one_line(definition: Definition) -> Definition:
    """Return a process whose texts stand on one line each, with nothing in them that cannot be seen."""
    return structure(Source(name=definition.name, tree=_escaped(unstructure(definition)), text=""), Definition)


def _escaped(node: object) -> object:
    if isinstance(node, dict):
        return {key: _escaped(value) for key, value in node.items()}
    if isinstance(node, list | tuple):
        return [_escaped(value) for value in node]
    return printable(node) if isinstance(node, str) else node


def _tables(screen: Screen, definition: Definition) -> Iterator[RenderableType]:
    events = [one.name for one in definition.events]
    yield Text.assemble(said(definition.name, "bold"), said(f"  {definition.title}, revision {definition.revision}"))
    yield said(definition.summary)
    yield from _section(
        screen,
        "States",
        ("state", "phase", "kind", "meaning"),
        ((s.name, s.phase, s.kind.value, s.meaning) for s in definition.states),
    )
    yield from _section(
        screen,
        "Events",
        ("event", "made by", "meaning"),
        ((e.name, e.actor.value, e.meaning) for e in definition.events),
    )
    yield from _section(
        screen,
        "Status changes: where several share a state and an event, the first whose guards are met",
        ("from", "event", "to", "guards"),
        (
            (", ".join(c.source), c.event, c.target, ", ".join(c.guards))
            for c in sorted(definition.changes, key=lambda c: (events.index(c.event), c.order or 0))
        ),
    )
    yield from _section(
        screen,
        "Guards",
        ("guard", "what has to be so", "reads", "rests on"),
        ((g.name, g.sentence, _reads(g.conditions), f"{g.citation} ({g.confidence.value})") for g in definition.guards),
    )
    yield from _section(
        screen, "Facts", ("fact", "type", "meaning"), ((f.name, f.type.value, f.meaning) for f in definition.facts)
    )
    yield from _section(
        screen,
        "Deadlines",
        ("deadline", "what is due", "last day", "kind", "if missed", "by time alone", "rests on"),
        (
            (
                d.name,
                d.sentence,
                _rule(d.rule),
                f"{d.kind.value} ({d.confidence.value})",
                d.consequence,
                d.becomes or "",
                d.citation,
            )
            for d in definition.deadlines
        ),
    )
    yield from _section(
        screen,
        "Numbers",
        ("number", "value", "source", "note"),
        ((p.name, f"{p.value} {p.unit}", p.source, p.note or "") for p in definition.policy.parameters),
    )


def _section(
    screen: Screen, title: str, headers: Sequence[str], rows: Iterable[Sequence[str]]
) -> Iterator[RenderableType]:
    listed = [[said(first, "bold"), *map(said, others)] for first, *others in rows]
    if listed:
        yield Text.assemble("\n", (title, "bold underline"))
        yield table(screen, headers, listed)


def _reads(conditions: Iterable[Condition]) -> str:
    return "; ".join(
        " ".join(part for part in (one.left, one.test.value, one.right) if part is not None) for one in conditions
    )


def _rule(rule: DateRule) -> str:
    months = f" {rule.parameter} ({rule.arithmetic.value})" if rule.parameter is not None else ""
    days = f" {rule.days:+d} days" if rule.days else ""
    return f"{rule.anchor}{months}{days}"
