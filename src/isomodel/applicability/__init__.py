# SPDX-License-Identifier: Apache-2.0
"""The Statement of Applicability, and what else an organization has determined not to apply.

A Statement of Applicability answers for every reference control of an edition, and for controls of the organization's
own, whether it is necessary, for what reason, and whether it is implemented. Here it is a value, built from the record
of an assessment for a day. The rule: what nobody decided is undecided, what nobody judged is unknown, and what is
recorded but has no place is listed, never dropped. What an auditor would object to is a table, :data:`RULES`, which
:func:`issues` only reads. Nothing here decides that a control is necessary: that follows from the treatment of risks.
"""

from __future__ import annotations

from isomodel.applicability._building import IMPLEMENTATION_OF, REASON_OF, freeze, non_applicable, statement
from isomodel.applicability._comparison import compare
from isomodel.applicability._issues import certificate_issues, issues
from isomodel.applicability._nouns import (
    CertificateCitation,
    ControlEntry,
    ControlOrigin,
    FieldChange,
    Implementation,
    InclusionBasis,
    Mention,
    MentionedBy,
    Necessity,
    NoControlsError,
    NonApplicabilityStatement,
    ObligationLink,
    PlanStanding,
    RequirementApplicability,
    RiskLink,
    RowChange,
    SetAside,
    StatedBy,
    StatementComparison,
    StatementMismatchError,
    StatementOfApplicability,
    StatementVersion,
    UnitImplementation,
)
from isomodel.applicability._rules import (
    CITATIONS,
    FACTS,
    GROUNDS,
    RULES,
    Ground,
    GroundMeaning,
    RuleBasis,
    RuleCitation,
    RuleFact,
    RuleSubject,
    StatementRule,
    rule,
)
from isomodel.applicability._writing import COLUMNS, to_csv, to_markdown

__all__ = [
    "CITATIONS",
    "COLUMNS",
    "FACTS",
    "GROUNDS",
    "IMPLEMENTATION_OF",
    "REASON_OF",
    "RULES",
    "CertificateCitation",
    "ControlEntry",
    "ControlOrigin",
    "FieldChange",
    "Ground",
    "GroundMeaning",
    "Implementation",
    "InclusionBasis",
    "Mention",
    "MentionedBy",
    "Necessity",
    "NoControlsError",
    "NonApplicabilityStatement",
    "ObligationLink",
    "PlanStanding",
    "RequirementApplicability",
    "RiskLink",
    "RowChange",
    "RuleBasis",
    "RuleCitation",
    "RuleFact",
    "RuleSubject",
    "SetAside",
    "StatedBy",
    "StatementComparison",
    "StatementMismatchError",
    "StatementOfApplicability",
    "StatementRule",
    "StatementVersion",
    "UnitImplementation",
    "certificate_issues",
    "compare",
    "freeze",
    "issues",
    "non_applicable",
    "rule",
    "statement",
    "to_csv",
    "to_markdown",
]
