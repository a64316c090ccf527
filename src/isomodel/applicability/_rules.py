# SPDX-License-Identifier: Apache-2.0
"""What can be wrong with a Statement of Applicability: ``rules.json``, and the classes of its rows.

A rule names facts; all of them together make its issue. Which facts hold of a statement is worked out elsewhere, so
that a rule can be read, disagreed with and cited without reading code.
"""

from __future__ import annotations

import enum
from importlib import resources
from typing import Final

import attrs

from isomodel.assessment import Applicability
from isomodel.errors import Severity, UnknownNameError, nearest
from isomodel.identifiers import RequirementRef, StandardRef
from isomodel.serialization import parse, structure

__all__ = [
    "CITATIONS",
    "FACTS",
    "GROUNDS",
    "MEANING",
    "NO_REASON",
    "OUTSOURCING",
    "PLACEHOLDERS",
    "RULES",
    "Ground",
    "GroundMeaning",
    "RuleBasis",
    "RuleCitation",
    "RuleFact",
    "RuleSubject",
    "StatementRule",
    "rule",
]


class RuleSubject(enum.Enum):
    """What a rule is about; it is asked of each of them."""

    STATEMENT = "statement"
    """The statement as a whole."""
    CONTROL = "control"
    """An entry."""
    RISK = "risk"
    """A risk linked to an entry."""
    OBLIGATION = "obligation"
    """An obligation linked to an entry."""
    MISSING = "missing"
    """A control of an edition that has no entry."""
    CLAUSE = "clause"
    """A clause or requirement that a decision sets aside."""
    MENTION = "mention"
    """A control named in the record that no edition has."""
    CERTIFICATE = "certificate"
    """A certificate that has to cite a version."""


class RuleBasis(enum.Enum):
    """How well founded a rule is."""

    REQUIRED = "required"
    """A clause of the standard, or a document of the certification process, asks for it."""
    EXPECTED = "expected"
    """Auditors expect it; no document was read that says so."""


class Ground(enum.Enum):
    """Why a requirement applies, or does not; what each means is in :data:`GROUNDS`."""

    MUST_APPLY = "must-apply"
    """The standard lets nothing be set aside."""
    MUST_APPLY_HERE = "must-apply-here"
    """It lets other requirements be set aside."""
    MAY_BE_SET_ASIDE = "may-be-set-aside"
    """It lets this one be, and nobody has."""
    SET_ASIDE = "set-aside"
    """It is set aside."""
    NOT_ALLOWED = "not-allowed"
    """A decision sets aside what may not be."""
    WITHOUT_REASON = "without-reason"
    """A decision sets it aside and gives no reason."""
    CONTRADICTED = "contradicted"
    """It was decided both ways on one day."""


@attrs.frozen(kw_only=True)
class RuleCitation:
    """One thing that is asked for, by the clause that asks for it in each standard.

    Attributes:
        name: Its name.
        clauses: The clauses, one in each standard; the first is cited for standards that have none.
    """

    name: str
    clauses: tuple[RequirementRef, ...]


@attrs.frozen(kw_only=True)
class RuleFact:
    """Something that can be so of a subject; rules are made of them.

    Attributes:
        name: Its name.
        meaning: When it is so.
    """

    name: str
    meaning: str


@attrs.frozen(kw_only=True)
class StatementRule:
    """One thing that is wrong with a statement, with the clause it rests on.

    Attributes:
        code: The code of its issues.
        severity: How much they weigh.
        about: What it is asked of.
        when: The facts that make the issue when all of them hold; one behind ``not`` must not hold.
        field: The attribute of the subject at fault; absent where it is the subject as a whole.
        message: What is said, with the names of facts about the subject in braces.
        sentence: What has to be so.
        rests_on: What of :data:`CITATIONS` it rests on; absent where no clause of a standard says it.
        source: What else it rests on; absent where the clauses say all.
        basis: How well founded it is.
    """

    code: str
    severity: Severity
    about: RuleSubject
    when: tuple[str, ...] = ()
    field: str | None = None
    message: str
    sentence: str
    rests_on: str | None = None
    source: str | None = None
    basis: RuleBasis = RuleBasis.REQUIRED

    def citation(self, standard: StandardRef | None = None) -> str:
        """Return what it rests on, as cited in a standard; in the first that has it where that one has not.

        >>> rule("excluded-treatment").citation(StandardRef.parse("ISO/IEC 42001:2023"))
        'ISO/IEC 42001:2023, 6.1.3 b)'
        """
        clauses = _CLAUSES.get(self.rests_on, ())
        own = [clause for clause in clauses if clause.standard == standard] or list(clauses[:1])
        return "; ".join([*(clause.citation for clause in own), *([] if self.source is None else [self.source])])


@attrs.frozen(kw_only=True)
class GroundMeaning:
    """What a ground means for a requirement.

    Attributes:
        ground: The ground.
        applicability: Whether the requirement applies.
        sentence: Why, in words.
    """

    ground: Ground
    applicability: Applicability
    sentence: str


@attrs.frozen(kw_only=True)
class _Rules:
    """The content of the file."""

    licence: str
    citations: tuple[RuleCitation, ...]
    facts: tuple[RuleFact, ...]
    rules: tuple[StatementRule, ...]
    grounds: tuple[GroundMeaning, ...]
    no_reason: tuple[str, ...]
    placeholders: tuple[str, ...]
    outsourcing: tuple[str, ...]


def _read() -> _Rules:
    data = resources.files(__package__).joinpath("rules.json").read_bytes()
    return structure(parse(data, name="rules.json"), _Rules)


_FILE: Final = _read()

CITATIONS: Final = _FILE.citations
"""What rules rest on, clause by clause."""

FACTS: Final = _FILE.facts
"""Everything that rules may ask."""

RULES: Final = _FILE.rules
"""What can be wrong, each with what it rests on; :func:`isomodel.applicability.issues` reads this and nothing else."""

GROUNDS: Final = _FILE.grounds
"""What each ground means (ISO 9001:2015, 4.3): a requirement applies until it is validly set aside."""

MEANING: Final = {meaning.ground: meaning for meaning in GROUNDS}
"""The same by ground."""

PLACEHOLDERS: Final = frozenset(_FILE.placeholders)
"""Words that hold the place of an answer, folded: somebody meant to come back to it."""

NO_REASON: Final = PLACEHOLDERS.union(_FILE.no_reason)
"""Justifications that give no reason, folded: they repeat the decision, or hold the place of one."""

OUTSOURCING: Final = _FILE.outsourcing
"""How justifications say that somebody else does the work."""

_CLAUSES: Final[dict[str | None, tuple[RequirementRef, ...]]] = {one.name: one.clauses for one in CITATIONS}


def rule(code: str) -> StatementRule:
    """Return the rule behind the code of an issue; raises UnknownNameError with the nearest."""
    for one in RULES:
        if one.code == code:
            return one
    raise UnknownNameError("rule", code, nearest(code, (one.code for one in RULES)))
