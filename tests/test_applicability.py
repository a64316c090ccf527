# SPDX-License-Identifier: Apache-2.0
"""The Statement of Applicability: what each entry says, which rule objects to what, and that nothing is guessed."""

from __future__ import annotations

import copy
import csv
import datetime as dt
import io
import json
import os
import pickle
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest
from markdown_it import MarkdownIt

from invented import EDITION, ON, SMALL, UNITS, day, decision, empty, evidence, judgement, perfect, ref
from isomodel import applicability, catalogue
from isomodel.applicability import (
    CITATIONS,
    FACTS,
    GROUNDS,
    IMPLEMENTATION_OF,
    REASON_OF,
    RULES,
    CertificateCitation,
    ControlEntry,
    ControlOrigin,
    FieldChange,
    Ground,
    Implementation,
    InclusionBasis,
    Mention,
    MentionedBy,
    Necessity,
    NoControlsError,
    ObligationLink,
    PlanStanding,
    RiskLink,
    RuleSubject,
    StatedBy,
    StatementMismatchError,
    StatementOfApplicability,
    StatementVersion,
    UnitImplementation,
    certificate_issues,
    compare,
    freeze,
    issues,
    non_applicable,
    rule,
    statement,
    to_csv,
    to_markdown,
)
from isomodel.assessment import (
    Applicability,
    Assessment,
    ComplianceObligation,
    Conformity,
    EditionMismatchError,
    InclusionReason,
    ManagementSystemScope,
    ObligationKind,
    ObligationStatus,
    Organization,
    RecordList,
    Risk,
    RiskTreatment,
    Role,
    TreatmentOption,
    WorkStatus,
)
from isomodel.documents import dumps, loads
from isomodel.errors import DocumentError, InvariantError, Severity, UnknownNameError
from isomodel.evidence import EvidenceKind, EvidenceReview, ReviewOutcome
from isomodel.identifiers import ClauseNumber, RequirementRef, StandardRef
from isomodel.model import Clause, Control, Extensions, NonApplicability, StandardEdition, Topic
from isomodel.register import EXTENSION, ColumnMapping, RegisterImport, read_register
from lighthouse import LIGHTHOUSE

OWN = StandardRef.parse("X-LIGHT 1:2031")
"""How an invented edition of one's own is cited."""

CUSTOM = StandardEdition(
    ref=OWN,
    title="Controls of our own",
    discipline="invented",
    publication_stage=EDITION.publication_stage,
    catalogue_revision=1,
    provenance=EDITION.provenance,
    clauses=(
        Clause(
            number=ClauseNumber.parse("1"),
            title="Own",
            source_confidence=0,
            controls=tuple(
                Control(
                    ref=RequirementRef(OWN, ClauseNumber.parse(number)),
                    title=f"Own control {number}",
                    statement="Something of our own is in place.",
                    theme="own",
                    source_confidence=0,
                    consulted="invented",
                )
                for number in ("1.1", "1.2")
            ),
        ),
    ),
)
"""Two controls of one's own, numbered as a clause would be."""

CONTROLS = tuple(control.ref for control in EDITION.controls())


def changed(record: Assessment, **fields: Any) -> Assessment:  # noqa: ANN401 - whatever the class takes.
    """Return a record with other fields."""
    return attrs.evolve(record, **fields)


def clean() -> Assessment:
    """Return a record to whose statement nobody objects: every control decided, owned, implemented and shown."""
    whole = perfect(EDITION, units=())
    owned = tuple(judgement(one, role=Role.OWNER, judged_by="Olga", judged_on=day(-40)) for one in CONTROLS)
    decided = tuple(
        decision(one, justification=f"Because of {one.local}.", risks=("R-1",) if one in CONTROLS[:2] else ())
        for one in CONTROLS
    )
    return changed(whole, judgements=(*whole.judgements, *owned), applicability=decided)


def built(record: Assessment, on: dt.date = ON, edition: StandardEdition = EDITION) -> StatementOfApplicability:
    """Build the statement of an invented record."""
    return statement(record, edition, on=on)


def decided(record: Assessment, local: str, **changes: Any) -> Assessment:  # noqa: ANN401 - whatever the class takes.
    """Change the decision on a control."""
    target = ref(local)
    return changed(
        record,
        applicability=tuple(
            attrs.evolve(one, **changes) if one.target == target else one for one in record.applicability
        ),
    )


def excluded(record: Assessment, local: str, **changes: Any) -> Assessment:  # noqa: ANN401 - whatever the class takes.
    """Exclude a control with everything an exclusion needs, and take away what was judged of it."""
    said = {
        "decision": Applicability.NOT_APPLICABLE,
        "justification": "There is nothing of the kind.",
        "reasons": (),
        "risks": (),
        "review_on": day(200),
    }
    kept = tuple(one for one in record.judgements if one.target != ref(local))
    return decided(changed(record, judgements=kept), local, **(said | changes))


def undone(record: Assessment, local: str, work: WorkStatus = WorkStatus.PARTIAL) -> Assessment:
    """Say of a control that its work is not done."""
    target = ref(local)
    return changed(
        record,
        judgements=tuple(
            attrs.evolve(one, work_status=work, conformity=Conformity.NOT_ASSESSED) if one.target == target else one
            for one in record.judgements
        ),
    )


def treated(record: Assessment, *locals_: str, **changes: Any) -> Assessment:  # noqa: ANN401 - whatever the class takes.
    """Add a risk R-2 of Ada's whose treatment chooses controls, with an approved plan for a day to come."""
    treatment = RiskTreatment(
        option=TreatmentOption.MODIFY,
        controls=tuple(map(ref, locals_)),
        plan="Invent it.",
        due_on=day(30),
        approved_by="Ada",
        approved_on=day(-30),
    )
    risk = Risk(id="R-2", description="It goes wrong.", owner="Ada", treatment=attrs.evolve(treatment, **changes))
    return changed(record, risks=(*record.risks, risk))


def asked_for(record: Assessment, local: str, kind: ObligationKind | None = ObligationKind.LEGAL) -> Assessment:
    """Add an obligation that asks for a control."""
    obligation = ComplianceObligation(
        id="CO-9", title="Law", source="Law", kind=kind, controls=(ref(local),), status=ObligationStatus.FULFILLED
    )
    return changed(record, obligations=(*record.obligations, obligation))


def found(soa: StatementOfApplicability, on: dt.date = ON, edition: StandardEdition = EDITION) -> list[tuple[str, str]]:
    """List codes and paths of what is wrong with a statement."""
    return [(one.code, one.path) for one in issues(soa, edition, on=on)]


# What an entry says.


def test_a_clean_record_has_no_issues() -> None:
    """To the statement of the clean record nobody objects: every issue below is of the change that a test makes."""
    assert found(built(clean())) == []


def test_the_entry_of_a_control_is_whole() -> None:
    """An entry tells necessity, reasons with ids, who decided, implementation, owner, evidence and risks."""
    record = asked_for(clean(), "A.5.1", ObligationKind.CONTRACT)
    assert built(record)["A.5.1"] == ControlEntry(
        control=ref("A.5.1"),
        title="Invented control A.5.1",
        origin=ControlOrigin.REFERENCE,
        necessity=Necessity.NECESSARY,
        reasons=(
            InclusionBasis(kind=InclusionReason.RISK, stated_by=StatedBy.BOTH, ids=("R-1",)),
            InclusionBasis(kind=InclusionReason.CONTRACT, stated_by=StatedBy.REGISTER, ids=("CO-9",)),
        ),
        justification="Because of A.5.1.",
        decided_by="Mona",
        decided_on=day(-150),
        implementation=Implementation.IMPLEMENTED,
        work_status=WorkStatus.IMPLEMENTED,
        owner="Olga",
        evidence=("EV-A.5.1",),
        risks=(
            RiskLink(
                risk="R-1",
                stated_by=StatedBy.BOTH,
                owner="Olga",
                option=TreatmentOption.MODIFY,
                plan=PlanStanding.APPROVED,
                approved_by="Olga",
                approved_on=day(-95),
            ),
        ),
        obligations=(ObligationLink(obligation="CO-9", kind=ObligationKind.CONTRACT),),
    )


def test_nothing_recorded_is_nothing_known() -> None:
    """Of an empty record every control is undecided and its implementation unknown."""
    soa = built(empty(EDITION))
    assert {(one.necessity, one.implementation) for one in soa.entries} == {
        (Necessity.UNDECIDED, Implementation.UNKNOWN)
    }
    assert soa.counts() == {
        Necessity.NECESSARY: 0,
        Necessity.EXCLUDED: 0,
        Necessity.UNDECIDED: 12,
        Necessity.CONTRADICTED: 0,
    }
    assert soa.scope is None
    assert soa.complete == ()


def test_a_scope_of_blanks_is_none() -> None:
    """A scope statement in which nothing stands is not a scope."""
    assert built(changed(clean(), scope=ManagementSystemScope(statement=" "))).scope is None


def test_the_latest_decision_counts_and_later_ones_do_not() -> None:
    """On each day the decision of the latest day up to it counts."""
    later = decision(ref("A.5.3"), decision=Applicability.NOT_APPLICABLE, decided_on=day(-10), justification="Gone.")
    record = changed(clean(), applicability=(later, *clean().applicability))
    told = [(built(record, day(on))["A.5.3"].necessity, on) for on in (-200, -11, -10)]
    assert told == [(Necessity.UNDECIDED, -200), (Necessity.NECESSARY, -11), (Necessity.EXCLUDED, -10)]
    assert built(record)["A.5.3"].implementation is Implementation.NOT_REQUIRED


def test_decisions_of_one_day_that_contradict_are_no_decision() -> None:
    """Two decisions of one day that differ leave the control contradicted, with both names and no justification."""
    other = decision(ref("A.5.3"), decision=Applicability.NOT_APPLICABLE, decided_by="Nils", review_on=day(1))
    entry = built(changed(clean(), applicability=(*clean().applicability, other)))["A.5.3"]
    assert (entry.necessity, entry.decided_by, entry.justification, entry.review_on, entry.reasons) == (
        Necessity.CONTRADICTED,
        "Mona, Nils",
        None,
        None,
        (),
    )


def test_decisions_of_one_day_that_agree_are_one() -> None:
    """Two decisions of one day that agree are told together: both texts, all reasons, the earlier day of review."""
    other = decision(
        ref("A.5.3"), justification="And a contract.", reasons=(InclusionReason.CONTRACT,), review_on=day(9)
    )
    one = decision(ref("A.5.3"), review_on=day(5))
    entry = built(changed(empty(EDITION), applicability=(other, one)))["A.5.3"]
    assert entry.justification == "And a contract.\nIt treats an invented risk."
    assert [basis.kind for basis in entry.reasons] == [InclusionReason.RISK, InclusionReason.CONTRACT]
    assert entry.review_on == day(5)


def test_a_decision_on_a_group_reaches_its_controls() -> None:
    """A decision on a group counts for controls that have none of their own, and the entry says where it was made."""
    record = changed(empty(EDITION), applicability=(decision(ref("A.6")), decision(ref("A.6.2"), justification="Own.")))
    soa = built(record)
    assert [(one.control.local, one.decided_at) for one in soa.entries if one.necessity is Necessity.NECESSARY] == [
        ("A.6.1", ref("A.6")),
        ("A.6.2", None),
        ("A.6.3", ref("A.6")),
        ("A.6.4", ref("A.6")),
    ]


@pytest.mark.parametrize("work", WorkStatus)
def test_work_reduces_to_yes_or_no(work: WorkStatus) -> None:
    """Only what is done everywhere is implemented; how far the work has come stays beside it."""
    entry = built(undone(clean(), "A.5.4", work))["A.5.4"]
    expected = Implementation.IMPLEMENTED if work is WorkStatus.IMPLEMENTED else Implementation.NOT_IMPLEMENTED
    assert IMPLEMENTATION_OF[work] is expected
    assert (entry.implementation, entry.work_status) == (expected, work)


def test_one_unit_does_not_cover_another() -> None:
    """What is known not to be done in one unit is not done; where one unit is not known, nobody knows."""
    target = ref("A.5.4")
    head = judgement(target, units=("HQ",))
    short = judgement(target, units=("PACK",), work_status=WorkStatus.PARTIAL, conformity=Conformity.NOT_ASSESSED)
    base = changed(empty(EDITION, units=UNITS), applicability=(decision(target),))
    known = built(changed(base, judgements=(head, short)))["A.5.4"]
    assert (known.implementation, known.work_status) == (Implementation.NOT_IMPLEMENTED, WorkStatus.PARTIAL)
    assert known.units == (
        UnitImplementation(unit="HQ", implementation=Implementation.IMPLEMENTED, work_status=WorkStatus.IMPLEMENTED),
        UnitImplementation(unit="PACK", implementation=Implementation.NOT_IMPLEMENTED, work_status=WorkStatus.PARTIAL),
    )
    half = built(changed(base, judgements=(head,)))
    assert (half["A.5.4"].implementation, half["A.5.4"].work_status) == (Implementation.UNKNOWN, None)
    assert "nobody knows whether it is implemented in PACK" in "\n".join(
        one.message for one in issues(half, EDITION, on=ON)
    )
    none = built(changed(base, judgements=(short,)))["A.5.4"]
    assert (none.implementation, none.work_status) == (Implementation.NOT_IMPLEMENTED, WorkStatus.PARTIAL)


def test_judgements_that_contradict_leave_it_unknown() -> None:
    """Where two judgements contradict each other and none overrules, nobody knows whether it is implemented."""
    target = ref("A.5.4")
    no = judgement(target, conformity=Conformity.NONCONFORMING, work_status=WorkStatus.PARTIAL)
    entry = built(changed(empty(EDITION), judgements=(judgement(target), no)))["A.5.4"]
    assert (entry.implementation, entry.work_status) == (Implementation.UNKNOWN, None)


def test_the_owner_is_who_judged_as_owner() -> None:
    """The owner is named by the finest and latest judgements made as owner, one for each set of units."""
    target = ref("A.5.4")
    record = changed(
        empty(EDITION, units=UNITS),
        judgements=(
            judgement(ref("A.5"), role=Role.OWNER, judged_by="Group"),
            judgement(target, role=Role.OWNER, judged_by="Late", units=("HQ",), judged_on=day(-3)),
            judgement(target, role=Role.OWNER, judged_by="Early", units=("HQ",), judged_on=day(-9)),
            judgement(target, role=Role.OWNER, judged_by="Pack", units=("PACK",)),
        ),
    )
    assert built(record)["A.5.4"].owner == "Late, Pack"
    assert built(record)["A.5.3"].owner == "Group"
    assert built(empty(EDITION))["A.5.4"].owner is None


def test_what_a_register_said_goes_before() -> None:
    """An owner named by an imported register goes before whoever stands behind the register as a whole."""
    kept = {EXTENSION: {"owner": ["Keeper"], "evidence": ["EV-1", "Old binder"], "risks": ["R-7"]}}
    record = changed(
        empty(EDITION),
        applicability=(decision(ref("A.5.4"), extensions=Extensions(kept)),),
        judgements=(judgement(ref("A.5.4"), role=Role.OWNER, judged_by="Mona", evidence=("EV-1", "EV-404")),),
        evidence=(evidence("EV-1"),),
    )
    entry = built(record)["A.5.4"]
    assert (entry.owner, entry.evidence, entry.named_evidence) == ("Keeper", ("EV-1",), ("EV-404", "Old binder"))
    assert entry.risks == (RiskLink(risk="R-7", stated_by=StatedBy.DECISION),)


@pytest.mark.parametrize("kept", ["text", {"owner": "Keeper"}, {"owner": [7, " "]}, {"owner": {}}])
def test_extensions_of_another_form_say_nothing(kept: object) -> None:
    """What stands under the key of the register in another form than it writes is not read."""
    record = changed(empty(EDITION), applicability=(decision(ref("A.5.4"), extensions=Extensions({EXTENSION: kept})),))
    assert built(record)["A.5.4"].owner is None


def test_evidence_that_was_refused_or_replaced_is_not_named() -> None:
    """Evidence that supports a control or its group is named unless it was rejected, replaced or withdrawn."""
    target = ref("A.5.4")
    refusal = EvidenceReview(outcome=ReviewOutcome.REJECTED, by="Rita", on=day(-1))
    record = changed(
        empty(EDITION),
        evidence=(
            evidence("EV-old", EvidenceKind.POLICY, supports=(target,)),
            evidence("EV-new", EvidenceKind.POLICY, supports=(ref("A.5"),), supersedes=("EV-old",)),
            evidence("EV-no", supports=(target,), review=refusal),
            evidence("EV-gone", supports=(target,), withdrawn_on=day(-1)),
            evidence("EV-stale", supports=(target,), valid_until=day(-10)),
        ),
    )
    assert built(record)["A.5.4"].evidence == ("EV-new", "EV-stale")


def test_plans_stand_by_whoever_approved_them() -> None:
    """A plan is approved only by the owner of the risk on a recorded day; a risk named without a plan has none."""
    base = empty(EDITION)
    cases: dict[PlanStanding, dict[str, Any]] = {
        PlanStanding.APPROVED: {},
        PlanStanding.APPROVED_BY_ANOTHER: {"approved_by": "Bo"},
        PlanStanding.NOT_APPROVED: {"approved_on": None},
        PlanStanding.NONE: {"plan": " "},
    }
    for expected, changes in cases.items():
        (link,) = built(treated(base, "A.5.4", **changes))["A.5.4"].risks
        assert (link.plan, link.stated_by, link.option) == (expected, StatedBy.REGISTER, TreatmentOption.MODIFY)
    named = changed(treated(base, "A.5.4"), applicability=(decision(ref("A.5.5"), risks=("R-2",)),))
    (link,) = built(named)["A.5.5"].risks
    assert (link.plan, link.stated_by, link.owner) == (PlanStanding.NONE, StatedBy.DECISION, "Ada")
    bare = changed(named, risks=(Risk(id="R-2", description="x", owner="Ada"),))
    assert built(bare)["A.5.5"].risks == (RiskLink(risk="R-2", stated_by=StatedBy.DECISION, owner="Ada"),)


@pytest.mark.parametrize("kind", ObligationKind)
def test_obligations_are_reasons_of_their_kind(kind: ObligationKind) -> None:
    """An obligation that asks for a control is a reason of its kind, with its id; one without a kind is none."""
    (basis,) = built(asked_for(empty(EDITION), "A.5.4", kind))["A.5.4"].reasons
    expected = {"legal": "legal", "contract": "contract", "commitment": "practice"}[kind.value]
    assert (basis.kind.value, basis.ids, basis.stated_by) == (expected, ("CO-9",), StatedBy.REGISTER)
    entry = built(asked_for(empty(EDITION), "A.5.4", None))["A.5.4"]
    assert (entry.reasons, entry.obligations) == ((), (ObligationLink(obligation="CO-9"),))


def test_controls_that_no_edition_has_are_listed() -> None:
    """What a decision, a treatment or an obligation names and the edition lacks is listed; other standards are not."""
    elsewhere = RequirementRef.parse("ISO 99002:2030, A.5.1")
    record = asked_for(treated(empty(EDITION), "A.5.99", "A.5", "A.5.1"), "8.1#a")
    record = changed(record, applicability=(decision(ref("A.9.1")), decision(elsewhere), decision(ref("8.1#a"))))
    assert built(record).unplaced == (
        Mention(target=ref("A.9.1"), mentioned_by=MentionedBy.DECISION),
        Mention(target=ref("A.5"), mentioned_by=MentionedBy.RISK, record="R-2"),
        Mention(target=ref("A.5.99"), mentioned_by=MentionedBy.RISK, record="R-2"),
        Mention(target=ref("8.1#a"), mentioned_by=MentionedBy.OBLIGATION, record="CO-9"),
    )


def test_custom_controls_come_behind() -> None:
    """Controls of an edition of one's own are entries too, behind those of the annex, and say where they are from."""
    record = changed(clean(), editions=(EDITION.ref, OWN))
    soa = statement(record, EDITION, on=ON, custom=[CUSTOM])
    assert soa.custom == (OWN,)
    assert [str(one.control) for one in soa.entries if one.origin is ControlOrigin.CUSTOM] == [
        "X-LIGHT 1:2031, 1.1",
        "X-LIGHT 1:2031, 1.2",
    ]
    assert soa["X-LIGHT 1:2031, 1.2"] is soa["1.2"]
    assert [(one.code, one.path) for one in issues(soa, EDITION, on=ON, custom=[CUSTOM])] == [
        ("undecided-custom-control", "/entries/12/necessity"),
        ("undecided-custom-control", "/entries/13/necessity"),
    ]
    alone = statement(record, CUSTOM, on=ON)
    assert {one.origin for one in alone.entries} == {ControlOrigin.REFERENCE}
    assert "12 and 2 of one's own" in str(soa)
    assert "| X-LIGHT 1:2031, 1.2 |" in to_markdown(soa)


def test_only_editions_with_controls_have_a_statement() -> None:
    """An edition the record is not against, or one without controls, is refused."""
    with pytest.raises(EditionMismatchError):
        statement(clean(), SMALL, on=ON)
    bare = attrs.evolve(EDITION, clauses=EDITION.clauses[:-1])
    with pytest.raises(NoControlsError, match="ISO 99001:2030 has no controls; what may be set aside"):
        statement(clean(), bare, on=ON)


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("ISO/IEC 27001:2022", 93),
        ("ISO/IEC 27001:2013", 114),
        ("ISO/IEC 42001:2023", 38),
        ("ISO/IEC 27701:2025", 78),
        ("ISO/IEC 27701:2019", 49),
    ],
)
def test_every_control_of_the_catalogue_has_an_entry(name: str, size: int) -> None:
    """Each edition with reference controls has as many entries as its annex, and each undecided one is objected to."""
    edition = catalogue.load(name)
    record = Assessment(id="r", organization=Organization(name="O"), editions=(edition.ref,))
    soa = statement(record, edition, on=ON)
    assert len(soa.entries) == size
    told = issues(soa, edition, on=ON)
    assert Counter(one.code for one in told) == {"undecided-control": size, "statement-without-scope": 1}
    assert all((one.expected or "").endswith(")") and name in (one.expected or "") for one in told[1:])


# Which rule objects to what. Each case: what is done to the clean record, and everything that is found.

Change = Callable[[Assessment], Assessment]

RECORDS: dict[str, tuple[Change, list[tuple[str, str]]]] = {
    "no scope": (lambda record: changed(record, scope=None), [("statement-without-scope", "/scope")]),
    "same words": (
        lambda record: changed(
            record, applicability=tuple(attrs.evolve(one, justification="We do it.") for one in record.applicability)
        ),
        [("bulk-justification", "/entries")],
    ),
    "undecided": (
        lambda record: changed(record, applicability=record.applicability[:-1]),
        [("undecided-control", "/entries/11/necessity")],
    ),
    "both ways": (
        lambda record: changed(
            record,
            applicability=(
                *record.applicability,
                decision(ref("A.5.3"), decision=Applicability.NOT_APPLICABLE, justification="No."),
            ),
        ),
        [("decided-both-ways", "/entries/2/necessity")],
    ),
    "for the group": (
        lambda record: changed(
            record,
            applicability=(
                *(one for one in record.applicability if one.target != ref("A.6.1")),
                decision(ref("A.6"), justification="All of them."),
            ),
        ),
        [("decided-for-a-group", "/entries/8/decided_at")],
    ),
    "no reason": (
        lambda record: decided(record, "A.5.3", justification=" ", reasons=()),
        [("control-without-reason", "/entries/2/justification")],
    ),
    "no reason but an obligation": (
        lambda record: asked_for(decided(record, "A.5.3", justification=None, reasons=()), "A.5.3"),
        [],
    ),
    "words that say nothing": (
        lambda record: decided(record, "A.5.3", justification="Required.", reasons=()),
        [("inclusion-says-nothing", "/entries/2/justification")],
    ),
    "words that say nothing beside a reason": (
        lambda record: decided(record, "A.5.3", justification="Required."),
        [],
    ),
    "excluded well": (lambda record: excluded(record, "A.5.3"), []),
    "excluded without a reason": (
        lambda record: excluded(record, "A.5.3", justification=None),
        [("not-applicable-without-reason", "/entries/2/justification")],
    ),
    "excluded with words that say nothing": (
        lambda record: excluded(record, "A.5.3", justification="N/A"),
        [("exclusion-says-nothing", "/entries/2/justification")],
    ),
    "excluded with a dash": (
        lambda record: excluded(record, "A.5.3", justification=" – "),
        [("exclusion-says-nothing", "/entries/2/justification")],
    ),
    "excluded and chosen": (
        lambda record: treated(excluded(record, "A.5.3"), "A.5.3"),
        [("excluded-treatment", "/entries/2/risks")],
    ),
    "excluded and asked for": (
        lambda record: asked_for(excluded(record, "A.5.3"), "A.5.3"),
        [("excluded-obligation", "/entries/2/obligations")],
    ),
    "excluded for a reason to include": (
        lambda record: excluded(record, "A.5.3", reasons=(InclusionReason.LEGAL,)),
        [("excluded-with-reason-for-inclusion", "/entries/2/reasons")],
    ),
    "excluded and a risk named": (
        lambda record: excluded(record, "A.5.3", risks=("R-1",)),
        [("excluded-with-reason-for-inclusion", "/entries/2/reasons")],
    ),
    "excluded and in use": (
        lambda record: changed(
            excluded(record, "A.5.3"), judgements=(*excluded(record, "A.5.3").judgements, judgement(ref("A.5.3")))
        ),
        [("excluded-and-implemented", "/entries/2/work_status")],
    ),
    "excluded by nobody": (
        lambda record: excluded(record, "A.5.3", decided_by=" "),
        [("exclusion-not-approved", "/entries/2/decided_by")],
    ),
    "excluded for ever": (
        lambda record: excluded(record, "A.5.3", review_on=None),
        [("review-not-set", "/entries/2/review_on")],
    ),
    "to be looked at today": (lambda record: excluded(record, "A.5.3", review_on=ON), []),
    "to be looked at yesterday": (
        lambda record: excluded(record, "A.5.3", review_on=day(-1)),
        [("review-overdue", "/entries/2/review_on")],
    ),
    "judged by nobody": (
        lambda record: changed(
            record, judgements=tuple(one for one in record.judgements if one.target != ref("A.5.3"))
        ),
        [("implementation-unknown", "/entries/2/implementation"), ("control-without-owner", "/entries/2/owner")],
    ),
    "planned without a plan": (
        lambda record: undone(record, "A.5.3", WorkStatus.PLANNED),
        [("no-plan", "/entries/2/risks")],
    ),
    "planned, and the register may lack the plan": (
        lambda record: changed(undone(record, "A.5.3"), complete=()),
        [("plan-not-recorded", "/entries/2/risks")],
    ),
    "planned with a plan": (
        lambda record: decided(undone(treated(record, "A.5.3"), "A.5.3"), "A.5.3", risks=("R-2",)),
        [],
    ),
    "planned with a plan nobody approved": (
        lambda record: undone(treated(record, "A.5.3", approved_by=None, approved_on=None), "A.5.3"),
        [("plan-not-approved", "/entries/2/risks/0/plan")],
    ),
    "planned with a plan somebody else approved": (
        lambda record: undone(treated(record, "A.5.3", approved_by="Olga"), "A.5.3"),
        [("not-the-risk-owner", "/entries/2/risks/0/approved_by")],
    ),
    "implemented with a plan somebody else approved": (
        lambda record: treated(record, "A.5.3", approved_by="Olga"),
        [],
    ),
    "planned for no day": (
        lambda record: undone(treated(record, "A.5.3", due_on=None), "A.5.3"),
        [("plan-without-day", "/entries/2/risks/0/due_on")],
    ),
    "planned until yesterday": (
        lambda record: undone(treated(record, "A.5.3", due_on=day(-1)), "A.5.3"),
        [("plan-overdue", "/entries/2/risks/0/due_on")],
    ),
    "planned until today": (lambda record: undone(treated(record, "A.5.3", due_on=ON), "A.5.3"), []),
    "planned twice, once without approval": (
        lambda record: undone(
            changed(
                treated(record, "A.5.3"),
                risks=(*treated(record, "A.5.3").risks, *treated(empty(), "A.5.3", approved_by=None).risks[:1]),
            ),
            "A.5.3",
        ),
        [("plan-not-approved", "/entries/2/risks/1/plan")],
    ),
    "not shown": (
        lambda record: changed(
            record,
            evidence=tuple(one for one in record.evidence if one.id != "EV-A.5.3"),
            judgements=tuple(
                attrs.evolve(one, evidence=()) if one.target == ref("A.5.3") else one for one in record.judgements
            ),
        ),
        [("implemented-without-evidence", "/entries/2/evidence")],
    ),
    "nobody's": (
        lambda record: changed(
            record,
            judgements=tuple(
                one for one in record.judgements if one.target != ref("A.5.3") or one.role is not Role.OWNER
            ),
        ),
        [("control-without-owner", "/entries/2/owner")],
    ),
    "chosen and not said": (
        lambda record: treated(decided(record, "A.5.3", reasons=(InclusionReason.LEGAL,)), "A.5.3"),
        [("risk-not-stated", "/entries/2/reasons")],
    ),
    "a risk that is none": (
        lambda record: decided(record, "A.5.3", risks=("R-9",)),
        [("unknown-risk", "/entries/2/risks/0/risk")],
    ),
    "a risk that is not recorded": (
        lambda record: changed(decided(record, "A.5.3", risks=("R-9",)), complete=()),
        [("risk-not-recorded", "/entries/2/risks/0/risk")],
    ),
    "a risk that does not choose it": (
        lambda record: decided(record, "A.5.3", risks=("R-1",)),
        [("not-in-treatment", "/entries/2/risks/0/stated_by")],
    ),
    "an obligation of no kind": (
        lambda record: asked_for(record, "A.5.3", None),
        [("obligation-without-kind", "/entries/2/obligations/0/kind")],
    ),
    "a clause set aside": (
        lambda record: changed(
            record,
            applicability=(
                *record.applicability,
                decision(ref("9.2"), decision=Applicability.NOT_APPLICABLE, justification="We are few."),
            ),
        ),
        [("not-excludable", "/set_aside/0/target")],
    ),
    "a clause with some that may and some that may not": (
        lambda record: changed(
            record,
            applicability=(
                *record.applicability,
                decision(ref("8"), decision=Applicability.NOT_APPLICABLE, justification="We make nothing."),
                decision(ref("8.3"), decision=Applicability.NOT_APPLICABLE, justification="We invent nothing."),
            ),
        ),
        [("not-excludable", "/set_aside/0/target")],
    ),
    "a control that is none": (
        lambda record: treated(record, "A.5.99"),
        [("unplaced-control", "/unplaced/0/target")],
    ),
}


@pytest.mark.parametrize("name", RECORDS)
def test_rules_object_to_records(name: str) -> None:
    """Each change of the clean record is objected to with exactly what was written down by hand."""
    change, expected = RECORDS[name]
    assert found(built(change(clean()))) == expected


def entry_of(**changes: Any) -> ControlEntry:  # noqa: ANN401 - whatever the class takes.
    """Return the first entry of the clean statement, changed."""
    return attrs.evolve(built(clean()).entries[0], **changes)


STATEMENTS: dict[str, tuple[Callable[[StatementOfApplicability], StatementOfApplicability], list[tuple[str, str]]]] = {
    "a control is missing": (
        lambda soa: attrs.evolve(soa, entries=soa.entries[1:]),
        [("missing-control", "/entries")],
    ),
    "a control is there twice": (
        lambda soa: attrs.evolve(soa, entries=(*soa.entries, soa.entries[0])),
        [("repeated-control", "/entries/12/control")],
    ),
    "a control that the edition lacks": (
        lambda soa: attrs.evolve(soa, entries=(*soa.entries, entry_of(control=ref("A.9.9")))),
        [("unknown-control", "/entries/12/control")],
    ),
    "a ground that is not true": (
        lambda soa: attrs.evolve(
            soa,
            set_aside=tuple(
                attrs.evolve(one, ground=Ground.SET_ASIDE)
                for one in built(
                    changed(
                        clean(),
                        applicability=(
                            decision(ref("9.2"), decision=Applicability.NOT_APPLICABLE, justification="We are few."),
                        ),
                    )
                ).set_aside
            ),
        ),
        [("not-excludable", "/set_aside/0/target")],
    ),
    "a clause that the edition lacks": (
        lambda soa: attrs.evolve(
            soa,
            set_aside=(
                applicability.SetAside(
                    target=ref("11.1"), ground=Ground.SET_ASIDE, justification="No.", decided_by="M", decided_on=ON
                ),
            ),
        ),
        [("not-excludable", "/set_aside/0/target")],
    ),
}


@pytest.mark.parametrize("name", STATEMENTS)
def test_rules_object_to_statements_from_elsewhere(name: str) -> None:
    """A statement that no record came to, such as one from a file, is judged by what it says."""
    change, expected = STATEMENTS[name]
    assert found(change(built(clean()))) == expected


def test_statements_are_held_to_their_own_editions() -> None:
    """Another edition than the statement's, or custom ones it does not name, are refused."""
    soa = built(clean())
    with pytest.raises(StatementMismatchError, match="expected something of ISO 99001:2030, found ISO 99002:2030"):
        issues(soa, SMALL, on=ON)
    with pytest.raises(StatementMismatchError):
        issues(soa, EDITION, on=ON, custom=[CUSTOM])


def test_issues_tell_what_is_nearest_and_what_was_expected() -> None:
    """An issue says what has to be so and cites the clause; a control that is none comes with the nearest."""
    (issue,) = issues(built(treated(clean(), "A.5.9")), EDITION, on=ON)
    assert (issue.nearest, issue.severity) == ("A.5.8", Severity.ERROR)
    assert issue.message == "a risk R-2 names A.5.9, which is no control of this statement"
    assert issue.expected == ("a control of the editions that the statement names (ISO/IEC 27001:2022, 6.1.3 b))")


def test_messages_show_no_controls() -> None:
    """Text of a record that commands terminals or fills pages is cut and written out in messages."""
    record = excluded(clean(), "A.5.3", justification="N/A\x1b[2J")
    (issue,) = issues(built(decided(record, "A.5.3", justification="n/a \x1b")), EDITION, on=ON)
    assert issue.message == "the justification for excluding A.5.3 gives no reason: n/a \\x1b"


# The tables.


def test_every_rule_has_a_case() -> None:
    """Each rule of the table is met by a case of this file, and each case meets a rule of the table."""
    said = {code for _, expected in [*RECORDS.values(), *STATEMENTS.values()] for code, _ in expected}
    said |= {code for _, _, codes in ASIDE.values() for code in codes}
    said |= {code for _, codes in CERTIFICATES.values() for code in codes}
    said.add("undecided-custom-control")
    assert said == {one.code for one in RULES}


def test_rules_are_made_of_known_facts() -> None:
    """Rules ask only for facts of the table, each fact is asked for by a rule, and codes stand once."""
    asked = {fact.removeprefix("not ") for one in RULES for fact in one.when}
    assert asked == {fact.name for fact in FACTS}
    assert len({one.code for one in RULES}) == len(RULES)
    assert {one.about for one in RULES} == set(RuleSubject)


def test_what_rules_rest_on_exists() -> None:
    """Each rule cites a clause or a document, and each clause cited is in the catalogue, in our own edition of it."""
    names = {one.name for one in CITATIONS}
    assert {one.rests_on for one in RULES if one.rests_on is not None} == names
    assert all(one.rests_on is not None or one.source for one in RULES)
    for citation in CITATIONS:
        standards = [clause.standard for clause in citation.clauses]
        assert len(set(standards)) == len(standards)
        for clause in citation.clauses:
            assert clause in catalogue.load(clause.standard), str(clause)


@pytest.mark.parametrize(
    ("code", "standard", "expected"),
    [
        ("undecided-control", "ISO/IEC 27001:2022", "ISO/IEC 27001:2022, 6.1.3 c)"),
        ("undecided-control", "ISO/IEC 42001:2023", "ISO/IEC 42001:2023, 6.1.3 b)"),
        ("no-plan", "ISO/IEC 27701:2025", "ISO/IEC 27701:2025, 6.1.3 (item 3)"),
        ("no-plan", "X-LIGHT 1:2031", "ISO/IEC 27001:2022, 6.1.3 e)"),
        ("not-the-risk-owner", None, "ISO/IEC 27001:2022, 6.1.3 f)"),
        ("certificate-without-version", None, "ISO/IEC 17021-1:2015, 8.2.2; ISO/IEC 27006-1:2024"),
    ],
)
def test_rules_are_cited_in_the_standard_asked_about(code: str, standard: str | None, expected: str) -> None:
    """A rule is cited by the clause of the standard asked about, or of the first that has it."""
    assert rule(code).citation(None if standard is None else StandardRef.parse(standard)) == expected


def test_rules_are_found_by_code() -> None:
    """A rule is found by its code, and an unknown one is refused with the nearest."""
    with pytest.raises(UnknownNameError, match="'excluded-treatment'"):
        rule("excluded-treatmnt")


def test_tables_are_complete() -> None:
    """Every work status, kind of obligation and ground has its line."""
    assert set(IMPLEMENTATION_OF) == set(WorkStatus)
    assert set(REASON_OF) == set(ObligationKind)
    assert [one.ground for one in GROUNDS] == list(Ground)


# What may be set aside.


def aside(local: str, reason: str | None = "We invent nothing.", **changes: Any) -> Assessment:  # noqa: ANN401 - as above.
    """Return a record that sets something aside."""
    one = decision(ref(local), decision=Applicability.NOT_APPLICABLE, justification=reason, reasons=(), **changes)
    scope = ManagementSystemScope(statement="All.", approved_by="Mona", approved_on=one.decided_on)
    return changed(empty(EDITION), applicability=(one,), scope=scope)


def bought_in() -> StandardEdition:
    """Return the invented edition with an 8.3 that is about what is bought in."""
    clauses = tuple(
        attrs.evolve(
            main,
            clauses=tuple(
                attrs.evolve(one, topic=Topic.EXTERNAL_PROVISION) if str(one.number) == "8.3" else one
                for one in main.clauses
            ),
        )
        for main in EDITION.clauses
    )
    return attrs.evolve(EDITION, clauses=clauses)


ASIDE: dict[str, tuple[Assessment, StandardEdition, list[str]]] = {
    "well": (aside("8.3"), EDITION, []),
    "one item well": (aside("7.1#1"), EDITION, []),
    "what may not be": (aside("8.1"), EDITION, ["not-excludable"]),
    "a clause that may in part": (aside("8"), EDITION, ["not-excludable"]),
    "without a reason": (aside("8.3", " "), EDITION, ["clause-without-reason"]),
    "with words that say nothing": (aside("8.3", "Not applicable."), EDITION, ["clause-reason-says-nothing"]),
    "both ways": (
        changed(aside("8.3"), applicability=(*aside("8.3").applicability, decision(ref("8.3")))),
        EDITION,
        ["clause-decided-both-ways"],
    ),
    "because it is outsourced": (
        aside("8.3", "Design is Outsourced to an office."),
        EDITION,
        ["outsourcing-is-no-reason"],
    ),
    "although somebody judged it": (
        changed(aside("8.3"), judgements=(judgement(ref("8.3#a")),)),
        EDITION,
        ["set-aside-and-judged"],
    ),
    "and nothing was found out about it": (
        changed(
            aside("8.3"),
            judgements=(
                judgement(ref("8.3#a"), conformity=Conformity.NOT_ASSESSED, work_status=WorkStatus.NOT_STARTED),
            ),
        ),
        EDITION,
        [],
    ),
    "with no scope": (changed(aside("8.3"), scope=None), EDITION, ["scope-does-not-tell"]),
    "with a scope of blanks": (
        changed(aside("8.3"), scope=ManagementSystemScope(statement=" ", approved_on=ON)),
        EDITION,
        ["scope-does-not-tell"],
    ),
    "with a scope nobody approved": (
        changed(aside("8.3"), scope=ManagementSystemScope(statement="All.")),
        EDITION,
        ["scope-does-not-tell"],
    ),
    "with an older scope": (
        changed(aside("8.3"), scope=ManagementSystemScope(statement="All.", approved_on=day(-151))),
        EDITION,
        ["scope-does-not-tell"],
    ),
    "what is bought in": (aside("8.3"), bought_in(), ["rarely-set-aside"]),
}


@pytest.mark.parametrize("name", ASIDE)
def test_rules_object_to_what_is_set_aside(name: str) -> None:
    """Each decision that sets something aside is objected to with exactly what was written down by hand."""
    record, edition, expected = ASIDE[name]
    told = non_applicable(record, edition, on=ON)
    assert [one.code for one in told.issues] == expected
    assert {one.path.rsplit("/", 1)[0] for one in told.issues} <= {"/decisions/0"}


@pytest.mark.parametrize(
    ("local", "reason", "expected"),
    [
        ("8.3", "We invent nothing.", {"8.3#a", "8.3#b", "8.3#c"}),
        ("8.3#b", "We invent nothing.", {"8.3#b"}),
        ("8.3", "", set()),
        ("8.1", "We do nothing.", set()),
        ("8", "We make nothing.", set()),
    ],
)
def test_only_what_may_be_is_set_aside(local: str, reason: str, expected: set[str]) -> None:
    """A requirement is set aside only by a decision with a reason on something all of which may be set aside."""
    told = non_applicable(aside(local, reason), EDITION, on=ON)
    assert {one.local for one in told.set_aside()} == expected
    assert len(told.requirements) == 47


def test_grounds_tell_what_may_be_set_aside_and_why() -> None:
    """Every requirement has a ground: may be set aside, must apply here, or in a standard that lets nothing be."""
    told = non_applicable(empty(EDITION), EDITION, on=ON)
    assert [one.local for one in told.may_be_set_aside()] == ["7.1#1", "8.3#a", "8.3#b", "8.3#c"]
    assert Counter(one.ground for one in told.requirements) == {Ground.MAY_BE_SET_ASIDE: 4, Ground.MUST_APPLY_HERE: 43}
    rows = {row["clause"] + "#" + row["item"]: row for row in told.rows()}
    assert rows["8.3#a"]["applicability"] == "applicable"
    assert rows["8.3#a"]["why"].startswith("It applies. It may be determined not applicable where it cannot be applied")
    environment = catalogue.load("ISO 14001:2015")
    record = Assessment(id="r", organization=Organization(name="O"), editions=(environment.ref,))
    strict = non_applicable(record, environment, on=ON)
    assert {one.ground for one in strict.requirements} == {Ground.MUST_APPLY}


def test_a_finer_decision_goes_before() -> None:
    """A decision that one item applies takes it out of the clause that is set aside."""
    record = aside("8.3")
    record = changed(record, applicability=(*record.applicability, decision(ref("8.3#b"))))
    assert [one.local for one in non_applicable(record, EDITION, on=ON).set_aside()] == ["8.3#a", "8.3#c"]


def test_what_of_9001_may_be_set_aside_is_in_the_catalogue() -> None:
    """Of ISO 9001:2015 what may be set aside is under 7.1.5.2, 8.3, 8.4 and parts of 8.5, and nowhere else."""
    quality = catalogue.load("ISO 9001:2015")
    record = Assessment(id="r", organization=Organization(name="O"), editions=(quality.ref,))
    told = non_applicable(record, quality, on=ON)
    places = {".".join(str(one.clause).split(".")[:2]) for one in told.may_be_set_aside()}
    assert places == {"7.1", "8.3", "8.4", "8.5"}
    assert told.issues == ()


def test_set_aside_is_told_in_words() -> None:
    """The text of the answer counts grounds and tells each decision; the short form counts what is set aside."""
    told = non_applicable(aside("8.3"), EDITION, on=ON)
    assert repr(told) == "<NonApplicabilityStatement ISO 99001:2030, 2031-06-15: 3 set aside>"
    assert "  3 of 47 set-aside: It is set aside by a decision with a reason, and the standard lets it be." in str(told)
    assert f"  8.3 set-aside, Mona, {day(-150)}: We invent nothing." in str(told)
    assert "no reason" in str(non_applicable(aside("8.3", None), EDITION, on=ON))
    assert told._repr_html_().startswith("<pre>ISO 99001:2030 · not applicable · Invented Ltd")
    assert told.requirements[0].applicability is Applicability.APPLICABLE
    assert {one.decided_at for one in told.requirements} == {None, ref("8.3")}


def test_only_an_edition_of_the_record_is_asked_about() -> None:
    """Asking about an edition the record is not against is refused."""
    with pytest.raises(EditionMismatchError):
        non_applicable(empty(EDITION), SMALL, on=ON)


# Versions and certificates.


def signed(number: str = "3", on: dt.date = ON, record: Assessment | None = None) -> StatementVersion:
    """Return a signed version of the clean statement."""
    return freeze(built(record or clean()), number=number, on=on, signed_by="Mona")


def test_a_version_can_be_told_from_any_other() -> None:
    """The digest of a version is that of its statement, and it is the same for the same statement on another day."""
    assert signed().digest == signed("4", day(5)).digest
    assert signed().digest != signed(record=decided(clean(), "A.5.3", justification="Another.")).digest
    assert len(signed().digest) == len("sha256:") + 64


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"number": " "}, "number"),
        ({"signed_by": ""}, "signed_by"),
        ({"dated_on": day(-1)}, "dated_on"),
        ({"digest": "sha256:" + "0" * 64}, "digest"),
        ({"statement": built(empty(EDITION))}, "digest"),
    ],
)
def test_versions_that_contradict_themselves_are_refused(changes: dict[str, Any], field: str) -> None:
    """A version has a number, a signature, a day that is not before its statement's, and the digest of its content."""
    with pytest.raises(InvariantError) as refused:
        attrs.evolve(signed(), **changes)
    assert refused.value.field == field


def test_a_changed_file_is_refused() -> None:
    """A version from a file in which one word was changed is not read."""
    text = dumps(signed())
    assert loads(text) == signed()
    with pytest.raises(DocumentError, match="contradiction"):
        loads(text.replace("Because of A.5.3.", "Because of A.5.4."))


def test_documents_hold_statements_and_versions() -> None:
    """Both are documents, and read back as they were written."""
    soa = built(clean())
    assert loads(dumps(soa)) == soa
    assert json.loads(dumps(soa))["format"] == "isomodel/statement-of-applicability/1.0"
    assert json.loads(dumps(signed()))["format"] == "isomodel/statement-version/1.0"


def cited(version: str | None = "3", issued: int = 10, standard: str = "ISO 99001:2030") -> CertificateCitation:
    """Return what a certificate says."""
    return CertificateCitation(
        certificate="C-1", standard=StandardRef.parse(standard), issued_on=day(issued), version=version
    )


CERTIFICATES: dict[str, tuple[tuple[CertificateCitation, list[StatementVersion]], list[str]]] = {
    "well": ((cited(), [signed()]), []),
    "an older one, on purpose": ((cited(), [signed("4", day(5)), signed()]), ["certificate-version-replaced"]),
    "none": ((cited(None), [signed()]), ["certificate-without-version"]),
    "blanks": ((cited(" "), [signed()]), ["certificate-without-version"]),
    "one nobody knows": ((cited("9"), [signed()]), ["certificate-version-unknown"]),
    "one where there are none": ((cited(), []), ["certificate-version-unknown"]),
    "one of the future": ((cited(), [signed(on=day(30))]), ["certificate-version-unknown"]),
    "one that two bear": (
        (cited(), [signed(), signed(record=decided(clean(), "A.5.3", justification="Another."))]),
        ["certificate-version-ambiguous"],
    ),
    "one signed afterwards": ((cited(issued=4), [signed(on=day(5))]), ["certificate-before-version"]),
    "one of another standard": (
        (cited(standard="ISO 99002:2030"), [signed()]),
        ["certificate-of-another-standard"],
    ),
}


@pytest.mark.parametrize("name", CERTIFICATES)
def test_certificates_cite_a_version(name: str) -> None:
    """What a certificate says of the version it rests on is objected to with what was written down by hand."""
    (certificate, versions), expected = CERTIFICATES[name]
    told = certificate_issues(certificate, versions, on=day(20))
    assert [one.code for one in told] == expected


def test_versions_are_told_in_words() -> None:
    """A version prints its number, day, signature and digest in front of the statement."""
    version = signed()
    assert repr(version) == f"<StatementVersion '3' of ISO 99001:2030, {ON}, 'Mona'>"
    lines = str(version).splitlines()
    assert lines[0] == f"version 3 of {ON}, signed by Mona"
    assert lines[1] == version.digest
    assert version._repr_html_().startswith("<pre>version 3 of")
    page = to_markdown(version)
    assert f"version 3 of {ON}, signed by Mona" in page
    assert version.digest in page


# Comparing.


def test_what_is_different_is_told_field_by_field() -> None:
    """Entries added, removed and changed are told apart, each change with what was and what is."""
    old = built(clean())
    new = built(treated(excluded(clean(), "A.5.3"), "A.5.4"), on=day(1))
    new = attrs.evolve(new, entries=new.entries[1:], scope=None)
    told = compare(old, freeze(new, number="4", on=day(1), signed_by="Mona"))
    assert (told.before, told.after) == (ON.isoformat(), "version 4")
    assert [one.control.local for one in told.removed] == ["A.5.1"]
    assert told.added == ()
    assert told.unchanged == 9
    assert [row.control.local for row in told.changed] == ["A.5.3", "A.5.4"]
    assert told.changed[0].changes == (
        FieldChange(field="implementation", before="implemented", after="not-required"),
        FieldChange(field="justification", before="Because of A.5.3.", after="There is nothing of the kind."),
        FieldChange(field="necessity", before="necessary", after="excluded"),
        FieldChange(field="owner", before="Olga"),
        FieldChange(field="reasons[risk].kind", before="risk"),
        FieldChange(field="reasons[risk].stated_by", before="decision"),
        FieldChange(field="review_on", after=day(200).isoformat()),
        FieldChange(field="work_status", before="implemented"),
    )
    assert told.changed[1].changes[0] == FieldChange(field="reasons[risk].ids", after="R-2")
    assert [one.field for one in told.about] == ["as_of", "scope"]
    assert repr(told) == "<StatementComparison 2031-06-15 → version 4: 0 added, 1 removed, 2 changed, 9 unchanged>"
    assert "  A.5.3 changed necessity: necessary → excluded" in str(told)
    assert "  A.5.1 removed" in str(told)
    assert told._repr_html_().startswith("<pre>")
    assert told.rows()[0] == {"change": "removed", "control": "A.5.1", "field": "", "before": "", "after": ""}
    assert told.rows()[-1]["field"] == "scope"
    back = compare(new, old)
    assert [one.control.local for one in back.added] == ["A.5.1"]


def test_of_two_risks_with_one_id_only_those_that_choose_are_linked() -> None:
    """Where an id is taken twice, the risk that does not choose the control is not linked to it."""
    twin = Risk(id="R-2", description="Another.", owner="Bo")
    record = treated(empty(EDITION), "A.5.4")
    assert [link.owner for link in built(changed(record, risks=(twin, *record.risks)))["A.5.4"].risks] == ["Ada"]


def test_links_of_one_id_and_data_of_others_are_compared_too() -> None:
    """Two links to one risk are kept apart, and data of other programs is compared as it stands."""
    twice = treated(treated(clean(), "A.5.3"), "A.5.3", approved_by=None)
    soa = built(twice)
    told = compare(built(treated(clean(), "A.5.3")), soa)
    assert "risks[R-2]#2.plan" in {one.field for one in told.changed[0].changes}
    tagged = attrs.evolve(soa, extensions=Extensions({"org.example.ticket": {"open": [1, None], "none": {}}}))
    assert [(one.field, one.after) for one in compare(soa, tagged).about] == [
        ("extensions.org.example.ticket.none", "{}"),
        ("extensions.org.example.ticket.open", "[1, null]"),
    ]
    more = attrs.evolve(soa, extensions=Extensions({"org.example.ticket": {"list": [{"x": "1"}, {"x": "2"}]}}))
    assert [one.field for one in compare(soa, more).about] == [
        "extensions.org.example.ticket.list[]#2.x",
        "extensions.org.example.ticket.list[].x",
    ]


def test_a_control_that_stands_twice_is_compared_twice() -> None:
    """Two entries of one control are each held against their like."""
    soa = built(clean())
    twice = attrs.evolve(soa, entries=(*soa.entries, soa.entries[0]))
    assert [one.control.local for one in compare(soa, twice).added] == ["A.5.1"]
    assert compare(twice, twice).unchanged == 13


def test_statements_of_two_standards_are_not_compared() -> None:
    """What two standards say of a number is not the same thing, so that nothing is held together."""
    with pytest.raises(StatementMismatchError):
        compare(built(clean()), built(perfect(SMALL), edition=SMALL))


# Printing.


def test_a_statement_tells_what_is_open() -> None:
    """The text counts, tells exclusions and everything not implemented, and what has no place; it is safe to show."""
    record = undone(treated(excluded(clean(), "A.5.3", justification="No\x1b[2J."), "A.5.99"), "A.5.4")
    record = changed(
        record,
        applicability=(*record.applicability[:-1], decision(ref("9.2"), decision=Applicability.NOT_APPLICABLE)),
        judgements=tuple(one for one in record.judgements if one.target != ref("A.5.5")),
    )
    soa = built(record)
    assert str(soa).splitlines() == [
        "ISO 99001:2030 · Statement of Applicability · Invented Ltd",
        "  as of 2031-06-15",
        "  reference controls 12: necessary 10, excluded 1, undecided 1, contradicted 0",
        "  of those necessary: implemented 8, not implemented 1, unknown 1",
        "    A.5.3 Invented control A.5.3: excluded: No\\x1b[2J.",
        "    A.5.4 Invented control A.5.4: not implemented (partial)",
        "    A.5.5 Invented control A.5.5: unknown",
        "    A.6.4 Invented control A.6.4: undecided",
        "  9.2: It applies: a decision sets it aside, and covers what the standard does not let be set aside.",
        "  ISO 99001:2030, A.5.99 is named by a risk and is no control",
    ]
    assert repr(soa) == ("<StatementOfApplicability ISO 99001:2030, 2031-06-15: 10 necessary, 1 excluded, 1 undecided>")
    assert repr(attrs.evolve(soa, entries=())).endswith("no entries>")
    assert soa._repr_html_().startswith("<pre>ISO 99001:2030")
    assert sum(soa.implementation().values()) == soa.counts()[Necessity.NECESSARY]
    page = to_markdown(soa)
    assert (
        "| A.5.4 | Invented control A.5.4 | yes | risk | Because of A.5.4. | no (partial) | Olga | EV-A.5.4 |" in page
    )
    assert "## Excluded controls" in page
    assert "## Clauses set aside" in page
    assert "| A.6.4 | Invented control A.6.4 | undecided |  |  | yes | Olga | EV-A.6.4 |" in page


def test_a_page_has_only_what_there_is() -> None:
    """A page without exclusions, scope or entries has no headings for them."""
    soa = attrs.evolve(built(clean()), scope=None)
    assert "Excluded" not in to_markdown(soa)
    assert "Scope:" not in to_markdown(soa)
    assert "## Controls" not in to_markdown(attrs.evolve(soa, entries=()))
    assert "Scope: Inventing things, everywhere." in to_markdown(built(clean()))


def test_rows_are_flat() -> None:
    """Each entry is one flat dictionary of texts with the same keys."""
    rows = built(clean()).rows()
    assert len(rows) == 12
    assert {tuple(row) for row in rows} == {tuple(rows[0])}
    assert all(isinstance(value, str) for row in rows for value in row.values())
    assert rows[0]["reasons"] == "risk (R-1)"


def test_unknown_controls_are_refused_with_the_nearest() -> None:
    """Asking for a control that the statement lacks names the nearest."""
    with pytest.raises(UnknownNameError, match=r"No control is called 'A\.5\.77'"):
        built(clean())["A.5.77"]


def test_values_travel() -> None:
    """Statements and versions pickle, copy, compare and hash."""
    for value in (built(clean()), signed(), compare(built(clean()), signed())):
        assert pickle.loads(pickle.dumps(value)) == value  # noqa: S301 - its own bytes.
        assert copy.deepcopy(value) == value
        assert hash(value) == hash(copy.copy(value))


# What comes from a record is harmless in what is written.

FORMULAS = ["=1+1", "+1", "-1", "@cmd", "\t=1", "\r=1", "\n=1", " =1", '"=1', "'=1", '=HYPERLINK("x")', " '\"@x"]


@pytest.mark.parametrize("payload", FORMULAS)
def test_no_cell_is_a_formula(payload: str) -> None:
    """Whatever a record holds, no cell of the table begins as a formula does, and it is read back as it was."""
    record = decided(clean(), "A.5.3", justification=payload, decided_by=payload)
    record = changed(record, judgements=tuple(attrs.evolve(one, judged_by=payload) for one in record.judgements))
    table = to_csv(built(record))
    cells = [cell for row in csv.reader(io.StringIO(table, newline="")) for cell in row]
    assert [cell for cell in cells if cell.lstrip(" \"\t\r\n'")[:1] in set("=+-@") and not cell.startswith("'")] == []
    read = imported(table.encode(), EDITION, ON)
    (again,) = [one for one in read.applicability if one.target == ref("A.5.3")]
    assert (again.justification or "").strip() == payload.strip()


MARKUP = [
    "<script>alert(1)</script>",
    "a | b",
    "[x](javascript:alert(1))",
    "![x](http://x)",
    "<img src=x onerror=1>",
    "**bold** _it_ `code` ~~no~~",
    "line\nbreak\r\nand | bar",
    "&lt;b&gt; &amp;",
    "<!-- comment",
    "\\| \\",
    "\u202eevil\x1b[2J",
    "<http://x.example>",
    "# head",
]


@pytest.mark.parametrize("payload", MARKUP)
def test_no_text_is_markup(payload: str) -> None:
    """Whatever a record holds is shown as it is: a reader of Markdown makes the same elements as of harmless words."""

    def page(text: str) -> list[tuple[str, int]]:
        record = decided(clean(), "A.5.3", justification=text, decided_by=text)
        record = excluded(record, "A.5.4", justification=text, decided_by=text)
        record = changed(
            record,
            organization=Organization(name=text),
            scope=ManagementSystemScope(statement=text),
            judgements=tuple(attrs.evolve(one, judged_by=text) for one in record.judgements),
        )
        version = freeze(built(record), number=text, on=ON, signed_by=text)
        tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(to_markdown(version))
        flat = [one for token in tokens for one in [token, *(token.children or ())]]
        harmless = {"text", "softbreak", "hardbreak"}
        return sorted(
            Counter(
                one.type for one in flat if one.type not in harmless and one.content not in {"<br>", "<br />"}
            ).items()
        )

    assert page(payload) == page("harmless")


def test_markup_is_shown_as_it_is() -> None:
    """What a reader of the page sees of a text is the text."""
    record = decided(clean(), "A.5.3", justification="a | <b> *c* [d](e) \\ & `f`")
    html = MarkdownIt("gfm-like", {"linkify": False}).render(to_markdown(built(record)))
    assert "<td>a | &lt;b&gt; *c* [d](e) \\ &amp; `f`</td>" in html


# There and back through the register.


def imported(
    table: bytes,
    edition: StandardEdition,
    on: dt.date,
    **told: Any,  # noqa: ANN401 - as read_register.
) -> RegisterImport:
    """Read a table as a register."""
    facts: dict[str, Any] = {"name": "soa.csv", "judged_by": "A. Beam", "judged_on": on, "role": Role.REVIEWER} | told
    return read_register(table, edition=edition, **facts)


Said = tuple[object, ...]


def said(record: Assessment, standard: StandardRef) -> dict[str, Said]:
    """Tell every latest decision on a standard, without the data of other programs."""
    told = {}
    for one in sorted(record.applicability, key=lambda one: one.decided_on):
        if one.target.standard == standard:
            told[one.target.local] = tuple(
                getattr(one, field.name) for field in attrs.fields(type(one)) if field.name != "extensions"
            )
    return told


def test_a_written_statement_is_read_back_with_the_same_decisions() -> None:
    """Decisions with reasons, risks, days and names come back through the register as they were, rows and all."""
    record = excluded(
        decided(
            clean(), "A.5.4", reasons=(InclusionReason.LEGAL, InclusionReason.PRACTICE), justification='Says "no",\nx'
        ),
        "A.5.3",
    )
    soa = built(undone(record, "A.6.1", WorkStatus.PLANNED))
    read = imported(to_csv(soa).encode(), EDITION, ON)
    assert [one.code for one in read.issues] == ["implemented-is-not-conforming"]
    again = read.merged_into(changed(record, applicability=(), judgements=()))
    assert said(again, EDITION.ref) == said(record, EDITION.ref)
    told = compare(soa, built(again))
    assert told.changed == ()
    assert told.about == ()


def test_a_table_of_two_standards_is_read_one_by_one() -> None:
    """Custom controls stand in the same table under their own standard, and reading either edition finds its own."""
    record = changed(clean(), editions=(EDITION.ref, OWN))
    own = RequirementRef.parse("X-LIGHT 1:2031, 1.1")
    record = changed(record, applicability=(*record.applicability, decision(own, justification="Ours.")))
    table = to_csv(statement(record, EDITION, on=ON, custom=[CUSTOM])).encode()
    for edition in (EDITION, CUSTOM):
        mapping = ColumnMapping(standard_names=("X-LIGHT 1:2031",)) if edition is CUSTOM else None
        read = imported(table, edition, ON, mapping=mapping)
        assert said(read.merged_into(changed(record, applicability=())), edition.ref) == said(record, edition.ref)


def test_what_is_open_comes_back_open() -> None:
    """Undecided controls come back undecided, and those decided both ways do too: the table has no word for it."""
    other = decision(ref("A.5.3"), decision=Applicability.NOT_APPLICABLE, decided_by="Nils")
    record = changed(clean(), applicability=(*clean().applicability[:-1], other))
    read = imported(to_csv(built(record)).encode(), EDITION, ON)
    back = built(read.merged_into(changed(record, applicability=())))
    assert [back[name].necessity for name in ("A.5.3", "A.6.4")] == [Necessity.UNDECIDED] * 2
    assert [back[name].implementation for name in ("A.5.3", "A.6.4")] == [Implementation.IMPLEMENTED] * 2


@pytest.mark.parametrize(
    "name", ["ISO/IEC 27001:2022", "ISO/IEC 42001:2023", "ISO/IEC 27701:2025", "ISO/IEC 27701:2019"]
)
def test_tables_of_the_catalogue_are_read_back(name: str) -> None:
    """The table of each edition with reference controls, whatever its numbers look like, gives every decision again."""
    edition = catalogue.load(name)
    refs = [control.ref for control in edition.controls()]
    decisions = tuple(decision(one, justification=f"Because of {one.local}.") for one in refs)
    record = Assessment(id="r", organization=Organization(name="O"), editions=(edition.ref,), applicability=decisions)
    read = imported(to_csv(statement(record, edition, on=ON)).encode(), edition, ON)
    assert [one for one in read.issues if one.row is not None] == []
    assert said(read.merged_into(changed(record, applicability=())), edition.ref) == said(record, edition.ref)


def test_hash_seeds_do_not_matter() -> None:
    """Two interpreters with other hash seeds print the same statement, issues and comparison of the example company."""
    script = Path(__file__).parent.parent / "examples" / "statement_of_applicability.py"
    printed = {
        subprocess.run(
            [sys.executable, str(script)],
            check=True,
            capture_output=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(printed) == 1


FOLDER = Path(__file__).parent / "data" / "statements"
TOLD: dict[str, dict[str, Any]] = {"anwendbarkeit.csv": {"encoding": "cp1252"}}
LOOKED_AT = dt.date(2032, 6, 1)


def light(local: str) -> RequirementRef:
    """Name something in the standard about lighthouses."""
    return RequirementRef.parse(f"{LIGHTHOUSE.ref}, {local}")


def lighthouse_risk(name: str, owner: str, controls: list[str], **plan: Any) -> Risk:  # noqa: ANN401 - as RiskTreatment.
    """Return a risk of the lighthouse with its treatment."""
    option = TreatmentOption.MODIFY if controls else TreatmentOption.RETAIN
    treatment = RiskTreatment(option=option, controls=tuple(map(light, controls)), **plan)
    return Risk(id=name, description="The light goes out.", owner=owner, treatment=treatment)


def lighthouse_obligation(name: str, kind: ObligationKind | None, *controls: str) -> ComplianceObligation:
    """Return an obligation of the lighthouse."""
    return ComplianceObligation(
        id=name,
        title="Keep the light.",
        source="Harbour",
        kind=kind,
        controls=tuple(map(light, controls)),
        status=ObligationStatus.FULFILLED,
    )


REGISTERS = Assessment(
    id="lighthouse",
    organization=Organization(name="Lighthouse Ltd"),
    editions=(LIGHTHOUSE.ref,),
    scope=ManagementSystemScope(statement="The lighthouse."),
    risks=(
        lighthouse_risk(
            "R-1", "Ada", ["A.5.5", "A.5.6"], plan="Buy.", due_on=dt.date(2032, 9, 1), approved_by="Ada",
            approved_on=dt.date(2032, 3, 1),
        ),
        lighthouse_risk(
            "R-2", "Bo", ["A.6.1", "A.7.9"], plan="Earth it.", due_on=dt.date(2032, 2, 1), approved_by="Ada",
            approved_on=dt.date(2032, 1, 10),
        ),
        lighthouse_risk("R-3", "Cy", ["A.7.10"], plan="Pumps."),
        lighthouse_risk("R-4", "Di", []),
    ),
    obligations=(
        lighthouse_obligation("CO-1", ObligationKind.LEGAL, "A.5.9", "A.7.10"),
        lighthouse_obligation("CO-2", None, "A.5.9"),
    ),
    complete=(RecordList.RISKS,),
)  # fmt: skip
"""What the lighthouse has besides its Statement of Applicability: four risks and two obligations."""


def planted() -> dict[str, Counter[tuple[str, str]]]:
    """Return the defects planted in each table, written down by hand."""
    told: dict[str, Counter[tuple[str, str]]] = {}
    with (FOLDER / "defects.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            told.setdefault(row["file"], Counter())[row["control"], row["code"]] += 1
    return told


@pytest.mark.parametrize("name", planted())
def test_every_defect_planted_in_a_table_is_found(name: str) -> None:
    """A table in one of the layouts people use comes in, and what is found is exactly what was planted."""
    read = imported((FOLDER / name).read_bytes(), LIGHTHOUSE, LOOKED_AT, **TOLD.get(name, {}))
    soa = built(read.merged_into(REGISTERS), LOOKED_AT, LIGHTHOUSE)
    told: Counter[tuple[str, str]] = Counter()
    for issue in issues(soa, LIGHTHOUSE, on=LOOKED_AT):
        index = issue.path.split("/")[2:3]
        told[soa.entries[int(index[0])].control.local if index else "", issue.code] += 1
    for row in read.rows:
        for issue in row.issues:
            if issue.severity is Severity.ERROR:
                told[refused(row.cells[0].text), issue.code] += 1
    assert told == planted()[name]


def refused(cell: str) -> str:
    """Return the number in the first cell of a row that stays out."""
    return cell.removeprefix("Clause ")


def test_every_table_has_planted_defects() -> None:
    """No table lies beside the tests without being read, and among them most rules about controls are met."""
    assert sorted(planted()) == sorted(path.name for path in FOLDER.glob("*.csv") if path.name != "defects.csv")
    met = {code for defects in planted().values() for _, code in defects}
    asked = {one.code for one in RULES if one.about in {RuleSubject.CONTROL, RuleSubject.RISK, RuleSubject.OBLIGATION}}
    assert len(met & asked) >= 20


def test_may_and_must_are_those_of_the_model() -> None:
    """The invented edition of these tests has both: requirements that may be set aside and such that may not."""
    assert {one.non_applicability for one in EDITION.requirements()} == set(NonApplicability)
