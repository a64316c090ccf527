# SPDX-License-Identifier: Apache-2.0
"""What the command prints: values of the library as text for a terminal or a pipe.

One rule governs everything here: whatever is printed goes through :class:`Screen`, and text from a document enters as
:func:`said`, never as markup. A terminal gets colours and wrapped lines; anything else gets plain text, one row a line,
never cut; an encoding without the marks gets ASCII in their place.
"""

from __future__ import annotations

import codecs
import os
import re
import sys
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from pathlib import PurePath
from typing import TextIO

import attrs
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.segment import Segment
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from isomodel.catalogue import (
    EditionStanding,
    Match,
    OverlaidEdition,
    Pack,
    Possibility,
    Shared,
    Statistics,
    TranslatedTitle,
)
from isomodel.correspondence import CorrespondenceTable, GapSummary
from isomodel.errors import Issue, Severity
from isomodel.identifiers import ClauseNumber
from isomodel.model import (
    Clause,
    Control,
    DocumentedInformation,
    Entry,
    ItemGroup,
    NonApplicability,
    Requirement,
    StandardEdition,
    Strength,
    Verification,
)
from isomodel.readiness import (
    AnswerChange,
    Axes,
    Blocker,
    Bucket,
    Explanation,
    GateRule,
    Outcome,
    Readiness,
    ReadinessComparison,
    RuleResult,
    Tally,
    TruthRow,
    TruthTable,
    Verdict,
)
from isomodel.text import printable

__all__ = [
    "BLOCKERS_SHOWN",
    "BUSY_AFTER",
    "Screen",
    "bought_view",
    "busy",
    "by_source_confidence",
    "checked_view",
    "comparison_view",
    "counted",
    "counted_issues",
    "edition_view",
    "editions_view",
    "entry_view",
    "explanation_view",
    "issue_lines",
    "match_place",
    "matches_view",
    "readiness_view",
    "rules_view",
    "said",
    "table",
    "truth_view",
    "verdict_line",
]

BLOCKERS_SHOWN = 12
"""How many lines of blockers are listed unless all are asked for; their number is always told."""

BUSY_AFTER = 1.0
"""Seconds of work after which a terminal is told that it goes on."""

# What stands for a mark where the encoding has no such character.
_ASCII = {
    "✓": "+", "✗": "x", "█": "#", "▒": "?", "░": ".", "·": "-", "–": "-", "—": "-", "…": "...", "→": "->",
    "│": "|", "├": "|", "└": "`", "─": "-",
}  # fmt: skip


def _in_ascii(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lost = error.object[error.start : error.end]
    return "".join(_ASCII.get(one) or one.encode("unicode_escape").decode("ascii") for one in lost), error.end


codecs.register_error("isomodel-ascii", _in_ascii)


_UNWRAPPED = 100_000
_PAGE = 100


class Screen:
    """One output stream and how much it can show."""

    def __init__(self, stream: TextIO) -> None:
        """Find out what the stream can show; ``NO_COLOR``, ``TERM`` and ``COLUMNS`` are honoured."""
        # Whatever the stream cannot encode is replaced instead of ending the program.
        if hasattr(stream, "reconfigure") and not (stream.encoding or "").lower().startswith("utf"):
            stream.reconfigure(errors="isomodel-ascii")
        self.stream = stream
        plain = bool(os.environ.get("NO_COLOR"))
        self.console = _Console(
            file=stream, color_system=None if plain else "auto", markup=False, emoji=False, highlight=False
        )
        if not self.console.is_terminal and not os.environ.get("COLUMNS", "").isdecimal():
            # Nobody wraps a pipe: a row is a line, so that grep finds the whole of it.
            self.console.width = _UNWRAPPED

    @property
    def width(self) -> int:
        """Columns there are to write in."""
        return self.console.width

    def help_console(self) -> Console:
        """Return a console for help texts, whose boxes want a page of some width even in a pipe."""
        if self.console.width == _UNWRAPPED:
            return _Console(file=self.stream, color_system=None, width=_PAGE)
        return self.console

    def show(self, *parts: RenderableType) -> None:
        """Print the parts, each beginning a line."""
        with self.console.capture() as captured:
            for part in parts:
                self.console.print(_Guarded(part))
        text = captured.get()
        if self.console.color_system is None:
            text = "".join(line.rstrip() + "\n" for line in text.splitlines())
        self.stream.write(text)

    def emit(self, document: str) -> None:
        """Write a document as it is, in UTF-8 whatever the locale; a terminal gets what it could obey written out."""
        if self.console.is_terminal:
            safe = "\n".join(line if printable(line) == line else _visible(line) for line in document.split("\n"))
        else:
            # JSON itself escapes what comes before the space; DEL and the second set of controls it leaves as they are.
            safe = _LATE_CONTROLS.sub(lambda found: _json_escape(found.group()), document)
        binary = getattr(self.stream, "buffer", None)
        if binary is None:
            self.stream.write(safe)
        else:
            self.stream.flush()
            binary.write(safe.encode())
            binary.flush()


class _Console(Console):
    """A console that leaves a closed pipe to the caller."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


class _Guarded:
    """Anything that can be printed, without the power to move a cursor: the last gate before the stream."""

    def __init__(self, inner: RenderableType) -> None:
        self.inner = inner

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for segment in console.render(self.inner, options):
            text = "\n".join(printable(line) for line in segment.text.split("\n"))
            yield Segment(text, segment.style)


_LATE_CONTROLS = re.compile("[\x7f-\x9f]")


def _visible(line: str) -> str:
    return "".join(one if printable(one) == one else _json_escape(one) for one in line)


def _json_escape(one: str) -> str:
    """Write a character as JSON does; it stands only inside strings, so the document means the same."""
    units = one.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))


@contextmanager
def busy(what: str) -> Iterator[None]:
    """Show on a terminal that work is going on, once it has gone on for a second."""
    screen = Screen(sys.stderr)
    if not screen.console.is_interactive:
        yield
        return
    status = screen.console.status(said(what))
    timer = threading.Timer(BUSY_AFTER, status.start)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        status.stop()


def said(value: object, style: str = "") -> Text:
    """Return text that shows a value as it is: no markup, no control characters, one line."""
    return Text(printable(str(value)), style=style)


def table(screen: Screen, headers: Sequence[str], rows: Iterable[Sequence[Text]]) -> RenderableType:
    """Lay rows out under their headers; on a narrow terminal each row becomes a small block of its own."""
    listed = [list(row) for row in rows]
    if screen.width < _NARROW:
        parts: list[RenderableType] = []
        for first, *others in listed:
            parts.append(Text.assemble(first, style="bold"))
            named = ((name, cell) for name, cell in zip(headers[1:], others, strict=True) if cell.plain)
            parts.extend(_hanging(Text("  "), Text.assemble((f"{name} ", "dim"), cell)) for name, cell in named)
        return Group(*parts)
    grid = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold")
    for header in headers:
        grid.add_column(header, overflow="fold")
    for row in listed:
        grid.add_row(*row)
    return grid


_NARROW = 70


def _hanging(mark: Text, text: Text) -> RenderableType:
    """Put a mark before text whose further lines begin where its first does."""
    grid = Table.grid(padding=0)
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(mark, text)
    return grid


def _heading(text: str) -> Text:
    return Text.assemble("\n", (printable(text), "bold underline"))


# Readiness.

_MARKS = {Outcome.PASSED: ("✓", "green"), Outcome.FAILED: ("✗", "red"), Outcome.UNKNOWN: ("?", "yellow")}
_VERDICTS = {Verdict.READY: "bold green", Verdict.NOT_READY: "bold red", Verdict.UNDETERMINED: "bold yellow"}
_BUCKETS = {
    Bucket.GAP: "red", Bucket.PARTIAL: "red", Bucket.STALE: "red", Bucket.CONFLICTING: "yellow",
    Bucket.NOT_ASSESSED: "yellow", Bucket.ASSERTED: "yellow", Bucket.PLANNED: "green", Bucket.EXPECTED_MINOR: "green",
    Bucket.MET: "green", Bucket.NOT_APPLICABLE: "dim",
}  # fmt: skip


def verdict_line(result: Readiness) -> str:
    """Say the answer in one line."""
    failed = sum(rule.outcome is Outcome.FAILED for rule in result.rules)
    unknown = sum(rule.outcome is Outcome.UNKNOWN for rule in result.rules)
    told = f"{failed} of {len(result.rules)} rules fail, {unknown} cannot be answered"
    return f"{result.standard}, {result.gate.value}, as of {result.as_of}: {result.verdict.value} ({told})"


def readiness_view(result: Readiness, *, blockers: int | None = BLOCKERS_SHOWN) -> Iterator[RenderableType]:
    """Show an answer: verdict, counts, rules, what to do, when it changes, and what it is not.

    Args:
        result: The answer.
        blockers: How many lines of blockers are listed; all of them where None.
    """
    gate = result.gate.value.replace("-", " ")
    yield Text.assemble(
        said(result.verdict.value.upper().replace("-", " "), _VERDICTS[result.verdict]),
        "  ",
        said(f"{result.standard} · {gate} · as of {result.as_of}", "bold"),
    )
    yield said(result.organization)
    outcomes = [rule.outcome for rule in result.rules]
    counted = ", ".join(
        f"{outcomes.count(outcome)} {word}"
        for outcome, word in ((Outcome.PASSED, "pass"), (Outcome.FAILED, "fail"), (Outcome.UNKNOWN, "unanswered"))
    )
    yield said(f"{len(outcomes)} rules: {counted}")
    yield from _tally("Requirements", result.requirements)
    if result.controls is not None:
        yield from _tally("Reference controls", result.controls)
    yield _heading("Rules")
    for rule in result.rules:
        yield _rule(result, rule)
    yield from _blockers(result, blockers)
    yield from _undermined(result, blockers)
    yield _heading("When this changes")
    yield from _times(result)
    yield _heading("Limits")
    yield from (said(limit, "dim") for limit in result.limits)
    yield said(f"Computed with isomodel {result.provenance.library} and policy {result.policy}.", "dim")


def _tally(name: str, tally: Tally) -> Iterator[RenderableType]:
    yield _heading(f"{name}: {tally.total}")
    share = tally.share
    if share.of:
        unknown = share.high - share.low
        told = Text.assemble(
            f"met {share} of {share.of} that apply", (f", {unknown} unknown" if unknown else "", "yellow")
        )
    else:
        told = Text("nothing applies")
    yield _bar(share.low, share.high, share.of)
    yield told
    best_first = sorted(tally.buckets, key=lambda one: list(Bucket).index(one.bucket), reverse=True)
    parts = [said(f"{one.bucket.value.replace('-', ' ')} {one.count}", _BUCKETS[one.bucket]) for one in best_first]
    yield Text(" · ").join(parts)
    if tally.assurance:
        levels = ", ".join(f"{one.assurance.value.replace('-', ' ')} {one.count}" for one in tally.assurance)
        yield said(f"of those met: {levels}", "dim")


_BAR = 36


def _bar(low: int, high: int, of: int) -> Text:
    """Draw the share: met, unknown, not met; an end is full only where all of it is."""
    met = low * _BAR // of if of else 0
    reach = high * _BAR // of if of else 0
    return Text.assemble(
        ("█" * met, "green"), ("▒" * (reach - met), "yellow"), ("░" * (_BAR - reach), "red" if of else "dim")
    )


def _rule(result: Readiness, rule: RuleResult) -> RenderableType:
    mark, style = _MARKS[rule.outcome]
    text = Text.assemble(said(rule.id, "bold"), "  ", said(rule.sentence), "  ", said(f"[{rule.citation}]", "dim"))
    if rule.outcome is not Outcome.PASSED:
        text.append_text(Text.assemble("\n", said(_held_up(result, rule), style)))
    return _hanging(Text(f"{mark} ", style=style), text)


_NAMED = 6


def _held_up(result: Readiness, rule: RuleResult) -> str:
    facts = (result.fact(name) for group in rule.needs for name in group)
    told = list(dict.fromkeys(fact.sentence for fact in facts if fact.outcome is not Outcome.PASSED))
    for what, refs in (("fail", rule.failing), ("open", rule.open)):
        if refs:
            more = ", …" if len(refs) > _NAMED else ""
            told.append(
                f"{len(refs)} of {rule.looked_at} {what}: {', '.join(ref.local for ref in refs[:_NAMED])}{more}"
            )
    return "; ".join(told)


def _blockers(result: Readiness, limit: int | None) -> Iterator[RenderableType]:
    total = len(result.blockers)
    if not total:
        return
    yield _heading(f"To be done, in this order: {total}")
    # What lapsed with one record often holds up a whole clause: neighbours with the same cause share a line.
    groups = [tuple(group) for _, group in groupby(result.blockers, key=_cause)]
    shown = groups[:limit]
    places = [_place(group[0].position, group[-1].position) for group in shown]
    width = max(len(place) for place in places)
    for group, place in zip(shown, places, strict=True):
        first = group[0]
        mark, style = _MARKS[first.outcome]
        subjects = ", ".join(blocker.subject.partition(", ")[2] or blocker.subject for blocker in group)
        each = " each" if len(group) > 1 else ""
        effort = f"{first.effort_left} person-days{each}" if first.effort_left is not None else None
        unlocks = f"unlocks {first.unlocks}" if first.unlocks else None
        who = ", ".join(one for one in (first.owner, effort, unlocks) if one is not None)
        text = Text.assemble(
            said(subjects, "bold"), "  ", said(first.sentence), said(f"  ({who})" if who else "", "dim")
        )
        yield _hanging(Text.assemble(f"{place:>{width}} ", (f"{mark} ", style)), text)
    more = total - sum(len(group) for group in shown)
    if more:
        yield said(f"… and {more} more; --all lists them", "dim")


def _place(first: int, last: int) -> str:
    return f"{first}." if first == last else f"{first}–{last}."


def _cause(blocker: Blocker) -> tuple[object, ...]:
    return blocker.kind, blocker.outcome, blocker.sentence, blocker.owner, blocker.effort_left, blocker.unlocks


def _undermined(result: Readiness, limit: int | None) -> Iterator[RenderableType]:
    total = len(result.undermined)
    if not total:
        return
    yield _heading(f"Leaning on what is not met: {total}")
    # Those whose own record is in order are the ones that nobody would look for.
    ranked = sorted(result.undermined, key=lambda one: one.bucket is not Bucket.MET)
    for one in ranked[:limit]:
        yield _hanging(Text("! ", style=_BUCKETS[one.by_bucket]), said(one))
    if limit is not None and total > limit:
        yield said(f"… and {total - limit} more; --all lists them", "dim")


def comparison_view(comparison: ReadinessComparison, *, lines: int | None = BLOCKERS_SHOWN) -> Iterator[RenderableType]:
    """Show what is different between two answers.

    Args:
        comparison: The difference.
        lines: How many lines of each list are shown; all of them where None.
    """
    head, *others = comparison.lines(shown=lines)
    yield said(head, _VERDICTS[comparison.after] if comparison.flips else "bold")
    yield from (said(line) for line in others)


def _times(result: Readiness) -> Iterator[RenderableType]:
    if result.changes_on is None:
        yield said("The verdict does not change by time alone.")
    else:
        yield _change("The verdict becomes", result.changes_on)
    if result.next_change is not None and result.next_change != result.changes_on:
        yield _change("Something in the answer changes, the verdict then being", result.next_change)


def _change(what: str, change: AnswerChange) -> RenderableType:
    more = f"; and {change.more} more" if change.more else ""
    return _hanging(
        said(f"{change.on}  ", "bold"),
        Text.assemble(
            f"{what} ",
            said(change.verdict.value, _VERDICTS[change.verdict]),
            said(f": {'; '.join(change.causes)}{more}"),
        ),
    )


def explanation_view(explanation: Explanation) -> RenderableType:
    """Show why something is as it is, as a tree."""
    root = Tree(said(explanation.sentence, "bold"), guide_style="dim")
    pending = [(root, explanation)]
    while pending:
        branch, node = pending.pop()
        pending.extend((branch.add(said(child.sentence)), child) for child in node.because)
    return root


# Tables of rules.


def rules_view(rules: Iterable[GateRule]) -> Iterator[RenderableType]:
    """Show gate rules: what each asks, what it reads, what it rests on."""
    for rule in rules:
        gates = ", ".join(gate.value for gate in rule.gates)
        where = f", only where an edition has {rule.where}" if rule.where is not None else ""
        yield Text.assemble("\n", said(rule.id, "bold"), said(f"  {rule.kind.value}; {gates}{where}", "dim"))
        yield _hanging(Text("  "), said(rule.sentence))
        yield _hanging(Text("  "), said(_reading(rule)))
        yield _hanging(Text("  "), said(f"[{rule.citation}; {rule.confidence.value}]", "dim"))


def _reading(rule: GateRule) -> str:
    if rule.over is None:
        return "needs " + " and ".join(_either(group) for group in rule.needs)
    kinds = [kind.value for kind in rule.over.documented_information]
    chosen = [f"on {', '.join(topic.value for topic in rule.over.topics)}"] if rule.over.topics else []
    about = ", ".join(topic.value for topic in rule.over.within)
    chosen.extend([f"on, or in clauses on, {about}"] if about else [])
    chosen.extend([f"that ask for a {' or '.join(kinds)}"] if kinds else [])
    reads = rule.reads.value if rule.reads is not None else "nothing"
    whose = " ".join((f"all {rule.over.entries.value}", *chosen))
    return f"reads the {reads} of {whose}; passes: {', '.join(rule.passes)}; open: {', '.join(rule.unknown)}"


def _either(group: Sequence[str]) -> str:
    return group[0] if len(group) == 1 else f"({' or '.join(group)})"


def truth_view(screen: Screen, truth: TruthTable) -> Iterator[RenderableType]:
    """Show the truth table and what its buckets stand for."""
    yield _heading("Truth table: the first row that applies decides")
    yield table(
        screen,
        ("row", "when", "counted as", "rests on"),
        (
            (said(row.id), said(_when(row)), said(row.bucket.value, _BUCKETS[row.bucket]), said(row.citation, "dim"))
            for row in truth.rows
        ),
    )
    yield _heading("Buckets, worst first: of several units the worst decides")
    yield table(
        screen,
        ("bucket", "counts as", "meaning"),
        (
            (
                said(one.bucket.value, _BUCKETS[one.bucket]),
                Text(f"{_MARKS[one.outcome][0]} {one.outcome.value}", style=_MARKS[one.outcome][1]),
                said(one.meaning),
            )
            for one in sorted(truth.buckets, key=lambda one: one.rank)
        ),
    )


def _when(row: TruthRow) -> str:
    named = {field.name: getattr(row, field.name) for field in attrs.fields(Axes)}
    told = [
        f"{axis.replace('_', ' ')} {' or '.join(one.value for one in values)}"
        for axis, values in named.items()
        if values
    ]
    return "; ".join(told) or "always"


# The catalogue.


def counted(edition: StandardEdition) -> dict[str, int]:
    """Count what an edition holds: requirements and controls apart."""
    return {
        "requirements": len(edition.requirements()),
        "controls": len(edition.controls()),
        "clauses": sum(1 for _ in edition.walk()),
    }


_LEVELS = {
    Verification.VERIFIED: "green",
    Verification.PARTLY: "yellow",
    Verification.WEAK: "bold yellow",
    Verification.UNVERIFIED: "dim",
}


def standings_view(screen: Screen, standings: Iterable[EditionStanding]) -> RenderableType:
    """Show where every known edition stands on a day, and what may be done with it."""
    headers = ("edition", "status", "initial audits", "certificates until", "dates", "content", "reason")
    return table(
        screen,
        headers,
        (
            (
                said(one.ref, "bold"),
                said(one.status.value),
                said(one.initial_audits.value),
                said(one.valid_until or ("-" if one.certificates is Possibility.YES else one.certificates.value)),
                said(one.status_of_dates.value if one.status_of_dates is not None else "-"),
                said("yes" if one.edition.file is not None else "no"),
                said(one.reason),
            )
            for one in standings
        ),
    )


def shared_view(screen: Screen, editions: Sequence[StandardEdition], found: Iterable[Shared]) -> RenderableType:
    """Show which requirements of several editions only specialise the same one of the core."""
    headers = ("core", *(str(edition.ref) for edition in editions))
    rows = []
    for one in found:
        held = [[ref.local for ref in one.requirements if ref.standard == edition.ref] for edition in editions]
        rows.append((said(one.core.local, "bold"), *(said(", ".join(locals_)) for locals_ in held)))
    return table(screen, headers, rows)


def correspondence_view(screen: Screen, held: CorrespondenceTable, gaps: GapSummary) -> Iterator[RenderableType]:
    """Show a table of correspondences: how many of each relation, then row by row."""
    counts = ", ".join(f"{count} {relation.value}" for relation, count in gaps.relations if count)
    yield Text.assemble(said(f"{held.source} → {held.target}", "bold"), said(f"  {held.extent.value}: {counts}"))
    yield said(
        f"{len(gaps.merged)} merge, {len(gaps.split)} split, {len(gaps.withdrawn)} withdrawn, {len(gaps.added)} new"
    )
    rows = [
        (said(row.source.local, "bold"), said(row.relation.value), said(row.target.local), said(row.rationale))
        for row in held.rows
    ]
    rows += [(said(one.ref.local, "bold"), said("withdrawn"), said(""), said(one.reason)) for one in held.withdrawn]
    rows += [(said(""), said("new"), said(one.ref.local), said(one.reason)) for one in held.added]
    yield table(screen, ("from", "relation", "to", "why"), rows)


def titles_view(screen: Screen, found: Iterable[TranslatedTitle]) -> RenderableType:
    """Show translated titles, with how many sources agree on each."""
    rows = [(said(one.number, "bold"), said(one.title), said(one.source_confidence)) for one in found]
    return table(screen, ("number", "title", "sources"), rows)


def pack_view(screen: Screen, pack: Pack) -> Iterator[RenderableType]:
    """Show what a pack says about itself, where it comes from, and what is in it."""
    manifest = pack.manifest
    yield Text.assemble(said(f"{manifest.id} {manifest.version}", "bold"), "  ", said(manifest.title))
    yield said(f"by {manifest.publisher}, under {manifest.licence}")
    yield said(f"from {pack.origin}, sha256 {pack.digest}", "dim")
    yield editions_view(screen, pack.editions)
    yield said(f"{len(pack.correspondences)} tables of correspondences, {len(pack.overlays)} overlays")


def editions_view(screen: Screen, editions: Iterable[StandardEdition]) -> RenderableType:
    """Show which editions there are and how large each is."""
    headers = ("edition", "level", "stage", "requirements", "controls", "clauses", "discipline", "title")
    return table(
        screen,
        headers,
        (
            (
                said(edition.ref, "bold"),
                said(edition.verification.value, _LEVELS.get(edition.verification, "")),
                said(edition.publication_stage.value),
                *(Text(str(number)) for number in counted(edition).values()),
                said(edition.discipline),
                said(edition.title),
            )
            for edition in editions
        ),
    )


def edition_view(edition: StandardEdition) -> Iterator[RenderableType]:
    """Show an edition: what is known about it, and its clauses as a tree with the number of their requirements."""
    yield Text.assemble(said(edition.ref, "bold"), "  ", said(edition.title))
    counts = ", ".join(f"{number} {what}" for what, number in counted(edition).items())
    yield said(
        f"{edition.discipline}; {edition.publication_stage.value}; {counts}; revision {edition.catalogue_revision}"
    )
    for amendment in edition.amendments:
        yield said(f"amended by {amendment.ref} of {amendment.published_on}: {amendment.title}")
    for milestone in edition.milestones:
        yield said(f"{milestone.on}  {milestone.kind.value} ({milestone.status.value}: {milestone.source})", "dim")
    for warning in edition.warnings:
        yield _hanging(Text("! ", style="yellow"), said(warning))
    root = Tree(said("Clauses", "bold"), guide_style="dim")
    pending = [(root, clause) for clause in reversed(edition.clauses)]
    while pending:
        above, clause = pending.pop()
        branch = above.add(_clause_line(clause))
        for control in clause.controls:
            branch.add(Text.assemble(said(control.ref.local, "bold"), "  ", said(control.title)))
        pending.extend((branch, below) for below in reversed(clause.clauses))
    yield root


def _clause_line(clause: Clause) -> Text:
    number = len(clause.requirements)
    size = f"  {number} requirement{'' if number == 1 else 's'}" if number else ""
    return Text.assemble(said(clause.number, "bold"), "  ", said(clause.title or ""), said(size, "dim"))


def entry_view(edition: StandardEdition, entry: Entry) -> Iterator[RenderableType]:
    """Show a clause with everything below it, a requirement, or a control; and what it leans on."""
    if isinstance(entry, Clause):
        for clause in entry.walk():
            yield Text.assemble("\n" if clause is not entry else "", _clause_line(clause))
            facts = [one.value for one in (clause.topic, clause.phase) if one is not None]
            sources = clause.source_confidence
            agreed = f"title agreed by {sources} source{'' if sources == 1 else 's'}"
            facts.append(agreed if sources else "title from general knowledge")
            yield said("; ".join(facts), "dim")
            yield from (_entry_line(each) for each in clause.requirements)
            yield from (_entry_line(each) for each in clause.controls)
        ends = set(_held(entry))
    elif isinstance(entry, ItemGroup):
        yield said(entry.ref.citation, "bold")
        for each in entry.requirements:
            yield _entry_line(each)
        ends = {entry.ref.clause}
    else:
        yield said(entry.ref.citation, "bold")
        yield _entry_line(entry)
        yield from _entry_facts(entry)
        ends = {entry.ref.clause}
    links = [link for link in edition.dependencies if link.source.clause in ends and link.target.clause not in ends]
    if links:
        yield _heading("Leans on")
    for link in links:
        told = f"{link.kind.value}, {link.basis.value}: {link.reason}"
        ends_at = f"{link.source.local} → {link.target.local}  "
        yield Text.assemble(said(ends_at, "bold"), said(told))


def bought_view(laid: OverlaidEdition, entry: Entry) -> Iterator[RenderableType]:
    """Show the purchased text of an entry and of what is below it, under its licence."""
    numbers = set(_held(entry)) if isinstance(entry, Clause) else set()
    below = entry.requirements if isinstance(entry, ItemGroup) else ()
    yield _heading(f"Text you bought ({laid.overlay.licence})")
    for text in laid.overlay.texts:
        found = laid.edition[text.ref]
        if text.ref.clause in numbers or found == entry or found in below:
            yield _hanging(said(f"  {text.ref.local}  ", "bold"), said(" ".join(text.text.split())))


def _held(clause: Clause) -> Iterator[ClauseNumber]:
    for below in clause.walk():
        yield below.number
        yield from (control.ref.clause for control in below.controls)


def _entry_line(entry: Requirement | Control) -> RenderableType:
    mark = said(f"  {entry.ref.item or entry.ref.local}  ", "bold")
    text = (
        Text.assemble(said(f"{entry.title}: ", "bold"), said(entry.statement))
        if isinstance(entry, Control)
        else said(entry.statement)
    )
    if isinstance(entry, Requirement):
        facts = [entry.strength.value] if entry.strength is not Strength.SHALL else []
        if entry.documented_information is not DocumentedInformation.NONE:
            facts.append(f"asks for a {entry.documented_information.value}")
        if entry.non_applicability is NonApplicability.WITH_JUSTIFICATION:
            facts.append("may be set aside with a reason")
        if entry.since is not None:
            facts.append(f"since {entry.since}")
        text.append_text(said(f"  [{'; '.join(facts)}]" if facts else "", "dim"))
    return _hanging(mark, text)


def _entry_facts(entry: Requirement | Control) -> Iterator[RenderableType]:
    for shown in entry.typical_evidence:
        yield said(f"  an auditor is typically shown: {shown}")
    if isinstance(entry, Control):
        yield said(f"  theme: {entry.theme}")
        for one in entry.attributes:
            yield said(f"  {one.family.replace('-', ' ')}: {', '.join(one.values)}")
    yield said(f"  compared with: {entry.consulted}", "dim")
    if entry.note is not None:
        yield said(f"  note: {entry.note}", "dim")


def matches_view(screen: Screen, matches: Iterable[Match]) -> RenderableType:
    """Show what a search found, one row each."""
    return table(screen, ("where", "what"), ((said(match_place(match), "bold"), said(match.text)) for match in matches))


def match_place(match: Match) -> str:
    """Cite where something was found."""
    entry = match.entry
    return f"{match.edition}, {entry.number}" if isinstance(entry, Clause) else str(entry.ref)


def checked_view(edition: StandardEdition, name: str | None, numbers: Statistics) -> Iterator[RenderableType]:
    """Show how large an edition is, on how many sources its numbers and titles rest, and what its statements are."""
    counts = ", ".join(f"{number} {what}" for what, number in counted(edition).items())
    yield Text.assemble(
        said(edition.ref, "bold"), "  ", said(counts), said(f"  {name}" if name is not None else "", "dim")
    )
    told = ", ".join(f"{sources}: {number}" for sources, number in by_source_confidence(edition).items())
    yield said(f"  clauses and controls by how many sources agree on number and title: {told}")
    yield said(
        f"  {numbers.verification.value}; {numbers.specialising} requirements only specialise the core;"
        f" clauses not known {numbers.not_known}, stated in part {numbers.partly_stated}"
    )
    kinds = ", ".join(f"{kind.value} {count}" for kind, count in numbers.dependencies) or "none"
    yield said(
        f"  statements of {numbers.shortest} to {numbers.longest} characters, half of them up to {numbers.median};"
        f" near-duplicates {numbers.near_duplicates}"
    )
    yield said(f"  dependencies: {kinds}; clauses that none touches: {len(numbers.unlinked)}")


def by_source_confidence(edition: StandardEdition) -> dict[str, int]:
    """Count clauses and controls by how many independent sources agree on their number and title."""
    held = Counter(clause.source_confidence for clause in edition.walk())
    held.update(control.source_confidence for control in edition.controls())
    return {str(sources): held[sources] for sources in sorted(held)}


# Issues.

_SEVERITIES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.INFORMATION: "dim"}


def issue_lines(name: str, issues: Iterable[Issue]) -> Iterator[RenderableType]:
    """Show issues one a line, as compilers do, so that editors find the place: file, line, column, what is wrong."""
    for issue in issues:
        where = "".join(f":{place}" for place in (issue.line, issue.column) if place is not None)
        sheet = None if issue.sheet == PurePath(name).name else issue.sheet
        place = attrs.evolve(issue, line=None, column=None, sheet=sheet).place
        at = f"{place}: " if issue.path or issue.row is not None else ""
        wanted = f"; expected {issue.expected}" if issue.expected is not None and issue.nearest is None else ""
        hint = f"; did you mean {issue.nearest!r}?" if issue.nearest is not None else ""
        yield Text.assemble(
            said(f"{name}{where}: "),
            said(issue.severity.value, _SEVERITIES[issue.severity]),
            said(f": {at}{issue.message}{wanted}{hint} "),
            said(f"[{issue.code}]", "dim"),
        )


def counted_issues(issues: Sequence[Issue]) -> str:
    """Say how many issues there are of which severity."""
    held = Counter(issue.severity for issue in issues)
    words = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFORMATION: "remark"}
    return ", ".join(f"{held[one]} {word}{'' if held[one] == 1 else 's'}" for one, word in words.items())
