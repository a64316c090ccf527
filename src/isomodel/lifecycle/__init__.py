# SPDX-License-Identifier: Apache-2.0
"""Where a client stands, what may happen next, what is missing, what is due, and what follows when it is missed.

A :class:`Definition` is a table; a :class:`Case` is what happened so far. Verbs read the one and make another of the
other: ``start``, ``advance``, ``replay``; ``state``, ``allowed``, ``due``, ``project``, ``explain`` answer for a day
that is given. Nothing is stored that can be derived, and no clock is read. Time alone changes a state only where a
deadline of the definition says so; passing any other deadline makes a decision due and decides nothing.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from importlib import resources

from isomodel.errors import UnknownNameError, nearest
from isomodel.lifecycle._bundle import Certification, CrossFact, Measure, NamedCase, cross_facts
from isomodel.lifecycle._definition import Case, Definition, Facts, FactValue, add_period
from isomodel.lifecycle._export import EXPORTS as _DRAWINGS
from isomodel.lifecycle._log import (
    LogConflictError,
    LogHeader,
    LogLine,
    append,
    head,
    mend,
    read_log,
    verify,
    write_log,
)
from isomodel.lifecycle._page import to_markdown
from isomodel.lifecycle._parts import (
    ActorKind,
    Allowed,
    Arithmetic,
    Condition,
    Confidence,
    DateDeclaration,
    DateRule,
    Deadline,
    DeadlineKind,
    Due,
    Effect,
    Event,
    EventOrderError,
    FactDeclaration,
    FactError,
    FactType,
    Guard,
    Occurrence,
    Projected,
    State,
    Stated,
    StateKind,
    StatusChange,
    Test,
    UnmetGuard,
)
from isomodel.lifecycle._verbs import (
    EventNotAllowedError,
    ReplayError,
    advance,
    allowed,
    due,
    explain,
    project,
    replay,
    start,
    state,
)
from isomodel.serialization import Source, parse, structure

__all__ = [
    "EXPORTS",
    "ActorKind",
    "Allowed",
    "Arithmetic",
    "Case",
    "Certification",
    "Condition",
    "Confidence",
    "CrossFact",
    "DateDeclaration",
    "DateRule",
    "Deadline",
    "DeadlineKind",
    "Definition",
    "Due",
    "Effect",
    "Event",
    "EventNotAllowedError",
    "EventOrderError",
    "FactDeclaration",
    "FactError",
    "FactType",
    "FactValue",
    "Facts",
    "Guard",
    "LogConflictError",
    "LogHeader",
    "LogLine",
    "Measure",
    "NamedCase",
    "Occurrence",
    "Projected",
    "ReplayError",
    "State",
    "StateKind",
    "Stated",
    "StatusChange",
    "Test",
    "UnmetGuard",
    "add_period",
    "advance",
    "allowed",
    "append",
    "cross_facts",
    "definition",
    "definitions",
    "due",
    "explain",
    "head",
    "mend",
    "project",
    "read_log",
    "replay",
    "start",
    "state",
    "verify",
    "write_log",
]

NAMES = (
    "implementation-project",
    "engagement",
    "certificate",
    "finding",
    "evidence",
    "documented-information",
    "edition-transition",
)
"""The processes this package brings along."""

EXPORTS: Mapping[str, Callable[[Definition], str]] = {**_DRAWINGS, "markdown": to_markdown}
"""The formats a definition can be drawn or handed over in; the JSON document is the definition itself."""


def definitions() -> tuple[str, ...]:
    """List the processes this package brings along, in the order of the journey."""
    return NAMES


@functools.cache
def definition(name: str) -> Definition:
    """Return a process of this package; raises UnknownNameError with the nearest name."""
    if name not in NAMES:
        raise UnknownNameError("process", name, nearest(name, NAMES))
    data = resources.files(__name__).joinpath("data", f"{name}.json").read_bytes()
    source = parse(data, name=f"{name}.json")
    tree = source.tree
    content = (
        {key: value for key, value in tree.items() if key not in ("$schema", "format")}
        if isinstance(tree, dict)
        else tree
    )
    return structure(Source(name=source.name, tree=content, text=source.text), Definition)
