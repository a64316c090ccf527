# SPDX-License-Identifier: Apache-2.0
"""Schemas of documents: JSON Schema, OpenAPI components and TypeScript from classes; validation; what a change breaks.

A schema is made from the classes that documents are read as, by the very table the reader goes by, so that it accepts
what the reader accepts. What it cannot say, such as that two days contradict each other, only the reader tells.
:func:`of` does the same for classes of an application; nothing is registered anywhere. This package is the only home of
jsonschema, which is loaded when something is validated, and never asks the network for a schema.
"""

from __future__ import annotations

import functools
import hashlib
import re
import typing
from collections.abc import Mapping
from typing import Any

import attrs

from isomodel.documents import FORMATS, LOGS, VERSION, head, kind_of, loads
from isomodel.errors import DocumentError, Issue, UnknownNameError, nearest
from isomodel.schema._descriptions import (
    Attribute,
    Choice,
    Constant,
    Definition,
    Describer,
    Leaf,
    Named,
    Node,
    Record,
    UndescribableError,
)
from isomodel.schema._evolution import ChangeKind, Effect, SchemaChange, SchemaDiff, Step, compare
from isomodel.schema._examples import examples
from isomodel.schema._typescript import declarations
from isomodel.schema._validation import Checker
from isomodel.schema._writing import Component, Dialect, document_tree, openapi_tree
from isomodel.serialization import CODECS, DEFAULT_LIMITS, Codec, Limits, Source, canonical, parse, structure

__all__ = [
    "ChangeKind",
    "Dialect",
    "Effect",
    "Schema",
    "SchemaChange",
    "SchemaDiff",
    "Step",
    "UndescribableError",
    "diff",
    "document",
    "files",
    "of",
    "validate",
]


@attrs.frozen(kw_only=True, repr=False)
class Schema:
    """What a document of one class may hold.

    Attributes:
        name: The class.
        id: Its ``$id``: a name that never changes its meaning, and no address; absent where none was given.
        head: The keys that only the document has, before those of the class.
        root: The description of the class.
        definitions: The descriptions of everything it is made of.
    """

    name: str
    id: str | None = None
    head: tuple[Attribute, ...] = ()
    root: Node
    definitions: tuple[Definition, ...]

    def __repr__(self) -> str:
        """Name the class and the size."""
        return f"<Schema {self.id or self.name}: {len(self.definitions)} definitions>"

    def tree(self, dialect: Dialect = Dialect.DRAFT_2020_12) -> dict[str, Any]:
        """Give the schema as plain JSON values; the result is the caller's own."""
        return document_tree(self.root, self.definitions, dialect=dialect, id=self.id, head=self.head)

    def text(self, dialect: Dialect = Dialect.DRAFT_2020_12) -> str:
        """Give the schema as canonical JSON; the same classes give the same bytes."""
        return canonical(self.tree(dialect))

    def typescript(self) -> str:
        """Give TypeScript declarations of the class and of everything it is made of."""
        return declarations([], self.definitions)

    @functools.cached_property
    def _checker(self) -> Checker:
        return Checker(self.tree())

    def undescribed(self) -> tuple[str, ...]:
        """List what says nothing about itself, such as ``Period.first``: a class, an attribute, a value of an enum."""
        found = []
        for definition in self.definitions:
            found += [] if definition.text else [definition.name]
            parts = definition.attributes if isinstance(definition, Record) else ()
            found += [f"{definition.name}.{part.name}" for part in parts if part.text is None]
        return tuple(found)


def of(
    cls: Any,  # noqa: ANN401 - a type expression.
    *,
    id: str | None = None,  # noqa: A002 - the keyword's name.
    codecs: tuple[Codec, ...] = CODECS,
    extensions: Mapping[str, Any] | None = None,
) -> Schema:
    """Make the schema of a class, or of a union of classes that a constant tells apart.

    The class is one that :func:`isomodel.serialization.structure` reads: an attrs class whose attributes are such
    classes, enums of texts, optionals, ``tuple[X, ...]``, ``Mapping[str, X]``, constants, or classes with a codec.
    Limits come from the validators of attrs, or from ``metadata={"schema": {…}}`` where a validator is a function of
    one's own; words come from the ``Attributes:`` of the docstring, or from ``metadata={"description": …}``.

    >>> import attrs
    >>> @attrs.frozen(kw_only=True)
    ... class Site:
    ...     '''A place.
    ...
    ...     Attributes:
    ...         persons: How many work there.
    ...     '''
    ...
    ...     persons: int = attrs.field(validator=attrs.validators.ge(0))
    >>> of(Site).tree()["properties"]["persons"]["minimum"]
    0

    Args:
        cls: The class.
        id: Its ``$id``, if it is to have one.
        codecs: What stands as one value; ``(*CODECS, …)`` adds an application's own.
        extensions: The class of what an application keeps under a key of ``extensions``, by key, such as
            ``{"org.example.ticket": Ticket}``; every other key may hold anything.

    Raises:
        UndescribableError: Documents cannot hold the class, or no schema can say what it says.
    """
    describer = Describer(codecs, extensions)
    root = describer.node(cls)
    match root:
        case Named(name):
            pass
        case Choice(_, branches):
            name = " | ".join(branch.name for _, branch in branches)
        case _:
            name = getattr(cls, "__name__", str(cls))
    return Schema(name=name, id=id, root=root, definitions=describer.definitions)


def document(kind: str, *, extensions: Mapping[str, Any] | None = None, id: str | None = None) -> Schema:  # noqa: A002 - the keyword's name.
    """Return the schema of a kind of document, such as ``assessment``; raises UnknownNameError with the nearest.

    Of a log, such as ``lifecycle-record``, it is the schema of one line.

    Args:
        kind: The kind.
        extensions: The class of what an application keeps under a key of ``extensions``, as for :func:`of`. The schema
            is then the application's own: documents that break it are read all the same, and what stands under such a
            key is read with :func:`isomodel.serialization.structure`.
        id: Its ``$id`` where there are such classes; without them it is the published one.
    """
    if kind not in _KINDS:
        raise UnknownNameError("kind of document", kind, nearest(kind, _KINDS))
    if not extensions:
        return _published(kind)
    return attrs.evolve(of(_KINDS[kind], id=id, extensions=extensions), head=_head(kind))


_KINDS = {**FORMATS, **LOGS}


@functools.cache
def _published(kind: str) -> Schema:
    return attrs.evolve(of(_KINDS[kind], id=head(kind)["$schema"]), head=_head(kind))


def _head(kind: str) -> tuple[Attribute, ...]:
    if kind in LOGS:
        # A line says itself what it has.
        return ()
    major, minor = VERSION
    known = [f"isomodel/{kind}/{major}.{number}" for number in range(minor + 1)]
    format_ = Constant(known[0]) if len(known) == 1 else Leaf(None, (("type", "string"), ("enum", known)), None)
    return (
        Attribute(
            name="$schema",
            text="Which schema an editor is to use; never looked at",
            required=False,
            node=Leaf(None, (("type", "string"),), None),
        ),
        Attribute(
            name="format",
            text="What the document is: its kind, and the version of the format",
            required=True,
            node=format_,
        ),
    )


def validate(
    document: object, schema: Schema | None = None, *, name: str = "document", limits: Limits = DEFAULT_LIMITS
) -> tuple[Issue, ...]:
    """List what is wrong with a document by its schema, in the order of the document; nothing where all is well.

    Of a document that is as its schema wants it, reading may still refuse what no schema can say, such as a reference
    that cannot be parsed or two days that contradict each other: :func:`isomodel.load` tells those as well. Codes and
    places are the same.

    >>> [str(issue) for issue in validate({"format": "isomodel/policy/1.0", "id": "p", "titel": "T", "parameters": []})]
    ["the document: the key 'version' is missing [missing-key]", "the document: the key 'title' is missing \
[missing-key]", "/titel: Policy has no key 'titel'; did you mean 'title'? [unknown-key]"]

    Args:
        document: Its text, or its content as plain JSON values. The text of a log is gone through line by line; that
            its lines belong together is for :func:`isomodel.lifecycle.verify` to say.
        schema: What it has to be; where none is given, its ``format`` tells.
        name: What to call it, usually its path.
        limits: How much it may ask of the reader.
    """
    if isinstance(document, str | bytes):
        if schema is None and (kind := _log_of(document)) is not None:
            return _lines(document, kind, name, limits)
        try:
            source = parse(document, name=name, limits=limits)
        except DocumentError as error:
            return error.issues
    else:
        source = document if isinstance(document, Source) else Source(name=name, tree=document)
        if not _is_within(source.tree, limits.depth):
            expected = f"at most {limits.depth} levels"
            return (Issue(code="too-deep", message="nested too deeply", expected=expected),)
    most = limits.problems
    found = _by_format(source.tree, most) if schema is None else schema._checker.issues(source.tree, most)  # noqa: SLF001 - of this module.
    return source.located(found)


def _log_of(text: str | bytes) -> str | None:
    """Return which log a text is, by how it begins; None where it is none."""
    begin = text[:200].decode(errors="replace") if isinstance(text, bytes) else text[:200]
    found = re.match(r'\{"format":"isomodel/([a-z-]+)/', begin)
    return found[1] if found is not None and found[1] in LOGS else None


def _lines(text: str | bytes, kind: str, name: str, limits: Limits) -> tuple[Issue, ...]:
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    if len(data) > limits.size:
        return validate(data, document(kind), name=name, limits=limits)
    found: list[Issue] = []
    for number, line in enumerate(data.removesuffix(b"\n").split(b"\n"), 1):
        told = validate(line, document(kind), name=name, limits=limits)
        found += [attrs.evolve(issue, line=number) for issue in told]
        if len(found) >= limits.problems:
            message = f"what else is wrong behind these {len(found)} problems is not listed"
            return (*found, Issue(code="too-many-problems", message=message, line=number, column=1))
    return tuple(found)


def _is_within(tree: object, depth: int) -> bool:
    """Say whether plain values are nested no deeper than so many levels: validators would end the process over them."""
    level: list[Any] = [tree]
    for _ in range(depth):
        inside = [node.values() if type(node) is dict else node for node in level if type(node) in (dict, list)]
        # What stands in several places is looked at once.
        level = list(
            {id(value): value for values in inside for value in values if type(value) in (dict, list)}.values()
        )
        if not level:
            return True
    return False


def _by_format(tree: object, most: int) -> tuple[Issue, ...]:
    if not isinstance(tree, dict):
        return (Issue(code="wrong-type", message="a document is an object", expected="an object"),)
    known = [kind for kind in LOGS if tree.get("format") == head(kind)["format"]]
    kind, issues = (known[0], []) if known else kind_of(tree)
    return tuple(issues) if kind is None else document(kind)._checker.issues(tree, most)  # noqa: SLF001 - of this module.


def diff(old: Schema | Mapping[str, Any], new: Schema | Mapping[str, Any]) -> SchemaDiff:
    """Say what changed between two schemas, and what it means for those who write and read by the old one.

    References are followed, so that moving a definition is no change; what changed in one is told once. The step is
    the one that the version of the schema has to take: the first number where documents of old are refused, the
    middle one where there can be others now, the last where only words changed. What cannot be judged is breaking.

    Raises DocumentError for schemas that are nested too deeply to be compared.

    >>> was = {"type": "object", "properties": {"a": {"type": "string"}}, "additionalProperties": False}
    >>> print(diff(was, {**was, "required": ["a"]}))
    step: major
      major: /a: required-added: nothing → required (writers breaking, readers none)
    """
    was, now = (each.tree() if isinstance(each, Schema) else each for each in (old, new))
    try:
        return compare(was, now)
    except RecursionError:
        issue = Issue(code="too-deep", message="nested too deeply")
        raise DocumentError("one of the schemas", (issue,)) from None


# What is published.


def files() -> dict[str, str]:
    """Give every published file by its path below ``schemas/``: for each kind of document its schema in both dialects;
    the components of an OpenAPI 3.1 description; TypeScript declarations; an index.

    The same classes give the same bytes. ``schemas/`` of the project and of the wheel hold exactly these files.
    """  # noqa: D205 - the list does not fit into one line.
    describer = Describer()
    components = {kind: _component(kind, describer) for kind in _KINDS}
    written: dict[str, str] = {}
    for kind in _KINDS:
        for dialect, suffix in _SUFFIXES.items():
            written[f"{kind}{suffix}"] = document(kind).text(dialect)
    info = {
        "title": "Documents of isomodel",
        "summary": "The documents that isomodel reads and writes, as components; there are no paths.",
        "version": _VERSION,
        "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
    }
    written["openapi.json"] = canonical(openapi_tree(components.values(), describer.definitions, info))
    note = f"// The documents of isomodel, formats {_VERSION}. Generated; do not edit.\n\n"
    written["isomodel.d.ts"] = f"// SPDX-License-Identifier: Apache-2.0\n{note}" + declarations(
        components.values(), describer.definitions
    )
    shown = {kind: _examples(kind, written) for kind in _KINDS}
    written["index.json"] = canonical(_index(components, shown, written))
    return {f"{_VERSION}/{name}": written[name] for name in sorted(written)}


_VERSION = f"{VERSION[0]}.{VERSION[1]}"
_SUFFIXES = {Dialect.DRAFT_2020_12: ".schema.json", Dialect.DRAFT_07: ".draft-07.schema.json"}


def _component(kind: str, describer: Describer) -> Component:
    root = typing.cast("Named", describer.node(_KINDS[kind]))
    name = _KINDS[kind].__name__
    # A class can be a document and a part of others: the document is the one with a head.
    what = "a line of a log" if kind in LOGS else "a document"
    text = f"{name} as {what}: `isomodel/{kind}/{_VERSION}`."
    return Component(name=f"{name}Document", text=text, head=_head(kind), root=root)


def _examples(kind: str, written: dict[str, str]) -> list[dict[str, str]]:
    """Write the examples of a kind, and say of each what is expected."""

    def read(tree: dict[str, Any]) -> tuple[Issue, ...]:
        try:
            if kind in LOGS:
                structure(parse(canonical(tree)), LOGS[kind])
            else:
                loads(canonical(tree))
        except DocumentError as error:
            return error.issues
        return ()

    schema = document(kind)
    definitions = {each.name: each for each in schema.definitions}
    record = definitions[schema.name]
    listed = []
    for example in examples(record, schema.head, schema.definitions, read) if isinstance(record, Record) else ():
        name = f"examples/{kind}/{example.name}.json"
        written[name] = canonical({**({} if kind in LOGS else {"$schema": schema.id}), **example.document})
        line = {"file": name} if example.code is None else {"file": name, "code": example.code, "path": example.path}
        if example.code is None and (issues := read(example.document)):
            # Right by the schema; what only reading can tell is told.
            line["reading"] = issues[0].code
        listed.append(line)
    return listed


def _index(
    components: dict[str, Component], shown: dict[str, list[dict[str, str]]], written: dict[str, str]
) -> dict[str, Any]:
    documents = []
    for kind, component in components.items():
        names = {dialect: f"{kind}{suffix}" for dialect, suffix in _SUFFIXES.items()}
        documents.append(
            {
                "kind": kind,
                "format": head(kind)["format"],
                "$id": head(kind)["$schema"],
                "class": _KINDS[kind].__name__,
                **({"lines": True} if kind in LOGS else {}),
                "schema": names[Dialect.DRAFT_2020_12],
                "draft-07": names[Dialect.DRAFT_07],
                "openapi": f"openapi.json#/components/schemas/{component.name}",
                "typescript": component.name,
                "examples": shown[kind],
            }
        )
    digests = {name: hashlib.sha256(written[name].encode()).hexdigest() for name in sorted(written)}
    return {"version": _VERSION, "licence": "Apache-2.0", "documents": documents, "sha256": digests}
