# SPDX-License-Identifier: Apache-2.0
"""What can be wrong with a process definition, each fault with its exact place.

A definition that passes leads nowhere unknown: every name resolves, every comparison is of things that can be
compared, every choice is decided, every state can be reached and left, and time alone never goes in a circle.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

import attrs

from isomodel.lifecycle._parts import DateRule, Effect, FactType, StateKind, StatusChange, Test

if TYPE_CHECKING:
    from isomodel.lifecycle._definition import Definition

__all__ = ["Fault", "faults", "side_type", "split"]


@attrs.frozen
class Fault:
    """Something wrong with a definition.

    Attributes:
        place: Where, as attributes and positions from 0, such as ``changes[2].guards[0]``.
        found: What stands there.
        expected: What would do.
    """

    place: str
    found: str
    expected: str


def split(side: str) -> tuple[str, str]:
    """Split a side of a condition or an anchor into its kind and its name; ``day`` has no name."""
    kind, _, name = side.partition(":")
    return kind, name


def faults(definition: Definition) -> Iterator[Fault]:
    """List what is wrong; the later checks are made only where the earlier ones found nothing."""
    for check in (_names, _references, _conditions, _rules, _choices, _ways, _circles):
        found = list(check(definition))
        if found:
            yield from found
            return


# Names.

_KEBAB = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*", re.ASCII)


def _names(definition: Definition) -> Iterator[Fault]:
    if not _KEBAB.fullmatch(definition.name):
        yield Fault("name", repr(definition.name), "a name in kebab-case")
    for kind, names in _declared(definition).items():
        counts: Counter[str] = Counter()
        for position, name in enumerate(names):
            place = f"{kind}s[{position}].name"
            counts[name] += 1
            if counts[name] > 1:
                yield Fault(place, f"{name} twice", f"each {kind} once")
            if not _KEBAB.fullmatch(name):
                yield Fault(place, repr(name), "a name in kebab-case")
    for position, event in enumerate(definition.events):
        if event.name == "start":
            yield Fault(f"events[{position}].name", "start", "another name: the beginning of every case is called so")


def _declared(definition: Definition) -> dict[str, list[str]]:
    return {
        "state": [state.name for state in definition.states],
        "event": [event.name for event in definition.events],
        "fact": [fact.name for fact in definition.facts],
        "date": [date.name for date in definition.dates],
        "guard": [guard.name for guard in definition.guards],
        "deadline": [deadline.name for deadline in definition.deadlines],
    }


# A use of a name: where, what kind of name, which.
_Use: TypeAlias = tuple[str, str, str]


def _references(definition: Definition) -> Iterator[Fault]:
    known = {kind: set(names) for kind, names in _declared(definition).items()}
    known["parameter"] = {parameter.name for parameter in definition.policy.parameters}
    used = list(_uses(definition))
    for place, kind, name in used:
        if kind not in known:
            yield Fault(place, repr(f"{kind}:{name}" if name else kind), "a side such as fact:NAME, date:NAME or day")
        elif name not in known[kind]:
            yield Fault(place, f"the {kind} {name}", "a name that the definition declares")
    declared = _declared(definition)
    for kind in ("event", "guard"):
        needed = {name for _, use, name in used if use == kind}
        for position, name in enumerate(declared[kind]):
            if name not in needed:
                yield Fault(f"{kind}s[{position}]", f"{name}, which nothing uses", f"every {kind} used")


def _uses(definition: Definition) -> Iterator[_Use]:
    for position, change in enumerate(definition.changes):
        yield from _change_uses(f"changes[{position}]", change)
    yield from _effect_uses("opening", definition.opening)
    for position, guard in enumerate(definition.guards):
        for number, condition in enumerate(guard.conditions):
            place = f"guards[{position}].conditions[{number}]"
            yield from _side_uses(f"{place}.left", condition.left)
            yield from _side_uses(f"{place}.right", condition.right)
    for position, deadline in enumerate(definition.deadlines):
        place = f"deadlines[{position}]"
        yield from ((f"{place}.states[{number}]", "state", name) for number, name in enumerate(deadline.states))
        if deadline.becomes is not None:
            yield f"{place}.becomes", "state", deadline.becomes
        if deadline.met_by is not None:
            yield f"{place}.met_by", "date", deadline.met_by
        yield from _rule_uses(f"{place}.rule", deadline.rule)


def _change_uses(place: str, change: StatusChange) -> Iterator[_Use]:
    yield from ((f"{place}.source[{number}]", "state", name) for number, name in enumerate(change.source))
    yield f"{place}.event", "event", change.event
    yield f"{place}.target", "state", change.target
    yield from ((f"{place}.guards[{number}]", "guard", name) for number, name in enumerate(change.guards))
    yield from _effect_uses(f"{place}.effects", change.effects)


def _effect_uses(place: str, effects: Sequence[Effect]) -> Iterator[_Use]:
    for number, effect in enumerate(effects):
        yield f"{place}[{number}].date", "date", effect.date
        yield from _rule_uses(f"{place}[{number}].rule", effect.rule)


def _rule_uses(place: str, rule: DateRule) -> Iterator[_Use]:
    yield from _side_uses(f"{place}.anchor", rule.anchor)
    if rule.parameter is not None:
        yield f"{place}.parameter", "parameter", rule.parameter


def _side_uses(place: str, side: str | None) -> Iterator[_Use]:
    if side is None or side == "day":
        return
    kind, name = split(side)
    if kind != "value":
        yield place, kind, name


# What is compared with what.

_TAKES: Mapping[Test, tuple[FactType, ...]] = {
    Test.IS: (FactType.YES_NO, FactType.NUMBER, FactType.TEXT, FactType.DAY),
    Test.IS_NOT: (FactType.YES_NO, FactType.NUMBER, FactType.TEXT, FactType.DAY),
    Test.AT_LEAST: (FactType.NUMBER,),
    Test.AT_MOST: (FactType.NUMBER,),
    Test.ON_OR_AFTER: (FactType.DAY,),
    Test.ON_OR_BEFORE: (FactType.DAY,),
    Test.AFTER: (FactType.DAY,),
    Test.NOT_EMPTY: (FactType.TEXT, FactType.NAMES),
    Test.DISJOINT_FROM: (FactType.NAMES,),
}


def _conditions(definition: Definition) -> Iterator[Fault]:
    types = {fact.name: fact.type for fact in definition.facts}
    for position, guard in enumerate(definition.guards):
        if not guard.conditions:
            yield Fault(f"guards[{position}].conditions", "none", "at least one")
        for number, condition in enumerate(guard.conditions):
            place = f"guards[{position}].conditions[{number}]"
            left, test = side_type(types, condition.left), condition.test
            if left not in _TAKES[test]:
                found = f"{condition.left}, {'a literal' if left is None else left.value}"
                wanted = " or ".join(kind.value for kind in _TAKES[test])
                yield Fault(f"{place}.left", found, f"{wanted} before {test.value!r}")
            elif (condition.right is None) is not (test is Test.NOT_EMPTY):
                wanted = "nothing" if condition.right is not None else "a side"
                yield Fault(f"{place}.right", condition.right or "nothing", f"{wanted} after {test.value!r}")
            elif condition.right is not None and not _fits(types, condition.right, left):
                yield Fault(f"{place}.right", condition.right, f"{left.value}, as on the left")


def side_type(types: Mapping[str, FactType], side: str) -> FactType | None:
    """Return what kind of value a side is; a literal has none of its own."""
    kind, name = split(side)
    if kind == "fact":
        return types[name]
    return {"parameter": FactType.NUMBER, "value": None}.get(kind, FactType.DAY)


def _fits(types: Mapping[str, FactType], side: str, wanted: FactType) -> bool:
    kind, text = split(side)
    if kind != "value":
        return side_type(types, side) is wanted
    if wanted is FactType.YES_NO:
        return text in {"yes", "no"}
    if wanted is FactType.NUMBER:
        return re.fullmatch(r"0|-?[1-9][0-9]{0,17}", text, re.ASCII) is not None
    if wanted is FactType.DAY:
        return _is_day(text)
    return wanted is FactType.TEXT


def _is_day(text: str) -> bool:
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


# How days are found.


def _rules(definition: Definition) -> Iterator[Fault]:
    types = {fact.name: fact.type for fact in definition.facts}
    lists = [("opening", definition.opening)]
    lists.extend((f"changes[{position}].effects", change.effects) for position, change in enumerate(definition.changes))
    for place, effects in lists:
        for number, effect in enumerate(effects):
            anchor = effect.rule.anchor
            if anchor is not None and not _is_anchor(types, anchor):
                yield Fault(f"{place}[{number}].rule.anchor", anchor, "day, date:NAME, or fact:NAME of a day")
    for position, deadline in enumerate(definition.deadlines):
        if split(deadline.rule.anchor or "")[0] != "date":
            yield Fault(f"deadlines[{position}].rule.anchor", deadline.rule.anchor or "nothing", "date:NAME")


def _is_anchor(types: Mapping[str, FactType], anchor: str) -> bool:
    kind, name = split(anchor)
    return anchor == "day" or kind == "date" or (kind == "fact" and types[name] is FactType.DAY)


# Which change is taken.


def _choices(definition: Definition) -> Iterator[Fault]:
    sharing: dict[tuple[str, str], list[int]] = {}
    for position, change in enumerate(definition.changes):
        for number, source in enumerate(change.source):
            if source in change.source[:number]:
                yield Fault(f"changes[{position}].source[{number}]", f"{source} twice", "each state once")
            else:
                sharing.setdefault((source, change.event), []).append(position)
    competing: set[int] = set()
    for (source, event), positions in sharing.items():
        if len(positions) > 1:
            competing.update(positions)
            yield from _undecided(definition, f"{event} in {source}", positions)
    for position, change in enumerate(definition.changes):
        if change.order is not None and position not in competing:
            yield Fault(f"changes[{position}].order", str(change.order), "no order where there is nothing to choose")


def _undecided(definition: Definition, where: str, positions: Sequence[int]) -> Iterator[Fault]:
    taken: set[int | None] = {None}
    for position in positions:
        order = definition.changes[position].order
        if order in taken:
            found = f"{'no order' if order is None else f'order {order} again'} for {where}"
            yield Fault(f"changes[{position}].order", found, "an order of its own for each change that competes")
        taken.add(order)
    ranked = sorted(positions, key=lambda position: definition.changes[position].order or 0)
    for position in ranked[:-1]:
        if not definition.changes[position].guards:
            found = f"none for {where}, before another change"
            yield Fault(f"changes[{position}].guards", found, "the unguarded change last")


# Where the states lead.


def _ways(definition: Definition) -> Iterator[Fault]:
    initial = [state.name for state in definition.states if state.kind is StateKind.INITIAL]
    if len(initial) != 1:
        yield Fault("states", f"{len(initial)} initial states", "exactly one")
        return
    onward = _onward(definition, definition.changes)
    back: dict[str, set[str]] = {name: set() for name in onward}
    for source, targets in onward.items():
        for target in targets:
            back[target].add(source)
    reached = _closure(onward, initial)
    ends = [state.name for state in definition.states if state.kind is StateKind.FINAL]
    ending = _closure(back, ends) if ends else set(onward)
    for position, state in enumerate(definition.states):
        place = f"states[{position}]"
        if state.name not in reached:
            yield Fault(place, f"{state.name}, which nothing leads to", "every state reachable")
        if state.kind is StateKind.FINAL and onward[state.name]:
            yield Fault(place, f"the final state {state.name} leading on", "nothing after a final state")
        if state.kind is not StateKind.FINAL and not onward[state.name] - {state.name}:
            yield Fault(place, f"the trap {state.name}", "a way on, or a final state")
        elif state.name not in ending:
            yield Fault(place, f"{state.name}, from which no final state can be reached", "a way to an end")


def _circles(definition: Definition) -> Iterator[Fault]:
    timed = _onward(definition, ())
    for position, deadline in enumerate(definition.deadlines):
        if deadline.becomes is not None and not _closure(timed, [deadline.becomes]).isdisjoint(deadline.states):
            found = f"{deadline.becomes}, from which time alone leads back"
            yield Fault(f"deadlines[{position}].becomes", found, "time never going in a circle")


def _onward(definition: Definition, changes: Iterable[StatusChange]) -> dict[str, set[str]]:
    """Return where each state leads by some changes and by time."""
    onward: dict[str, set[str]] = {state.name: set() for state in definition.states}
    for change in changes:
        for source in change.source:
            onward[source].add(change.target)
    for deadline in definition.deadlines:
        if deadline.becomes is not None:
            for name in deadline.states:
                onward[name].add(deadline.becomes)
    return onward


def _closure(onward: Mapping[str, Iterable[str]], starts: Iterable[str]) -> set[str]:
    """Return everything that can be reached from some states, themselves included."""
    reached = set(starts)
    pending = list(reached)
    while pending:
        new = set(onward[pending.pop()]) - reached
        reached |= new
        pending.extend(new)
    return reached
