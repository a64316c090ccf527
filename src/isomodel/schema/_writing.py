# SPDX-License-Identifier: Apache-2.0
"""Descriptions to JSON Schema, in the words that validators, editors and code generators agree on.

Each word below was tried with the programs that people use: closed objects, named definitions, ``oneOf`` over records
with a required ``const``, ``enum`` with ``type``, ``propertyNames`` for free keys. Nothing else is written. Knows no
noun.
"""

from __future__ import annotations

import copy
import enum
import typing
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import attrs

from isomodel.schema._descriptions import (
    Attribute,
    Choice,
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

__all__ = ["Component", "Dialect", "document_tree", "openapi_tree"]


class Dialect(enum.Enum):
    """Which JSON Schema is written."""

    DRAFT_2020_12 = "https://json-schema.org/draft/2020-12/schema"
    """The current one; the schema that counts."""
    DRAFT_07 = "http://json-schema.org/draft-07/schema#"
    """The one that editors know best: the same rules in the same words."""


Tree = dict[str, Any]
Pointer = Callable[[str], str]


def document_tree(
    root: Node,
    definitions: Iterable[Definition],
    *,
    dialect: Dialect,
    id: str | None,  # noqa: A002 - the keyword's name.
    head: tuple[Attribute, ...] = (),
) -> Tree:
    """Write a self-contained schema of what ``root`` stands for, with every definition it needs and no other.

    ``head`` are keys that only the document has, before those of the record it holds.
    """
    known = {definition.name: definition for definition in definitions}
    tree: Tree = {"$schema": dialect.value}
    if id is not None:
        tree["$id"] = id if dialect is Dialect.DRAFT_2020_12 else f"{id}:draft-07"
    own = known[root.name] if isinstance(root, Named) else None
    if isinstance(own, Record):
        names = _reached(own, known)
        recursive = own.name in names
        # A document is not a part of itself: what is inside has no head, and is defined apart.
        apart = recursive and bool(head)
        place = "#" if recursive and not apart else f"#/$defs/{own.name}"
        pointer = _pointer(own.name, place)
        tree |= _definition(attrs.evolve(own, attributes=head + own.attributes), pointer)
        names -= set() if apart else {own.name}
    else:
        pointer = _pointer("", "")
        tree |= _node(root, pointer)
        names = _reached(root, known)
    if names:
        tree["$defs"] = {name: _definition(known[name], pointer) for name in sorted(names)}
    return tree


@attrs.frozen(kw_only=True)
class Component:
    """A document among others, where every name is used once.

    Attributes:
        name: What it is called there.
        text: What it is; absent where nothing says so.
        head: The keys that only the document has.
        root: The record it holds.
    """

    name: str
    text: str | None
    head: tuple[Attribute, ...]
    root: Named


def openapi_tree(components: Iterable[Component], definitions: Iterable[Definition], info: Tree) -> Tree:
    """Write the components of an OpenAPI 3.1 description: every document under its name, and every definition.

    Components have no ``$id``: a bundler leaves it where it stands, and references below it would lead nowhere.
    """
    known = {definition.name: definition for definition in definitions}
    pointer = "#/components/schemas/{}".format
    schemas: Tree = {}
    inside: set[str] = set()
    for document in components:
        own = typing.cast("Record", known[document.root.name])
        whole = attrs.evolve(own, name=document.name, attributes=document.head + own.attributes)
        schemas[document.name] = _definition(whole, pointer)
        inside |= _reached(own, known)
    schemas |= {name: _definition(known[name], pointer) for name in inside}
    return {
        "openapi": "3.1.0",
        "info": info,
        "paths": {},
        "components": {"schemas": {name: schemas[name] for name in sorted(schemas)}},
    }


def _pointer(root: str, place: str) -> Pointer:
    return lambda name: place if name == root else f"#/$defs/{name}"


def _reached(start: Node | Definition, known: Mapping[str, Definition]) -> set[str]:
    """Name every definition that is needed, the start itself only where something leads back to it."""
    found: set[str] = set()
    pending: list[Node | Definition] = [start]
    while pending:
        one = pending.pop()
        match one:
            case Named(name):
                if name not in found:
                    found.add(name)
                    pending.append(known[name])
            case Items(of) | Table(of):
                pending.append(of)
            case Open():
                pending.extend(inner for _, inner in one.known)
            case Choice():
                pending.extend(branch for _, branch in one.branches)
            case Record():
                pending.extend(attribute.node for attribute in one.attributes)
            case _:
                pass
    return found


def _definition(definition: Definition, pointer: Pointer) -> Tree:
    tree: Tree = {"title": definition.name}
    if isinstance(definition, Members):
        told = [f"* `{value}`: {text}" for value, text in definition.members if text is not None]
        paragraphs = [text for text in (definition.text, "\n".join(told)) if text]
        if paragraphs:
            tree["description"] = "\n\n".join(paragraphs)
        return {**tree, "type": "string", "enum": [value for value, _ in definition.members]}
    if definition.text is not None:
        tree["description"] = definition.text
    if definition.beyond is not None:
        tree["$comment"] = f"The library checks more than this schema can say. {definition.beyond}"
    tree["type"] = "object"
    tree["properties"] = {attribute.name: _property(attribute, pointer) for attribute in definition.attributes}
    required = [attribute.name for attribute in definition.attributes if attribute.required]
    if required:
        tree["required"] = required
    tree["additionalProperties"] = False
    return tree


def _property(attribute: Attribute, pointer: Pointer) -> Tree:
    tree: Tree = {}
    texts = [attribute.text, None if attribute.deprecated is None else f"Deprecated {attribute.deprecated}"]
    if any(texts):
        tree["description"] = ". ".join(text for text in texts if text)
    if attribute.deprecated is not None:
        tree["deprecated"] = True
    return {**tree, **_node(attribute.node, pointer, alone=not tree), **_copied(attribute.limits)}


def _node(node: Node, pointer: Pointer, *, alone: bool = True) -> Tree:  # noqa: PLR0911 - one answer for each kind.
    match node:
        case Leaf():
            return _copied(node.form)
        case Constant(value):
            return {"type": "string", "const": value}
        case Named(name):
            # Words beside a reference make some generators copy the type, and older validators overlook them.
            return {"$ref": pointer(name)} if alone else {"allOf": [{"$ref": pointer(name)}]}
        case Items(of, limits):
            return {"type": "array", "items": {**_node(of, pointer), **_copied(limits)}}
        case Table(of):
            return {"type": "object", "additionalProperties": _node(of, pointer)}
        case Open():
            return {**_copied(node.leaf.form), "properties": {key: _node(one, pointer) for key, one in node.known}}
        case _:
            return {"oneOf": [{"$ref": pointer(branch.name)} for _, branch in node.branches]}


def _copied(words: Iterable[tuple[str, Any]]) -> Tree:
    # The tree is the caller's own to change; copying in depth what is flat would cost more than all else.
    return {word: copy.deepcopy(value) if type(value) in (dict, list) else value for word, value in words}
