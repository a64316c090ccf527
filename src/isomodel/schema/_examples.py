# SPDX-License-Identifier: Apache-2.0
"""Documents to try a schema with: one that is right, and for each kind of mistake one that makes it and no other.

Examples are made from the description, so that a new class has them at once. What is expected of a wrong one follows
from the mistake itself; no validator is asked. Knows no noun.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import attrs

from isomodel.errors import Issue
from isomodel.schema._descriptions import (
    Attribute,
    Constant,
    Definition,
    Items,
    Leaf,
    Members,
    Named,
    Node,
    Open,
    Record,
    Table,
)

__all__ = ["Example", "examples"]

Tree = dict[str, Any]
_TEXTS = ("example", "Example", "0", "sha256:" + 64 * "0", "EX", "x" * 64, "0" * 64)


@attrs.frozen(kw_only=True)
class Example:
    """A document to try a schema with.

    Attributes:
        name: What it shows, in kebab-case.
        document: The document.
        code: The code of the one issue it has; absent for a document that is right.
        path: Where that is.
    """

    name: str
    document: Tree
    code: str | None = None
    path: str = ""


def examples(
    root: Record,
    head: tuple[Attribute, ...],
    definitions: Iterable[Definition],
    read: Callable[[Tree], tuple[Issue, ...]],
) -> Iterator[Example]:
    """Make the examples of a document.

    ``read`` tells what no schema can say: of several documents that are right by the schema one is taken that can be
    read, where there is one among those that are tried.
    """
    known = {definition.name: definition for definition in definitions}
    whole = attrs.evolve(root, attributes=head + root.attributes)
    maker = _Maker(known)
    least = _mended(maker.record(whole, 0), read)
    right = min((_mended(maker.record(whole, depth), read) for depth in (2, 1)), key=lambda tree: len(read(tree)))
    yield Example(name="valid-least", document=least)
    if right != least:
        yield Example(name="valid-more", document=right)
    missing = next((one.name for one in root.attributes if one.required), None)
    if missing is not None:
        yield Example(name="missing-key", document=_without(right, missing), code="missing-key")
    yield Example(name="unknown-key", document={**right, "unknown_key": 1}, code="unknown-key", path="/unknown_key")
    known_key = next((one.name for one in root.attributes if one.name in right), None)
    if known_key is not None:
        wrong = {**copy.deepcopy(right), known_key: "1" if isinstance(right[known_key], int) else 0}
        yield Example(name="wrong-type", document=wrong, code="wrong-type", path=f"/{known_key}")
    yield from maker.spoilt(whole, right)


def _without(tree: Tree, key: str) -> Tree:
    return {name: value for name, value in tree.items() if name != key}


def _mended(tree: Tree, read: Callable[[Tree], tuple[Issue, ...]]) -> Tree:
    """Leave out what contradicts something else, as long as that makes fewer contradictions."""
    found = read(tree)
    while True:
        tried = [trial for issue in found for trial in _lighter(tree, issue.path)]
        better = next(((trial, told) for trial in tried if len(told := read(trial)) < len(found)), None)
        if better is None:
            return tree
        tree, found = better


def _lighter(tree: Tree, path: str) -> Iterator[Tree]:
    """Give the document without one key, or without one item, of what stands at a place or around it."""
    steps = path.split("/")[1:]
    for length in range(len(steps), -1, -1):
        made = copy.deepcopy(tree)
        at: Any = made
        for step in steps[:length]:
            at = at[int(step)] if isinstance(at, list) else at[step]
        every = dict(at) if isinstance(at, dict) else {}
        for key in every:
            at.clear()
            at.update(_without(every, key))
            yield copy.deepcopy(made)
        if isinstance(at, list):
            at.clear()
            yield made


class _Maker:
    """Makes values that are right by their description, the same ones every time."""

    def __init__(self, known: Mapping[str, Definition]) -> None:
        """Prepare to look definitions up."""
        self._known = known

    def record(self, record: Record, depth: int) -> Tree:
        """Make an object: with what has to be there, and at a depth with everything."""
        made = {}
        for one in record.attributes:
            if one.name != "$schema" and (one.required or depth > 0):
                value = self.value(one.node, dict(one.limits), depth - 1, one.name)
                if value is not None:
                    made[one.name] = value
        return made

    def value(self, node: Node, limits: Mapping[str, Any], depth: int, name: str) -> Any:  # noqa: ANN401, PLR0911 - JSON; one answer for each kind.
        """Make a value; None where none is known."""
        match node:
            case Leaf():
                return _leaf({**dict(node.form), **limits}, node.text, name)
            case Constant(value):
                return value
            case Named(definition):
                known = self._known[definition]
                return known.members[0][0] if isinstance(known, Members) else self.record(known, max(depth, 0))
            case Items(of, each):
                number = max(limits.get("minItems", 0), 1 if depth >= 0 else 0)
                item = self.value(of, dict(each), depth, name)
                return [item] * number if item is not None else []
            case Open(leaf):
                return self.value(leaf, limits, depth, name)
            case Table(of):
                value = self.value(of, {}, depth, name)
                return {"example": value} if value is not None else {}
            case _:
                return self.value(node.branches[0][1], {}, depth, name)

    def spoilt(self, record: Record, right: Tree) -> Iterator[Example]:
        """Give one document for each further kind of mistake that there is a place for, wherever it is first."""
        told: set[str] = set()
        for path, attribute in self._places(record, right, ()):
            form = {**dict(attribute.node.form), **dict(attribute.limits)} if isinstance(attribute.node, Leaf) else {}
            members = isinstance(attribute.node, Named) and isinstance(self._known[attribute.node.name], Members)
            mistakes: tuple[tuple[str, bool, Any], ...] = (
                ("unknown-value", members, "no-such-value"),
                ("bad-date", form.get("format") == "date", "2026-02-30"),
                ("bad-value", "pattern" in form, "!"),
                ("bad-value", form.get("minimum") in {0, 1}, -1),
            )
            for code, fitting, value in mistakes:
                if fitting and code not in told:
                    told.add(code)
                    yield Example(name=code, document=_put(right, path, value), code=code, path=_pointer(path))
            if "propertyNames" in form and "bad-extension" not in told:
                told.add("bad-extension")
                where = (*path, "No Domain")
                yield Example(
                    name="bad-extension", document=_put(right, where, 1), code="bad-extension", path=_pointer(where)
                )

    def _places(
        self, record: Record, tree: Tree, above: tuple[str | int, ...]
    ) -> Iterator[tuple[tuple[str | int, ...], Attribute]]:
        for one in record.attributes:
            if one.name in tree:
                yield (*above, one.name), one
                inner = one.node.of if isinstance(one.node, Items) else one.node
                below = self._known[inner.name] if isinstance(inner, Named) else None
                values = tree[one.name] if isinstance(one.node, Items) else [tree[one.name]]
                for number, value in enumerate(values):
                    if isinstance(below, Record):
                        steps = (one.name, number) if isinstance(one.node, Items) else (one.name,)
                        yield from self._places(below, value, (*above, *steps))


def _put(tree: Tree, path: tuple[str | int, ...], value: object) -> Tree:
    made = copy.deepcopy(tree)
    at: Any = made
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    return made


def _pointer(path: tuple[str | int, ...]) -> str:
    return "".join(f"/{step}" for step in path)


def _leaf(form: Mapping[str, Any], text: str | None, name: str) -> Any:  # noqa: ANN401 - JSON.
    match form["type"]:
        case "string":
            told = [] if text is None else text.partition(" such as ")[2:]
            pool = [*form.get("enum", ()), *(word for word in told if word), name.replace("_", "-"), *_TEXTS]
            return next((word for word in pool if _fits(word, form)), None)
        case "integer":
            return min(max(1, form["minimum"]), form["maximum"])
        case "boolean":
            return True
        case _:
            return {"org.example.ticket": "T-1"}


def _fits(word: str, form: Mapping[str, Any]) -> bool:
    right = form.get("minLength", 0) <= len(word) <= form.get("maxLength", len(word))
    return right and re.search(form.get("pattern", ""), word) is not None
