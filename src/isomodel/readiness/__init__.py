# SPDX-License-Identifier: Apache-2.0
"""Is an organization ready for an audit, why not, and on which day does the answer change.

A verdict comes from named rules, the rules from facts and from the buckets of requirements, the buckets from one truth
table; tables and rules are data beside this module and what is exported is what ran. Numbers are derived from the
verdict's own material and never overrule it. Readiness is this library's indicator: it is no audit, and no forecast
of a decision.

A rule that is known to fail makes the verdict *not-ready*; otherwise a rule that nobody can answer makes it
*undetermined*; otherwise it is *ready*.

================================ ======================================================================================
to ask                           and what comes back
================================ ======================================================================================
``evaluate``                     one answer, ``Readiness``: ``RuleResult``, ``Fact``, ``EntryReadiness`` and its
                                 ``UnitReadiness``, ``Tally``, ``Blocker``, ``Undermined``, ``AnswerChange``
``compare``                      what is different between two answers, ``ReadinessComparison``: facts or rules
``what_if``, ``changed``         the answer if something were so, ``WhatIf``; a ``Change`` is ``Drop``, ``Put``,
                                 ``Judge``, ``Close``, ``Renew`` or ``On``, and a file of them a ``ChangeList``
``without``, ``renewed``         a record without evidence or findings; evidence as if it had been renewed
``impact``, ``impacts``          what falls when something is gone or lapses, ``ReadinessImpact``
``sensitivity``                  on which single facts a verdict hangs, ``Sensitivity``
``together``                     several standards and gates, ``Overview``: the worst, and how they are distributed
``period``, ``draw_period``      whether what recurs has run in a window, ``PeriodView`` of ``Recurrence``
``verdict_of``, ``worst_of``     what rules come to; the worst of several verdicts
``colours``                      an answer as the colours of :func:`isomodel.graph.draw`
``gate_rules``, ``truth_table``, the tables that run: ``GateRules``, ``TruthTable`` with its ``Axes`` and ``Bucket``,
``recurring``,                   ``RecurringTable``, and the numbers that standards leave open
``default_policy``
================================ ======================================================================================
"""

from __future__ import annotations

from isomodel.readiness._answer import (
    LIMITS,
    NotADayError,
    Readiness,
    colours,
    compare,
    default_policy,
    evaluate,
    gate_rules,
    truth_table,
)
from isomodel.readiness._colours import (
    Colouring,
)
from isomodel.readiness._comparison import (
    Attribution,
    ChangeCause,
    EntryMove,
    NotComparableError,
    OutcomeChange,
    ReadinessComparison,
)
from isomodel.readiness._impact import (
    LapseImpact,
    Loss,
    ReadinessImpact,
    impact,
    impacts,
)
from isomodel.readiness._nouns import (
    AnswerChange,
    Assurance,
    AssuranceCount,
    Axes,
    Blocker,
    BlockerKind,
    Bucket,
    BucketCount,
    BucketMeaning,
    EntryKind,
    EntryReadiness,
    EntrySelection,
    EvidenceState,
    Explanation,
    Fact,
    FindingState,
    Gate,
    GateRule,
    GateRules,
    Outcome,
    PlanState,
    Provenance,
    RuleConfidence,
    RuleKind,
    RuleReads,
    RuleResult,
    Share,
    StandingConformity,
    Tally,
    TruthRow,
    TruthTable,
    Undermined,
    UnitReadiness,
    Verdict,
    WorkState,
    verdict_of,
)
from isomodel.readiness._period import (
    Occurrence,
    OccurrenceKind,
    PeriodView,
    PlannedOccurrence,
    Recurrence,
    RecurrenceState,
    RecurringRequirement,
    RecurringTable,
    Slot,
    draw_period,
    period,
    recurring,
)
from isomodel.readiness._sensitivity import (
    DecisiveFact,
    Sensitivity,
    sensitivity,
)
from isomodel.readiness._together import (
    BucketSpread,
    FirstChange,
    GateOverview,
    HeldUp,
    NothingAskedError,
    Overview,
    SharedBlocker,
    SharedKind,
    StandardCount,
    VerdictChange,
    VerdictCount,
    together,
    worst_of,
)
from isomodel.readiness._what_if import (
    Additions,
    Change,
    ChangeList,
    Close,
    Drop,
    Judge,
    On,
    Put,
    Renew,
    WhatIf,
    changed,
    renewed,
    what_if,
    without,
)

__all__ = [
    "LIMITS",
    "Additions",
    "AnswerChange",
    "Assurance",
    "AssuranceCount",
    "Attribution",
    "Axes",
    "Blocker",
    "BlockerKind",
    "Bucket",
    "BucketCount",
    "BucketMeaning",
    "BucketSpread",
    "Change",
    "ChangeCause",
    "ChangeList",
    "Close",
    "Colouring",
    "DecisiveFact",
    "Drop",
    "EntryKind",
    "EntryMove",
    "EntryReadiness",
    "EntrySelection",
    "EvidenceState",
    "Explanation",
    "Fact",
    "FindingState",
    "FirstChange",
    "Gate",
    "GateOverview",
    "GateRule",
    "GateRules",
    "HeldUp",
    "Judge",
    "LapseImpact",
    "Loss",
    "NotADayError",
    "NotComparableError",
    "NothingAskedError",
    "Occurrence",
    "OccurrenceKind",
    "On",
    "Outcome",
    "OutcomeChange",
    "Overview",
    "PeriodView",
    "PlanState",
    "PlannedOccurrence",
    "Provenance",
    "Put",
    "Readiness",
    "ReadinessComparison",
    "ReadinessImpact",
    "Recurrence",
    "RecurrenceState",
    "RecurringRequirement",
    "RecurringTable",
    "Renew",
    "RuleConfidence",
    "RuleKind",
    "RuleReads",
    "RuleResult",
    "Sensitivity",
    "Share",
    "SharedBlocker",
    "SharedKind",
    "Slot",
    "StandardCount",
    "StandingConformity",
    "Tally",
    "TruthRow",
    "TruthTable",
    "Undermined",
    "UnitReadiness",
    "Verdict",
    "VerdictChange",
    "VerdictCount",
    "WhatIf",
    "WorkState",
    "changed",
    "colours",
    "compare",
    "default_policy",
    "draw_period",
    "evaluate",
    "gate_rules",
    "impact",
    "impacts",
    "period",
    "recurring",
    "renewed",
    "sensitivity",
    "together",
    "truth_table",
    "verdict_of",
    "what_if",
    "without",
    "worst_of",
]
