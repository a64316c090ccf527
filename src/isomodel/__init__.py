# SPDX-License-Identifier: Apache-2.0
"""ISO management-system standards as a typed model.

Nouns are found here; verbs stay in the module whose name completes the sentence:

========================  ==========================================================================================
``catalogue``             which editions exist; ``catalogue.load("ISO 9001:2015")``, ``catalogue.editions(on=…)``
``identifiers``           how standards, clauses and requirements are cited
``model``                 what an edition is made of
``correspondence``        how the requirements of two editions relate, as sets
``evidence``              what can be shown, and how long it counts
``assessment``            what an organization has established; ``assessment.issues(…)``
``graph``                 what leans on what, and what falls with it; ``graph.build(…)``
``applicability``         the Statement of Applicability, what does not apply; ``applicability.statement(…)``
``lifecycle``             where a client stands, what may happen next, what is due; ``lifecycle.advance(…)``
``readiness``             gates, verdicts, blockers; ``readiness.evaluate(…)``
``planning``              the least work to reach a gate, by whom and when; ``planning.plan(…)``
``migration``             what changes between editions; ``migration.plan(…)`` carries a record over
``register``              tables that people keep, read as judgements and evidence
``policy``                the numbers that standards leave open
``documents``             files of the library's own formats; also here as ``load`` and ``dump``
``schema``                what documents may hold, for other programs; ``schema.validate(…)``, ``schema.of(…)``
``serialization``         any value to canonical JSON and back, strictly
``diagram``               Mermaid, DOT and SVG from plain nodes and edges
``errors``, ``text``      what can go wrong; text made safe to show
========================  ==========================================================================================

Importing this package reads no file and loads nothing heavy; each name is fetched when it is first used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from isomodel.version import VERSION as __version__  # noqa: N811 - the name every package gives it.

if TYPE_CHECKING:
    from isomodel import (
        applicability,
        assessment,
        catalogue,
        correspondence,
        diagram,
        documents,
        errors,
        evidence,
        graph,
        identifiers,
        lifecycle,
        migration,
        model,
        planning,
        policy,
        readiness,
        register,
        schema,
        serialization,
        text,
    )
    from isomodel.applicability import StatementOfApplicability, StatementVersion
    from isomodel.assessment import (
        ApplicabilityDecision,
        Aspect,
        Assessment,
        Audit,
        Certificate,
        Complaint,
        ComplianceObligation,
        CorrectiveAction,
        Finding,
        Hazard,
        Judgement,
        ManagementReview,
        ManagementSystemScope,
        NotifiableChange,
        Objective,
        Organization,
        Risk,
        RiskTreatment,
        Unit,
    )
    from isomodel.correspondence import Correspondence, CorrespondenceTable, SetRelation
    from isomodel.documents import dump, dumps, load, loads
    from isomodel.errors import DocumentError, IsomodelError, Issue, Severity
    from isomodel.evidence import Evidence, EvidenceRegister, EvidenceReview, Period
    from isomodel.graph import GraphDocument, RequirementGraph
    from isomodel.identifiers import ClauseNumber, RequirementRef, StandardRef
    from isomodel.lifecycle import Case, Certification, Definition
    from isomodel.migration import MigrationLog, MigrationPlan
    from isomodel.model import (
        Amendment,
        Clause,
        Control,
        Dependency,
        Extensions,
        Milestone,
        Requirement,
        StandardEdition,
        Topic,
    )
    from isomodel.planning import Calendar, Effort, Forecast, Person, Plan
    from isomodel.policy import Parameter, Policy
    from isomodel.readiness import Blocker, Bucket, Gate, Readiness, Verdict

_HOMES = {
    "applicability": ("StatementOfApplicability", "StatementVersion"),
    "assessment": (
        "ApplicabilityDecision",
        "Aspect",
        "Assessment",
        "Audit",
        "Certificate",
        "Complaint",
        "ComplianceObligation",
        "CorrectiveAction",
        "Finding",
        "Hazard",
        "Judgement",
        "ManagementReview",
        "ManagementSystemScope",
        "NotifiableChange",
        "Objective",
        "Organization",
        "Risk",
        "RiskTreatment",
        "Unit",
    ),
    "catalogue": (),
    "correspondence": ("Correspondence", "CorrespondenceTable", "SetRelation"),
    "diagram": (),
    "documents": ("dump", "dumps", "load", "loads"),
    "errors": ("DocumentError", "Issue", "IsomodelError", "Severity"),
    "evidence": ("Evidence", "EvidenceRegister", "EvidenceReview", "Period"),
    "graph": ("GraphDocument", "RequirementGraph"),
    "identifiers": ("ClauseNumber", "RequirementRef", "StandardRef"),
    "lifecycle": ("Case", "Certification", "Definition"),
    "migration": ("MigrationLog", "MigrationPlan"),
    "model": (
        "Amendment",
        "Clause",
        "Control",
        "Dependency",
        "Extensions",
        "Milestone",
        "Requirement",
        "StandardEdition",
        "Topic",
    ),
    "planning": ("Calendar", "Effort", "Forecast", "Person", "Plan"),
    "policy": ("Parameter", "Policy"),
    "readiness": ("Blocker", "Bucket", "Gate", "Readiness", "Verdict"),
    "register": (),
    "schema": (),
    "serialization": (),
    "text": (),
}
_WHERE = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "Amendment",
    "ApplicabilityDecision",
    "Aspect",
    "Assessment",
    "Audit",
    "Blocker",
    "Bucket",
    "Calendar",
    "Case",
    "Certificate",
    "Certification",
    "Clause",
    "ClauseNumber",
    "Complaint",
    "ComplianceObligation",
    "Control",
    "CorrectiveAction",
    "Correspondence",
    "CorrespondenceTable",
    "Definition",
    "Dependency",
    "DocumentError",
    "Effort",
    "Evidence",
    "EvidenceRegister",
    "EvidenceReview",
    "Extensions",
    "Finding",
    "Forecast",
    "Gate",
    "GraphDocument",
    "Hazard",
    "IsomodelError",
    "Issue",
    "Judgement",
    "ManagementReview",
    "ManagementSystemScope",
    "MigrationLog",
    "MigrationPlan",
    "Milestone",
    "NotifiableChange",
    "Objective",
    "Organization",
    "Parameter",
    "Period",
    "Person",
    "Plan",
    "Policy",
    "Readiness",
    "Requirement",
    "RequirementGraph",
    "RequirementRef",
    "Risk",
    "RiskTreatment",
    "SetRelation",
    "Severity",
    "StandardEdition",
    "StandardRef",
    "StatementOfApplicability",
    "StatementVersion",
    "Topic",
    "Unit",
    "Verdict",
    "__version__",
    "applicability",
    "assessment",
    "catalogue",
    "correspondence",
    "diagram",
    "documents",
    "dump",
    "dumps",
    "errors",
    "evidence",
    "graph",
    "identifiers",
    "lifecycle",
    "load",
    "loads",
    "migration",
    "model",
    "planning",
    "policy",
    "readiness",
    "register",
    "schema",
    "serialization",
    "text",
]


def __getattr__(name: str) -> object:
    """Fetch a name from its home on first use."""
    if name in _HOMES:
        return importlib.import_module(f"{__name__}.{name}")
    if name in _WHERE:
        value: object = getattr(importlib.import_module(f"{__name__}.{_WHERE[name]}"), name)
        globals()[name] = value
        return value
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)


def __dir__() -> list[str]:
    """List the names that can be fetched."""
    return sorted(__all__)
