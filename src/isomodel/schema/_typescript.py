# SPDX-License-Identifier: Apache-2.0
"""Descriptions to TypeScript declarations; knows no noun."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

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
from isomodel.schema._writing import Component

__all__ = ["declarations"]

_TYPES = {"string": "string", "integer": "number", "boolean": "boolean", "object": "{ [key: string]: unknown }"}
_KEY = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*")


def declarations(components: Iterable[Component], definitions: Iterable[Definition]) -> str:
    """Write the types of documents and of everything they are made of, each with what it says about itself."""
    documents, every = list(components), list(definitions)
    nodes = [attribute.node for one in every if isinstance(one, Record) for attribute in one.attributes]
    leaves = {leaf.name: leaf for node in nodes for leaf in _leaves(node) if leaf.name is not None}
    lines: list[str] = []
    for name in sorted(leaves):
        leaf = leaves[name]
        text = None if leaf.text is None else leaf.text[:1].upper() + leaf.text[1:]
        lines += [*_comment(text), f"export type {name} = {_form(leaf)};", ""]
    for definition in every:
        if isinstance(definition, Members):
            told = [f"* `{value}`: {text}" for value, text in definition.members if text is not None]
            text = "\n\n".join(part for part in (definition.text, "\n".join(told)) if part)
            values = [f"  | {json.dumps(value)}" for value, _ in definition.members]
            lines += [*_comment(text), f"export type {definition.name} =", *values[:-1], f"{values[-1]};", ""]
        else:
            text = definition.text
            lines += [*_comment(text), f"export interface {definition.name} {{", *_keys(definition.attributes), "}", ""]
    for document in documents:
        lines += [
            *_comment(document.text),
            f"export interface {document.name} extends {document.root.name} {{",
            *_keys(document.head),
            "}",
            "",
        ]
    return "\n".join(lines)


def _leaves(node: Node) -> Iterator[Leaf]:
    if isinstance(node, Items | Table):
        yield from _leaves(node.of)
    elif isinstance(node, Leaf):
        yield node


def _keys(attributes: Iterable[Attribute]) -> Iterator[str]:
    for attribute in attributes:
        gone = None if attribute.deprecated is None else f"@deprecated {attribute.deprecated}"
        yield from _comment("\n\n".join(text for text in (attribute.text, gone) if text), "  ")
        key = attribute.name if _KEY.fullmatch(attribute.name) else json.dumps(attribute.name)
        yield f"  {key}{'' if attribute.required else '?'}: {_type(attribute.node, dict(attribute.limits))};"


def _type(node: Node, limits: dict[str, Any]) -> str:  # noqa: PLR0911 - one answer for each kind.
    match node:
        case Leaf():
            choice = limits.get("enum", dict(node.form).get("enum"))
            return " | ".join(map(json.dumps, choice)) if choice else node.name or _form(node)
        case Constant(value):
            return json.dumps(value)
        case Named(name):
            return name
        case Items(of, each):
            inner = _type(of, dict(each))
            return f"({inner})[]" if "|" in inner else f"{inner}[]"
        case Open():
            known = "".join(f"{json.dumps(key)}?: {_type(one, {})}; " for key, one in node.known)
            return f"{{ {known}[key: string]: unknown }}"
        case Table(of):
            return f"{{ [key: string]: {_type(of, {})} }}"
        case _:
            return " | ".join(branch.name for _, branch in node.branches)


def _form(leaf: Leaf) -> str:
    return _TYPES.get(str(dict(leaf.form).get("type")), "unknown")


def _comment(text: str | None, indent: str = "") -> list[str]:
    if not text:
        return []
    lines = text.replace("*/", "*\\/").splitlines()
    if len(lines) == 1:
        return [f"{indent}/** {lines[0]} */"]
    return [f"{indent}/**", *(f"{indent} * {line}".rstrip() for line in lines), f"{indent} */"]
