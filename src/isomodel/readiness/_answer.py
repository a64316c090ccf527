# SPDX-License-Identifier: Apache-2.0
"""The answer for one standard, one gate and one day: asking for it, telling it, and comparing two."""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import html
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from importlib import resources
from typing import TypeVar

import attrs

from isomodel.assessment import Assessment, Judgements, as_of, current_names, edition_for, places
from isomodel.errors import IsomodelError, UnknownNameError, nearest
from isomodel.identifiers import RequirementRef, StandardRef
from isomodel.model import Extensions, StandardEdition, UnknownClauseError
from isomodel.policy import Policy
from isomodel.readiness._colours import Colouring, coloured
from isomodel.readiness._comparison import (
    ReadinessComparison,
    compared,
)
from isomodel.readiness._evaluation import Answer, Material, Tables, any_of
from isomodel.readiness._leaning import Waiting
from isomodel.readiness._nouns import (
    AnswerChange,
    Assurance,
    AssuranceCount,
    Axes,
    Blocker,
    BlockerKind,
    Bucket,
    BucketCount,
    EntryKind,
    EntryReadiness,
    EvidenceState,
    Explanation,
    Fact,
    FindingState,
    Gate,
    GateRules,
    Outcome,
    Provenance,
    RuleKind,
    RuleReads,
    RuleResult,
    Share,
    StandingConformity,
    Tally,
    TruthTable,
    Undermined,
    UnitReadiness,
    Verdict,
    verdict_of,
)
from isomodel.serialization import digest_of, parse, structure
from isomodel.text import printable, shortened
from isomodel.version import VERSION

__all__ = [
    "AFTER_SHOWN",
    "CAUSES_SHOWN",
    "LIMITS",
    "NotADayError",
    "Readiness",
    "colours",
    "compare",
    "default_policy",
    "evaluate",
    "gate_named",
    "gate_rules",
    "question_about",
    "truth_table",
]

LIMITS: tuple[str, ...] = (
    "This is an indicator computed from the organization's own record; it is no audit, and no forecast of a decision.",
    "Requirements are stated in this project's own words; the standard itself is what counts.",
    "Only an accredited certification body certifies.",
)
"""What every rendering of an answer says about itself."""


@attrs.define(eq=False)
class NotADayError(IsomodelError, TypeError):
    """The day asked about is not a plain date; a time of day would make answers depend on a time zone."""

    found: str

    def __str__(self) -> str:
        """Say what was given."""
        return f"expected a datetime.date as the day to ask about, found {self.found}"


@attrs.frozen(kw_only=True)
class Readiness:
    """The answer for one standard, one gate and one day, with everything that led to it.

    Attributes:
        standard: The edition.
        organization: Whose record it is.
        gate: The audit or decision asked about.
        as_of: The day asked about.
        verdict: The answer.
        policy: Name and version of the policy.
        rules: What became of each rule, in the order of the gate.
        facts: The facts the rules needed, by name.
        requirements: Counts of the requirements.
        controls: Counts of the reference controls, apart; absent where the edition has none.
        entries: What is established about each requirement and control, in the order of the standard.
        blockers: What stands in the way, in the order of work; minimal, so that any one of them left prevents
            readiness.
        undermined: What leans on something that is known not to be met, in the order of the standard; it changes no
            count and no verdict.
        changes_on: The first day on which the verdict becomes another by time alone; absent where it never does.
        next_change: The first day on which anything in the answer becomes another by time alone.
        provenance: From what it was computed.
        limits: What the answer is not.
        extensions: Data of other programs.
    """

    standard: StandardRef
    organization: str
    gate: Gate
    as_of: dt.date
    verdict: Verdict
    policy: str
    rules: tuple[RuleResult, ...]
    facts: tuple[Fact, ...]
    requirements: Tally
    controls: Tally | None = None
    entries: tuple[EntryReadiness, ...]
    blockers: tuple[Blocker, ...]
    undermined: tuple[Undermined, ...] = ()
    changes_on: AnswerChange | None = None
    next_change: AnswerChange | None = None
    provenance: Provenance
    limits: tuple[str, ...] = LIMITS
    extensions: Extensions = attrs.field(factory=Extensions)

    def __repr__(self) -> str:
        """Name the verdict in one line."""
        return f"<Readiness {self.standard}, {self.gate.value}, {self.as_of}: {self.verdict.value}>"

    def __str__(self) -> str:
        """Print the answer as text to be pasted into a mail."""
        return "\n".join(_lines(self))

    def _repr_html_(self) -> str:
        return f"<pre>{html.escape(str(self))}</pre>"

    def rule(self, name: str) -> RuleResult:
        """Return what became of a rule; raises UnknownNameError with the nearest name."""
        for rule in self.rules:
            if rule.id == name:
                return rule
        raise UnknownNameError("rule", name, nearest(name, (rule.id for rule in self.rules)))

    def fact(self, name: str) -> Fact:
        """Return a fact; raises UnknownNameError with the nearest name."""
        for fact in self.facts:
            if fact.id == name:
                return fact
        raise UnknownNameError("fact", name, nearest(name, (fact.id for fact in self.facts)))

    def rows(self) -> tuple[dict[str, str], ...]:
        """Return one flat dictionary per requirement or control and unit, for any data frame."""
        return tuple(
            {
                "standard": str(self.standard),
                "clause": str(entry.ref.clause),
                "item": entry.ref.item or "",
                "unit": unit.unit or "",
                "bucket": unit.bucket.value,
                "row": unit.row,
                "judged": unit.judged or "",
                "evidence": unit.evidence or "",
                "finding": unit.finding or "",
                **{field.name: getattr(unit.axes, field.name).value for field in attrs.fields(Axes)},
            }
            for entry in self.entries
            for unit in entry.units
        )

    def explain(self, local: str | None = None) -> Explanation:
        """Return why the verdict is as it is, or why a clause, requirement or control is where it is counted.

        Args:
            local: What to explain, such as ``9.3``, ``8.5.1#c`` or ``A.5.7``; everything where left out.

        Raises:
            IdentifierError: The text is not a clause number or reference.
            UnknownClauseError: The edition has nothing of that name, or nothing that is counted below it.
        """
        if local is None:
            head = f"{self.standard}, {self.gate.value}, as of {self.as_of}: {self.verdict.value}"
            return Explanation(sentence=head, because=tuple(_explained_rule(self, rule) for rule in self.rules))
        wanted = RequirementRef.parse(local if "," in local else f"{self.standard}, {local}")
        inside = [entry for entry in self.entries if wanted in places(entry.ref)]
        if not inside:
            clauses = dict.fromkeys(str(entry.ref.clause) for entry in self.entries)
            close = nearest(wanted.local, (*clauses, *(entry.ref.local for entry in self.entries)))
            raise UnknownClauseError(str(self.standard), wanted.local, close)
        if len(inside) == 1 and inside[0].ref == wanted:
            return _explained_entry(self, inside[0])
        counted = Counter(entry.bucket for entry in inside)
        told = ", ".join(f"{bucket.value} {counted[bucket]}" for bucket in Bucket if counted[bucket])
        head = f"{wanted.local}: {told}"
        return Explanation(sentence=head, because=tuple(_explained_entry(self, entry) for entry in inside))


def evaluate(  # noqa: PLR0913 - the question has six parts, four of them by name.
    assessment: Assessment,
    editions: Iterable[StandardEdition],
    *,
    standard: StandardRef | str,
    gate: Gate | str,
    on: dt.date,
    policy: Policy | None = None,
) -> Readiness:
    """Say whether an organization is ready for an audit against one edition, why, and when that changes.

    The assessment is read as of the day: what was judged, received or performed later does not count. An edition is
    never read in place of another. Content that is wrong (see :func:`isomodel.assessment.issues`) does not stop the
    evaluation and never improves its outcome.

    Args:
        assessment: The organization's record.
        editions: The content of the editions, as :func:`isomodel.catalogue.load_for` gives it; for a transition also
            that of the edition which is replaced, whose days are read.
        standard: The edition asked about; for a transition the new one.
        gate: The audit or decision asked about.
        on: The day asked about; the library reads no clock.
        policy: The numbers that standards leave open; :func:`default_policy` where left out.

    Raises:
        EditionMismatchError: The assessment is not against that very edition, or its content was not given.
        IdentifierError: The standard is not a reference.
        UnknownNameError: There is no such gate, or the policy lacks a parameter.
        NotADayError: The day is not a plain date.
    """
    return question_about(assessment, editions, standard, gate, on, policy).answer()


@attrs.frozen
class _Question:
    """One question about a record, which can be asked of other records as well."""

    record: Assessment
    edition: StandardEdition
    gate: Gate
    on: dt.date
    policy: Policy
    material: Material
    digests: dict[str, str] = attrs.field(factory=dict)
    """Of what is the same in every record; worked out when first asked for."""

    def answer(self) -> Readiness:
        return _answer(self)

    def verdict(self) -> tuple[Verdict, tuple[str, ...]]:
        """Return the verdict without what is said about it, and the rules that do not pass."""
        rules = self.material.answer(self.on).rules
        return verdict_of(rule.outcome for rule in rules), tuple(
            rule.id for rule in rules if rule.outcome is not Outcome.PASSED
        )

    def of(self, record: Assessment) -> _Question:
        """Return the same question about another record; what the two do not differ in is not worked out again."""
        names = current_names(record, (self.edition,))
        own = self.material
        material = Material(names, self.edition, self.gate, self.policy, own.tables, own.replaced, like=own)
        return attrs.evolve(self, record=record, material=material)


def question_about(  # noqa: PLR0913, PLR0917 - the parts of a question.
    assessment: Assessment,
    editions: Iterable[StandardEdition],
    standard: StandardRef | str,
    gate: Gate | str,
    on: dt.date,
    policy: Policy | None,
) -> _Question:
    if type(on) is not dt.date:
        raise NotADayError(type(on).__name__)
    ref = StandardRef.parse(standard) if isinstance(standard, str) else standard
    asked = gate_named(gate) if isinstance(gate, str) else gate
    given = tuple(editions)
    edition = edition_for(assessment, given, ref)
    replaced = tuple(one for one in given if one.ref in edition.supersedes) if asked is Gate.TRANSITION else ()
    used = policy if policy is not None else default_policy()
    tables = _tables()
    return _Question(
        record=assessment,
        edition=edition,
        gate=asked,
        on=on,
        policy=used,
        material=Material(current_names(assessment, (edition,)), edition, asked, used, tables, replaced),
    )


def _answer(question: _Question) -> Readiness:
    material, on, used, tables = question.material, question.on, question.policy, question.material.tables
    answer = material.answer(on)
    verdict = verdict_of(rule.outcome for rule in answer.rules)
    changes_on, next_change = _changes(material, answer, verdict, on)
    controls = _tally(answer, tables, EntryKind.CONTROLS)
    return Readiness(
        standard=question.edition.ref,
        organization=question.record.organization.name,
        gate=question.gate,
        as_of=on,
        verdict=verdict,
        policy=f"{used.id} {used.version}",
        rules=answer.rules,
        facts=tuple(answer.facts[name] for name in sorted(answer.facts)),
        requirements=_tally(answer, tables, EntryKind.REQUIREMENTS),
        controls=controls if controls.total else None,
        entries=answer.entries,
        blockers=_blockers(material, answer, on),
        undermined=_undermined(material, answer, on),
        changes_on=changes_on,
        next_change=next_change,
        provenance=_provenance(question),
    )


def colours(result: Readiness) -> Colouring:
    """Return what :func:`isomodel.graph.draw` takes to colour the drawing of a standard by an answer.

    Each bucket has a colour and a letter, and the legend says what they mean. The graph has to be of the edition as it
    is on the day of the answer.

    >>> from isomodel import catalogue, graph
    >>> from isomodel.assessment import Assessment, Organization
    >>> edition = catalogue.load("ISO 22301:2019")
    >>> record = Assessment(id="none", organization=Organization(name="Nobody"), editions=(edition.ref,))
    >>> answer = evaluate(record, [edition], standard="ISO 22301:2019", gate="stage-2", on=dt.date(2026, 11, 26))
    >>> drawn = graph.draw(graph.build([edition]), edition.ref, **colours(answer))
    >>> drawn.count("[not assessed]") == answer.requirements.total
    True
    """
    return coloured(result.entries, str(result).partition("\n")[0])


def truth_table() -> TruthTable:
    """Return the table that turns what is established about an entry into the bucket it is counted in."""
    return _tables().truth


def gate_rules() -> GateRules:
    """Return the rules of every gate, in the order in which blockers are worked off."""
    return _tables().gates


@functools.cache
def default_policy() -> Policy:
    """Return the numbers that are used where nobody gives others; each names its source."""
    return _read("policy.json", Policy)


T = TypeVar("T")


def _read(name: str, cls: type[T]) -> T:
    data = resources.files("isomodel.readiness").joinpath(name).read_bytes()
    return structure(parse(data, name=name), cls)


@functools.cache
def _tables() -> Tables:
    return Tables(_read("truth-table.json", TruthTable), _read("gates.json", GateRules))


def gate_named(name: str) -> Gate:
    for gate in Gate:
        if gate.value == name:
            return gate
    raise UnknownNameError("gate", name, nearest(name, (gate.value for gate in Gate)))


# Counting.


def _tally(answer: Answer, tables: Tables, kind: EntryKind) -> Tally:
    own = [entry for entry in answer.entries if (entry.ref.item is None) is (kind is EntryKind.CONTROLS)]
    counted = Counter(entry.bucket for entry in own)
    applying = len(own) - counted[Bucket.NOT_APPLICABLE]
    met = counted[Bucket.MET]
    unknown = sum(number for bucket, number in counted.items() if tables.outcome[bucket] is Outcome.UNKNOWN)
    levels = list(Assurance)
    weakest = Counter(
        min((unit.axes.assurance for unit in entry.units), key=levels.index)
        for entry in own
        if entry.bucket is Bucket.MET
    )
    return Tally(
        total=len(own),
        buckets=tuple(
            BucketCount(bucket=meaning.bucket, count=counted[meaning.bucket])
            for meaning in sorted(tables.truth.buckets, key=lambda meaning: meaning.rank)
            if counted[meaning.bucket]
        ),
        share=Share(low=met, high=met + unknown, of=applying),
        assurance=tuple(AssuranceCount(assurance=level, count=weakest[level]) for level in levels if weakest[level]),
    )


def _blockers(material: Material, answer: Answer, on: dt.date) -> tuple[Blocker, ...]:
    """List what stands in the way: of each need nobody meets, the fact that is nearest; of each rule, its entries."""
    held: dict[tuple[BlockerKind, str], list[str]] = {}
    failing: dict[tuple[BlockerKind, str], Outcome] = {}

    def hold(kind: BlockerKind, subject: str, outcome: Outcome, rule: str) -> None:
        held.setdefault((kind, subject), []).append(rule)
        if failing.get((kind, subject)) is not Outcome.FAILED:
            failing[kind, subject] = outcome

    for rule in answer.rules:
        for group in rule.needs:
            outcomes = {name: answer.facts[name].outcome for name in group}
            come_to = any_of(outcomes.values())
            if come_to is not Outcome.PASSED:
                hold(BlockerKind.FACT, next(name for name in group if outcomes[name] is come_to), come_to, rule.id)
        for ref in rule.failing:
            hold(BlockerKind.ENTRY, str(ref), Outcome.FAILED, rule.id)
        for ref in rule.open:
            hold(BlockerKind.ENTRY, str(ref), Outcome.UNKNOWN, rule.id)
    entries = {str(entry.ref): entry for entry in answer.entries}
    judgements = Judgements(as_of(material.assessment, on).judgements)
    every = list(held)
    waiting = [
        Waiting(
            place=entries[subject].ref if kind is BlockerKind.ENTRY else None,
            rank=(kind is BlockerKind.ENTRY, failing[kind, subject] is Outcome.UNKNOWN, place),
        )
        for place, (kind, subject) in enumerate(every)
    ]
    found = []
    for position, line in enumerate(material.leaning(on).line_up(waiting), start=1):
        key = every[line.number]
        blocker = _blocker(position, key, failing[key], held[key], answer, entries, judgements)
        after = tuple(every[number][1] for number in line.after[-AFTER_SHOWN:])
        found.append(attrs.evolve(blocker, unlocks=line.unlocks, waits_for=line.waits_for, after=after))
    return tuple(found)


AFTER_SHOWN = 10
"""How many of the blockers right before another one it names: those it comes right after; ``waits_for`` counts all."""


def _undermined(material: Material, answer: Answer, on: dt.date) -> tuple[Undermined, ...]:
    """List what applies and leans on something that fails; whether it passes itself is told beside it."""
    leaning = material.leaning(on)
    if not leaning:
        return ()
    bucket = {entry.ref: entry.bucket for entry in answer.entries}
    unmet = [ref for ref, own in bucket.items() if material.tables.outcome[own] is Outcome.FAILED]
    among = [ref for ref, own in bucket.items() if own is not Bucket.NOT_APPLICABLE]
    return tuple(
        Undermined(ref=ref, bucket=bucket[ref], by=by, by_bucket=bucket[by], through=through)
        for ref, by, through in leaning.leaners(unmet, among)
    )


def _blocker(  # noqa: PLR0913, PLR0917 - everything one line of the list is made of.
    position: int,
    key: tuple[BlockerKind, str],
    outcome: Outcome,
    rules: Sequence[str],
    answer: Answer,
    entries: Mapping[str, EntryReadiness],
    judgements: Judgements,
) -> Blocker:
    kind, subject = key
    if kind is BlockerKind.FACT:
        sentence, owner, effort = answer.facts[subject].sentence, None, None
    else:
        entry = entries[subject]
        read = {rule.reads for rule in answer.rules if rule.id in rules}
        sentence = _why_not_shown(entry) if read == {RuleReads.EVIDENCE} else _why(entry)
        about = [judgement for _, judgement in judgements.about(entry.ref)]
        latest = max(about, key=lambda judgement: judgement.judged_on, default=None)
        owner = next((one.judged_by for one in about if one.role.value == "owner"), None)
        effort = latest.effort_left if latest is not None else None
    return Blocker(
        position=position,
        kind=kind,
        subject=subject,
        outcome=outcome,
        sentence=sentence,
        rules=tuple(dict.fromkeys(rules)),
        owner=owner,
        effort_left=effort,
    )


# Time.

CAUSES_SHOWN = 10
"""How many causes of a change are told; the rest is counted."""


def _changes(
    material: Material, today: Answer, verdict: Verdict, on: dt.date
) -> tuple[AnswerChange | None, AnswerChange | None]:
    """Find the first day with another verdict, and the first day on which anything is counted otherwise."""
    first: AnswerChange | None = None
    before = _outcomes(today)
    for day in material.candidate_days(on):
        answer = material.answer(day)
        found = verdict_of(rule.outcome for rule in answer.rules)
        if first is None and _outcomes(answer) != before:
            first = _change(day, found, before, answer)
        if found is not verdict:
            return _change(day, found, before, answer), first
    return None, first


def _outcomes(answer: Answer) -> dict[str, str]:
    told = {entry.ref.local: entry.bucket.value for entry in answer.entries}
    told.update((fact.id, fact.outcome.value) for fact in answer.facts.values())
    told.update((rule.id, rule.outcome.value) for rule in answer.rules)
    return told


def _change(day: dt.date, verdict: Verdict, before: Mapping[str, str], answer: Answer) -> AnswerChange:
    after = _outcomes(answer)
    told = {entry.ref.local: _why(entry) for entry in answer.entries}
    told.update((fact.id, f"{fact.outcome.value}: {fact.sentence}") for fact in answer.facts.values())
    causes = [
        f"{name}: {before.get(name, 'not there')} → {told.get(name) or after.get(name, 'not there')}"
        for name in dict.fromkeys((*before, *after))
        if before.get(name) != after.get(name)
    ]
    shown = tuple(causes[:CAUSES_SHOWN])
    return AnswerChange(on=day, verdict=verdict, causes=shown, more=len(causes) - len(shown))


# Provenance.


def _provenance(question: _Question) -> Provenance:
    digests, tables = question.digests, question.material.tables
    if not digests:
        digests["edition"], digests["policy"] = digest_of(question.edition), digest_of(question.policy)
        both = digest_of(tables.truth) + digest_of(tables.gates)
        digests["tables"] = "sha256:" + hashlib.sha256(both.encode()).hexdigest()
    return Provenance(
        library=VERSION,
        catalogue_revision=question.edition.catalogue_revision,
        edition_digest=digests["edition"],
        replaced_digests=tuple(sorted({digest_of(one) for one in question.material.replaced})),
        assessment_digest=digest_of(question.record),
        policy_digest=digests["policy"],
        tables_digest=digests["tables"],
    )


# In words.


_AXIS_NAMES = tuple(field.name for field in attrs.fields(Axes))


def _worst(entry: EntryReadiness) -> UnitReadiness:
    return next(unit for unit in entry.units if unit.bucket is entry.bucket)


def _why(entry: EntryReadiness) -> str:
    """Say in one line why an entry is where it is counted."""
    unit = _worst(entry)
    where = f" in {unit.unit}" if unit.unit is not None else ""
    told = _TOLD[entry.bucket].format(
        judged=unit.judged or "nobody",
        evidence=unit.evidence or "nothing",
        finding=unit.finding or "a finding",
        work=unit.axes.work_status.value,
    )
    if unit.axes.finding in (FindingState.MAJOR, FindingState.MINOR_OPEN) and entry.bucket is Bucket.GAP:
        told = f"{unit.finding} is open ({unit.axes.finding.value})"
    elif unit.axes.evidence is EvidenceState.CONTRADICTED and entry.bucket is Bucket.GAP:
        told = f"{unit.evidence} speaks against it"
    elif unit.axes.evidence is EvidenceState.KNOWN_NONE and unit.axes.conformity is StandingConformity.CONFORMING:
        told = "judged conforming, and the complete record of evidence has nothing that shows it"
    return f"{entry.bucket.value}{where}: {told}"


def _why_not_shown(entry: EntryReadiness) -> str:
    """Say in one line what is the matter with the evidence of an entry, whatever else is known about it."""
    unit = min((unit for unit in entry.units if unit.bucket is not Bucket.NOT_APPLICABLE), key=_shown_worst_first)
    where = f" in {unit.unit}" if unit.unit is not None else ""
    told = _SHOWN[unit.axes.evidence].format(evidence=unit.evidence or "nothing")
    return f"evidence {unit.axes.evidence.value}{where}: {told}"


def _shown_worst_first(unit: UnitReadiness) -> int:
    return list(_SHOWN).index(unit.axes.evidence)


_SHOWN = {
    EvidenceState.CONTRADICTED: "{evidence} speaks against it",
    EvidenceState.KNOWN_NONE: "the complete record of evidence has nothing that fits",
    EvidenceState.LAPSED: "{evidence} no longer counts",
    EvidenceState.DISPUTED: "{evidence} speaks against it, and nobody has looked at that yet",
    EvidenceState.NONE: "nothing that fits is recorded",
    EvidenceState.CURRENT: "{evidence} shows it",
}
"""What is told of each state of the evidence, worst first."""


_TOLD = {
    Bucket.GAP: "work {work}, judged by {judged}",
    Bucket.PARTIAL: "work {work}, judged by {judged}",
    Bucket.STALE: "{evidence} no longer counts",
    Bucket.CONFLICTING: "what the record says contradicts itself (judged by {judged}, evidence {evidence})",
    Bucket.NOT_ASSESSED: "nobody has established it",
    Bucket.ASSERTED: "claimed by {judged}; nothing accepted by somebody else shows it",
    Bucket.PLANNED: "work {work}, under an approved treatment plan",
    Bucket.EXPECTED_MINOR: "{finding} is open with an accepted plan",
    Bucket.MET: "judged by {judged}, shown by {evidence}",
    Bucket.NOT_APPLICABLE: "set aside with a reason",
}


def _explained_entry(result: Readiness, entry: EntryReadiness) -> Explanation:
    rows = {row.id: row for row in _tables().truth.rows}
    units = []
    for unit in entry.units:
        row = rows[unit.row]
        read = [f"{axis.replace('_', ' ')} {getattr(unit.axes, axis).value}" for axis in _AXIS_NAMES]
        rests = [Explanation(sentence="; ".join(read))]
        rests.extend(
            Explanation(sentence=f"{name}: {value}")
            for name, value in (
                ("judged by", unit.judged),
                ("evidence", unit.evidence),
                ("finding", unit.finding),
                ("set aside because", unit.decision),
            )
            if value is not None
        )
        where = f"in {unit.unit}" if unit.unit is not None else "in the whole scope"
        sentence = f"{where}: {unit.bucket.value}, by row {row.id} of the truth table ({row.citation})"
        units.append(Explanation(sentence=sentence, because=tuple(rests)))
    rules = ", ".join(entry.rules) or "no rule of this gate"
    units.append(Explanation(sentence=f"read by: {rules}"))
    units.extend(
        Explanation(
            sentence=f"undermined: it leans on {one.by.local}, which is {one.by_bucket.value}",
            because=tuple(
                Explanation(
                    sentence=f"{link.source.local} requires {link.target.local} [{link.basis.value}]: {link.reason}"
                )
                for link in one.through
            ),
        )
        for one in result.undermined
        if one.ref == entry.ref
    )
    return Explanation(sentence=f"{entry.ref.citation} is {_why(entry)}", because=tuple(units))


def _explained_rule(result: Readiness, rule: RuleResult) -> Explanation:
    facts = tuple(
        Explanation(sentence=f"{fact.outcome.value}: {fact.sentence}", because=_explained_fact(fact))
        for group in rule.needs
        for fact in (result.fact(name) for name in group)
    )
    told = {entry.ref: entry for entry in result.entries}
    why = _why_not_shown if rule.reads is RuleReads.EVIDENCE else _why
    entries = tuple(Explanation(sentence=f"{ref.local} {why(told[ref])}") for ref in (*rule.failing, *rule.open))
    head = f"{rule.outcome.value}: {rule.sentence} [{rule.id}; {rule.citation}]"
    return Explanation(sentence=head, because=(*facts, *entries))


def _explained_fact(fact: Fact) -> tuple[Explanation, ...]:
    against = tuple(Explanation(sentence=f"against: {one}") for one in fact.against)
    return (*against, *(Explanation(sentence=f"missing: {one}") for one in fact.missing))


_MARKS = {Outcome.PASSED: "✓", Outcome.FAILED: "✗", Outcome.UNKNOWN: "?"}
_LINES_SHOWN = 12
_NAMES_SHOWN = 4
_WIDTH = 110


def _lines(result: Readiness) -> list[str]:
    verdict = result.verdict.value.upper().replace("-", " ")
    head = f"{result.standard} · {result.gate.value} · as of {result.as_of} · {verdict}"
    lines = [head, *_tally_lines("requirements", result.requirements)]
    if result.controls is not None:
        lines.extend(_tally_lines("reference controls", result.controls))
    for kind, name in ((RuleKind.KNOCK_OUT, "knock-outs"), (RuleKind.SCORE_LIKE, "over many")):
        own = [rule for rule in result.rules if rule.kind is kind]
        held = [rule for rule in own if rule.outcome is not Outcome.PASSED]
        lines.append(f"  {name}: {len(held)} of {len(own)} not passed")
        lines.extend(f"    {_MARKS[rule.outcome]} {shortened(_held_up(result, rule), _WIDTH)}" for rule in held)
    if result.blockers:
        lines.append(f"  to be done, in this order ({len(result.blockers)}):")
        for blocker in result.blockers[:_LINES_SHOWN]:
            subject = blocker.subject.partition(", ")[2] or blocker.subject
            who = f" ({blocker.owner})" if blocker.owner is not None else ""
            more = f"; unlocks {blocker.unlocks}" if blocker.unlocks else ""
            line = f"{blocker.position:>4}. {_MARKS[blocker.outcome]} {subject}: {blocker.sentence}{who}{more}"
            lines.append("  " + shortened(line, _WIDTH))
        if len(result.blockers) > _LINES_SHOWN:
            lines.append(f"        … and {len(result.blockers) - _LINES_SHOWN} more")
    if result.undermined:
        met = sum(one.bucket is Bucket.MET for one in result.undermined)
        lines.append(
            f"  leaning on what is not met, whatever its own record says ({len(result.undermined)}, {met} met):"
        )
        # Those whose own boxes are ticked are the ones that nobody would look for.
        first = sorted(result.undermined, key=lambda one: one.bucket is not Bucket.MET)[:_NAMES_SHOWN]
        lines.extend(f"    {shortened(str(one), _WIDTH)}" for one in first)
        if len(result.undermined) > len(first):
            lines.append(f"        … and {len(result.undermined) - len(first)} more")
    lines.append(_change_line("the verdict changes", result.changes_on, "the verdict does not change by time alone"))
    if result.next_change is not None and result.next_change != result.changes_on:
        lines.append(_change_line("the answer changes", result.next_change, ""))
    lines.append(f"  policy {printable(result.policy)}; {LIMITS[0]}")
    return lines


def _tally_lines(name: str, tally: Tally) -> list[str]:
    counted = {one.bucket: one.count for one in tally.buckets}
    best_first = sorted(counted, key=list(Bucket).index, reverse=True)
    told = "  ".join(f"{bucket.value.replace('-', ' ')} {counted[bucket]}" for bucket in best_first)
    share = f"    share met {tally.share} of {tally.share.of} that apply"
    levels = ", ".join(f"{one.assurance.value} {one.count}" for one in tally.assurance)
    return [f"  {name} {tally.total}: {told}", share + (f"; of those met: {levels}" if levels else "")]


def _held_up(result: Readiness, rule: RuleResult) -> str:
    if rule.needs:
        facts = [result.fact(name) for group in rule.needs for name in group]
        told = dict.fromkeys(fact.sentence for fact in facts if fact.outcome is not Outcome.PASSED)
        return f"{rule.id}: " + "; ".join(told)
    parts = [f"{len(rule.failing)} fail"] if rule.failing else []
    parts.extend([f"{len(rule.open)} open"] if rule.open else [])
    held = [ref.local for ref in (*rule.failing, *rule.open)]
    first = ", ".join(held[:_NAMES_SHOWN]) + (", …" if len(held) > _NAMES_SHOWN else "")
    return f"{rule.id}: {' and '.join(parts)} of {rule.looked_at} ({first})"


def _change_line(what: str, change: AnswerChange | None, never: str) -> str:
    if change is None:
        return f"  {never}"
    cause = change.causes[0] if change.causes else ""
    more = len(change.causes) - 1 + change.more
    told = f"{printable(cause)}{f' and {more} more' if more > 0 else ''}"
    return f"  {what} on {change.on} to {change.verdict.value}: {told}"


# Between answers.


def compare(before: Readiness, after: Readiness) -> ReadinessComparison:
    """Say what is different between two answers about one standard and gate, and whether facts or rules changed.

    The record and the day are facts; the gate rules, the truth table, the policy, the edition's content and the
    library are rules. Where both changed the difference is *mixed*: evaluate the old record for the old day under the
    new rules, and compare that with each of the two.

    Raises:
        NotComparableError: The answers are about another standard, gate or organization.
    """
    return compared(before, after, _why)
