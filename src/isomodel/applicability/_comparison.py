# SPDX-License-Identifier: Apache-2.0
"""Two statements of one standard held together, field by field."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Final

import attrs

from isomodel.applicability._nouns import (
    ControlEntry,
    FieldChange,
    RowChange,
    StatementComparison,
    StatementMismatchError,
    StatementOfApplicability,
    StatementVersion,
)
from isomodel.identifiers import RequirementRef
from isomodel.serialization import unstructure

__all__ = ["compare"]


def compare(
    old: StatementOfApplicability | StatementVersion, new: StatementOfApplicability | StatementVersion
) -> StatementComparison:
    """Return what is different between two statements or versions, field by field.

    Raises:
        StatementMismatchError: They are of different standards or editions.
    """
    before, after = (one.statement if isinstance(one, StatementVersion) else one for one in (old, new))
    if before.standard != after.standard:
        raise StatementMismatchError(str(after.standard), str(before.standard))
    were, are = _keyed(before), _keyed(after)
    both = [key for key in are if key in were]
    rows = [RowChange(control=key[0], changes=_changes(were[key], are[key])) for key in both]
    changed = tuple(row for row in rows if row.changes)
    return StatementComparison(
        standard=after.standard,
        before=_called(old),
        after=_called(new),
        added=tuple(entry for key, entry in are.items() if key not in were),
        removed=tuple(entry for key, entry in were.items() if key not in are),
        changed=changed,
        unchanged=len(both) - len(changed),
        about=_changes(attrs.evolve(before, entries=()), attrs.evolve(after, entries=())),
    )


_LINK_KEYS: Final = ("risk", "obligation", "unit", "target", "kind")


def _keyed(statement: StatementOfApplicability) -> dict[tuple[RequirementRef, int], ControlEntry]:
    """Give each entry a key: its control, and which entry of that control it is."""
    counts: Counter[RequirementRef] = Counter()
    found = {}
    for entry in statement.entries:
        found[entry.control, counts[entry.control]] = entry
        counts[entry.control] += 1
    return found


def _called(one: StatementOfApplicability | StatementVersion) -> str:
    return f"version {one.number}" if isinstance(one, StatementVersion) else one.as_of.isoformat()


def _changes(before: attrs.AttrsInstance, after: attrs.AttrsInstance) -> tuple[FieldChange, ...]:
    were, are = dict(_leaves("", unstructure(before))), dict(_leaves("", unstructure(after)))
    return tuple(
        FieldChange(field=name, before=_shown(were.get(name)), after=_shown(are.get(name)))
        for name in sorted({**were, **are})
        if were.get(name) != are.get(name)
    )


def _leaves(path: str, node: object) -> Iterator[tuple[str, object]]:
    """Go through the values of a tree; the items of a list of links are named by what they link to."""
    if isinstance(node, dict) and node:
        for key, value in node.items():
            yield from _leaves(f"{path}.{key}" if path else str(key), value)
    elif isinstance(node, list) and node and all(isinstance(item, dict) for item in node):
        counts: Counter[str] = Counter()
        for item in node:
            name = next((str(item[key]) for key in _LINK_KEYS if key in item), "")
            counts[name] += 1
            yield from _leaves(f"{path}[{name}]" + (f"#{counts[name]}" if counts[name] > 1 else ""), item)
    else:
        yield path, node


def _shown(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "; ".join(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
