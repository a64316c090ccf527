# SPDX-License-Identifier: Apache-2.0
"""What a change of a schema means for those who write documents and for those who read them.

Two schemas are compared as sets of documents, place by place, with references followed: moving a definition is no
change. *Writers* are programs that write by the old schema: a change breaks them where something they may write is
refused now. *Readers* are programs made for the old schema that meet documents of the new one: a change breaks them
where something can be there that they do not know, or be absent that they rely on. What cannot be judged is called
breaking. Knows no noun.
"""

from __future__ import annotations

import enum
import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeAlias

import attrs

__all__ = ["ChangeKind", "Effect", "SchemaChange", "SchemaDiff", "Step", "compare"]


class Effect(enum.Enum):
    """What a change means for a program that does not know of it."""

    NONE = "none"
    """Nothing."""
    WIDENING = "widening"
    """More is possible than it makes use of; a tolerant program goes on."""
    BREAKING = "breaking"
    """What it does can fail."""


class Step(enum.Enum):
    """Which number of a version a change asks for."""

    NONE = "none"
    """None: nothing changed."""
    PATCH = "patch"
    """The last: words changed."""
    MINOR = "minor"
    """The middle: every old document is still one; there can be others now."""
    MAJOR = "major"
    """The first: there are old documents that are none any more."""


class ChangeKind(enum.Enum):
    """What changed."""

    ANNOTATION = "annotation"
    """Words: titles, descriptions, comments, what is deprecated."""
    TYPE_CHANGED = "type-changed"
    """Another kind of value, or one kind more or less."""
    VALUES_REMOVED = "values-removed"
    """A choice has values less, or there is one where there was none."""
    VALUES_ADDED = "values-added"
    """A choice has values more, or there is none any more."""
    LIMIT_TIGHTENED = "limit-tightened"
    """A least or most is narrower, or there is one now."""
    LIMIT_LOOSENED = "limit-loosened"
    """A least or most is wider, or gone."""
    PATTERN_CHANGED = "pattern-changed"
    """Text has to match another pattern, or one where there was none."""
    PATTERN_REMOVED = "pattern-removed"
    """Text need not match a pattern any more."""
    FORMAT_CHANGED = "format-changed"
    """Text has another format, or one where there was none."""
    FORMAT_REMOVED = "format-removed"
    """Text need not have a format any more."""
    PROPERTY_ADDED = "property-added"
    """A key more."""
    PROPERTY_REMOVED = "property-removed"
    """A key less."""
    REQUIRED_ADDED = "required-added"
    """A key has to be there now."""
    REQUIRED_REMOVED = "required-removed"
    """A key can be absent now."""
    CLOSED = "closed"
    """Keys that the schema does not name were allowed and are not now."""
    OPENED = "opened"
    """Keys that the schema does not name are allowed now."""
    BRANCH_ADDED = "branch-added"
    """A union has a record more."""
    BRANCH_REMOVED = "branch-removed"
    """A union has a record less."""
    OTHER = "other"
    """Something that this comparison cannot judge."""


@attrs.frozen(kw_only=True)
class SchemaChange:
    """One change.

    Attributes:
        kind: What changed.
        path: Where, as a JSON Pointer into a document, ``*`` standing for any item or key; empty for the document.
        found: What stands in the old schema; absent where nothing does.
        becomes: What stands in the new one; absent where nothing does.
        writers: What it means for those who write by the old schema.
        readers: What it means for those who read by the old schema.
    """

    kind: ChangeKind
    path: str
    found: str | None = None
    becomes: str | None = None
    writers: Effect
    readers: Effect

    @property
    def step(self) -> Step:
        """The step of the version that this change alone asks for."""
        if self.writers is Effect.BREAKING:
            return Step.MAJOR
        return Step.PATCH if self.readers is Effect.NONE else Step.MINOR

    def __str__(self) -> str:
        """Say in one line what changed and what it means."""
        was = f"{self.found or 'nothing'} → {self.becomes or 'nothing'}"
        effects = f"writers {self.writers.value}, readers {self.readers.value}"
        return f"{self.step.value}: {self.path or 'the document'}: {self.kind.value}: {was} ({effects})"


@attrs.frozen(kw_only=True)
class SchemaDiff:
    """Everything that changed from one schema to another.

    Attributes:
        changes: The changes, in the order of the new schema.
    """

    changes: tuple[SchemaChange, ...]

    @property
    def step(self) -> Step:
        """The step of the version that all changes together ask for."""
        return max((change.step for change in self.changes), key=list(Step).index, default=Step.NONE)

    @property
    def breaking(self) -> tuple[SchemaChange, ...]:
        """The changes after which old documents are refused."""
        return tuple(change for change in self.changes if change.writers is Effect.BREAKING)

    def rows(self) -> list[dict[str, str]]:
        """Give the changes as flat dicts, for any data frame."""
        return [
            {
                "step": change.step.value,
                "path": change.path,
                "kind": change.kind.value,
                "found": change.found or "",
                "becomes": change.becomes or "",
                "writers": change.writers.value,
                "readers": change.readers.value,
            }
            for change in self.changes
        ]

    def __str__(self) -> str:
        """Name the step, and each change in a line."""
        return "\n".join([f"step: {self.step.value}", *(f"  {change}" for change in self.changes)])


Tree: TypeAlias = Mapping[str, Any]
Schema: TypeAlias = Tree | bool

_WORDS = frozenset(
    {"$schema", "$id", "$comment", "title", "description", "deprecated", "examples", "default", "readOnly"}
)
_JUDGED = frozenset(
    {
        "$defs", "definitions", "type", "const", "enum", "pattern", "format", "minimum", "maximum",
        "exclusiveMinimum", "exclusiveMaximum", "minLength", "maxLength", "minItems", "maxItems", "minProperties",
        "maxProperties", "properties", "required", "additionalProperties", "propertyNames", "items", "oneOf",
        "anyOf", "allOf",
    }
)  # fmt: skip
_SEEING_ALL = frozenset({"unevaluatedProperties", "unevaluatedItems"})
_LEADING = frozenset({"$ref", "$dynamicRef", "$recursiveRef"})
_LEAST = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")
_MOST = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")
_TYPES = frozenset({"string", "integer", "number", "boolean", "object", "array", "null"})
_NONE, _WIDENING, _BREAKING = Effect.NONE, Effect.WIDENING, Effect.BREAKING


def _is_number(value: object) -> bool:
    return type(value) in (int, float) and math.isfinite(value)  # type: ignore[arg-type]  # it was just asked.


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


_FORMS: Mapping[str, Callable[[Any], bool]] = {
    **dict.fromkeys((*_LEAST, *_MOST), _is_number),
    **dict.fromkeys(("pattern", "format"), lambda value: isinstance(value, str)),
    **dict.fromkeys(("enum", "oneOf", "anyOf", "allOf"), lambda value: isinstance(value, list)),
    "type": lambda value: isinstance(value, str) or _is_texts(value),
    "properties": lambda value: isinstance(value, Mapping),
    "required": _is_texts,
}
"""What the value of a word has to be; a schema where it is something else is older than this comparison, or is none."""


def compare(old: Tree, new: Tree) -> SchemaDiff:
    """Say what changed between two schemas, and what it means for those who write and read by the old one."""
    return SchemaDiff(changes=tuple(_Comparison(old, new).schemas(old, new, "")))


class _Comparison:
    """A walk through two schemas at once."""

    def __init__(self, old: Tree, new: Tree, led: dict[str, bool] | None = None) -> None:
        """Prepare to follow the references of both; ``led`` holds those of which it is known where they lead."""
        self._roots = (old, new)
        self._met: set[tuple[str, str]] = set()
        self._led = {} if led is None else led

    def schemas(self, old: Any, new: Any, path: str) -> Iterator[SchemaChange]:  # noqa: ANN401 - whatever stands where a schema belongs.
        """Compare what may stand at a place."""
        if not (_is_schema(old) and _is_schema(new)):
            # The items of older dialects can be a list of schemas, one for each place.
            if self._differ(old, new):
                yield _change(ChangeKind.OTHER, path, type(old).__name__, type(new).__name__, _BREAKING, _BREAKING)
            return
        (one, before), (other, after) = _split(old), _split(new)
        if one is None or other is None:
            yield from self._resolved(_whole(old, self._roots[0]), _whole(new, self._roots[1]), path)
            return
        yield from self._resolved(before, after, path)
        if (one, other) not in self._met:
            # What changed in a definition is told once, where the definition is met first.
            self._met.add((one, other))
            was, now = _whole({"$ref": one}, self._roots[0]), _whole({"$ref": other}, self._roots[1])
            yield from self._resolved(was, now, path)

    def _resolved(self, old: Schema, new: Schema, path: str) -> Iterator[SchemaChange]:
        if isinstance(old, bool) or isinstance(new, bool):
            yield from _flags(old, new, path)
            return
        if any(old.get(word) != new.get(word) for word in _WORDS):
            yield SchemaChange(kind=ChangeKind.ANNOTATION, path=path, writers=_NONE, readers=_NONE)
        odd = {word for one in (old, new) for word in one if word in _FORMS and not _FORMS[word](one[word])}
        yield from self._unjudged(old, new, path, odd)
        if odd:
            old, new = ({word: value for word, value in one.items() if word not in odd} for one in (old, new))
        yield from _types(old, new, path)
        yield from _values(old, new, path)
        yield from _limits(old, new, path)
        yield from _texts(old, new, path)
        yield from self._keys(old, new, path)
        yield from self._further(old, new, path)
        yield from self._branches(old, new, path)
        yield from self._several(old, new, path)

    def _unjudged(self, old: Tree, new: Tree, path: str, odd: set[str]) -> Iterator[SchemaChange]:
        """Compare the words that nothing else judges: they have to be the same, and to lead to the same."""
        every = set(old) | set(new)
        for word in sorted((every - _WORDS - _JUDGED) | odd):
            # Of two that are equal what they refer to can be another. And what none of the other words allows cannot
            # be known from this word alone.
            whole = (old, new) if word in _SEEING_ALL else (old.get(word), new.get(word))
            if self._differ({word: whole[0]}, {word: whole[1]}):
                yield _change(ChangeKind.OTHER, path, word, word, _BREAKING, _BREAKING)

    def _differ(self, old: object, new: object) -> bool:
        """Say whether two values differ in the text, or where it leads."""
        return old != new or any(self._leads_elsewhere(name) for name in _references(old))

    def _leads_elsewhere(self, name: str) -> bool:
        """Say whether a reference leads to something else than it did."""
        if name not in self._led:
            # A definition can lead back to itself: what it holds besides decides then.
            self._led[name] = False
            if all(_found(name, root) is not None for root in self._roots):
                walk = _Comparison(*self._roots, self._led).schemas({"$ref": name}, {"$ref": name}, "")
                self._led[name] = any(one.kind is not ChangeKind.ANNOTATION for one in walk)
            else:
                # It leads to something that is not looked up here; a name outside stays what it is.
                self._led[name] = name.startswith("#") and self._roots[0] != self._roots[1]
        return self._led[name]

    def _keys(self, old: Tree, new: Tree, path: str) -> Iterator[SchemaChange]:
        was, now = old.get("properties", {}), new.get("properties", {})
        needed, needs = set(old.get("required", ())), set(new.get("required", ()))
        for key in [*now, *(key for key in was if key not in now)]:
            place = f"{path}/{_step(key)}"
            if key not in was:
                # What an open object held under this key may have been anything.
                closed = old.get("additionalProperties", True) is False and "patternProperties" not in old
                writers = _NONE if closed else _BREAKING
                yield _change(ChangeKind.PROPERTY_ADDED, place, None, "a key", writers, _WIDENING)
            elif key not in now:
                closed = new.get("additionalProperties", True) is False
                readers = _BREAKING if key in needed else _NONE if closed else _BREAKING
                writers = _BREAKING if new.get("additionalProperties", True) is not True else _NONE
                yield _change(ChangeKind.PROPERTY_REMOVED, place, "a key", None, writers, readers)
            else:
                yield from self.schemas(was[key], now[key], place)
        for key in sorted(needs - needed):
            yield _change(ChangeKind.REQUIRED_ADDED, f"{path}/{_step(key)}", None, "required", _BREAKING, _NONE)
        for key in sorted(needed - needs):
            if key in now or key not in was:
                yield _change(ChangeKind.REQUIRED_REMOVED, f"{path}/{_step(key)}", "required", None, _NONE, _BREAKING)

    def _further(self, old: Tree, new: Tree, path: str) -> Iterator[SchemaChange]:
        """Compare what holds of every item, every other key, and the names of keys."""
        was, now = old.get("additionalProperties", True), new.get("additionalProperties", True)
        if was is False and now is not False:
            yield _change(ChangeKind.OPENED, path, "closed", "open", _NONE, _WIDENING)
        elif now is False and was is not False:
            yield _change(ChangeKind.CLOSED, path, "open", "closed", _BREAKING, _NONE)
        else:
            yield from self.schemas(was, now, f"{path}/*")
        yield from self.schemas(old.get("items", True), new.get("items", True), f"{path}/*")
        yield from self.schemas(old.get("propertyNames", True), new.get("propertyNames", True), f"{path}/*")

    def _branches(self, old: Tree, new: Tree, path: str) -> Iterator[SchemaChange]:
        was = [(branch, _whole(branch, self._roots[0])) for branch in old.get("oneOf", ())]
        now = [(branch, _whole(branch, self._roots[1])) for branch in new.get("oneOf", ())]
        if not was and not now:
            return
        if not was or not now:
            kind = ChangeKind.BRANCH_REMOVED if now else ChangeKind.BRANCH_ADDED
            effects = (_BREAKING, _NONE) if now else (_NONE, _BREAKING)
            yield _change(kind, path, "a union" if was else None, "a union" if now else None, *effects)
            return
        key = _tag([whole for _, whole in was], [whole for _, whole in now])
        if key is None:
            if self._differ([whole for _, whole in was], [whole for _, whole in now]):
                yield _change(ChangeKind.OTHER, path, "a union", "a union nothing tells apart", _BREAKING, _BREAKING)
            return
        before, after = _tagged(was, key), _tagged(now, key)
        for name in [*after, *(name for name in before if name not in after)]:
            if name not in before:
                yield _change(ChangeKind.BRANCH_ADDED, path, None, name, _NONE, _BREAKING)
            elif name not in after:
                yield _change(ChangeKind.BRANCH_REMOVED, path, name, None, _BREAKING, _NONE)
            else:
                yield from self.schemas(before[name], after[name], path)

    def _several(self, old: Tree, new: Tree, path: str) -> Iterator[SchemaChange]:
        """Compare schemas that hold together, and those of which any has to: one after the other."""
        for word in ("anyOf", "allOf"):
            was, now = old.get(word, ()), new.get(word, ())
            if len(was) == len(now):
                # Each may become wider or narrower, and then so does the whole.
                for one, other in zip(was, now, strict=True):
                    yield from self.schemas(one, other, path)
            else:
                yield _change(ChangeKind.OTHER, path, f"{word} {len(was)}", f"{word} {len(now)}", _BREAKING, _BREAKING)


def _change(  # noqa: PLR0913, PLR0917 - the facts of a change.
    kind: ChangeKind, path: str, found: object, becomes: object, writers: Effect, readers: Effect
) -> SchemaChange:
    was, now = (None if value is None else str(value) for value in (found, becomes))
    return SchemaChange(kind=kind, path=path, found=was, becomes=now, writers=writers, readers=readers)


def _step(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")


def _is_schema(value: object) -> bool:
    return isinstance(value, bool | Mapping)


def _split(schema: Any) -> tuple[str | None, Any]:  # noqa: ANN401 - whatever stands where a schema belongs.
    """Return the name that a schema refers to, None where there is none, and what it says besides."""
    if not isinstance(schema, Mapping) or _SEEING_ALL & schema.keys():
        return None, schema
    if isinstance(schema.get("$ref"), str):
        return schema["$ref"], {word: value for word, value in schema.items() if word != "$ref"}
    several = schema.get("allOf")
    only = several[0] if isinstance(several, list) and len(several) == 1 else None
    if not isinstance(only, Mapping) or not isinstance(only.get("$ref"), str):
        return None, schema
    beside = {word: value for word, value in schema.items() if word != "allOf"}
    inner = {word: value for word, value in only.items() if word != "$ref"}
    return only["$ref"], {**beside, "allOf": [inner]} if inner else beside


def _references(value: object) -> Iterator[str]:
    """Name everything that is referred to somewhere inside."""
    for one in _objects(value):
        yield from (inner for word, inner in one.items() if word in _LEADING and isinstance(inner, str))


def _objects(value: object) -> Iterator[Tree]:
    """Go through every object inside a value."""
    pending = [value]
    while pending:
        one = pending.pop()
        if isinstance(one, Mapping):
            yield one
            pending.extend(one.values())
        elif isinstance(one, list):
            pending.extend(one)


def _whole(schema: Schema, root: Tree) -> Schema:
    """Return a schema with what it refers to in its place; its own words go before those of what it refers to."""
    seen: set[str] = set()
    while True:
        name, beside = _split(schema)
        target = None if name is None or name in seen else _found(name, root)
        if name is None or target is None:
            # It leads out of the schema, nowhere, or in a circle: a word like any other that cannot be judged.
            return schema
        seen.add(name)
        if beside.keys() <= _WORDS:
            schema = target if isinstance(target, bool) else {**target, **beside}
        else:
            # Both hold, each by itself: which keys are left to one depends on its own words alone.
            return {**beside, "allOf": [*_listed_in(beside, "allOf"), target]}


def _listed_in(schema: Tree, word: str) -> list[Any]:
    value = schema.get(word, [])
    return value if isinstance(value, list) else [value]


def _found(name: str, root: Tree) -> Schema | None:
    if not name.startswith("#"):
        return None
    if name[1:2] not in {"", "/"}:
        named = (("$anchor", name[1:]), ("$dynamicAnchor", name[1:]), ("$id", name))
        return next((one for one in _objects(root) if any(one.get(word) == value for word, value in named)), None)
    target: Any = root
    for step in name.split("/")[1:]:
        target = target.get(step.replace("~1", "/").replace("~0", "~")) if isinstance(target, Mapping) else None
    return target if isinstance(target, Mapping | bool) else None


def _flags(old: Schema, new: Schema, path: str) -> Iterator[SchemaChange]:
    """Compare where at least one side says only that all is allowed, or nothing."""
    if old == new or {_told(old), _told(new)} == {"anything"}:
        return
    writers = _NONE if new is True or new == {} or old is False else _BREAKING
    readers = _NONE if old is True or old == {} or new is False else _WIDENING
    yield _change(ChangeKind.TYPE_CHANGED, path, _told(old), _told(new), writers, readers)


def _told(schema: Schema) -> str:
    if isinstance(schema, bool) or not schema:
        return "nothing" if schema is False else "anything"
    return str(schema.get("type", "a schema"))


def _types(old: Tree, new: Tree, path: str) -> Iterator[SchemaChange]:
    was, now = _kinds(old), _kinds(new)
    if was != now:
        writers = _NONE if was <= now else _BREAKING
        readers = _NONE if now <= was else _BREAKING
        before, after = (" or ".join(sorted(kinds)) if kinds != _TYPES else "anything" for kinds in (was, now))
        yield _change(ChangeKind.TYPE_CHANGED, path, before, after, writers, readers)


def _kinds(schema: Tree) -> frozenset[str]:
    told = schema.get("type")
    kinds = _TYPES if told is None else frozenset([told] if isinstance(told, str) else told)
    return kinds | {"integer"} if "number" in kinds else kinds


def _values(old: Tree, new: Tree, path: str) -> Iterator[SchemaChange]:
    was, now = _choice(old), _choice(new)
    if was is None and now is None:
        return
    removed = None if now is None or was is None else [shown for value, shown in was.items() if value not in now]
    added = None if was is None or now is None else [shown for value, shown in now.items() if value not in was]
    if was is None or removed:
        found, becomes = ("any", _listed(now.values() if now else ())) if was is None else (_listed(removed), None)
        yield _change(ChangeKind.VALUES_REMOVED, path, found, becomes, _BREAKING, _NONE)
    if now is None or added:
        before, after = (_listed(was.values() if was else ()), "any") if now is None else (None, _listed(added))
        yield _change(ChangeKind.VALUES_ADDED, path, before, after, _NONE, _BREAKING)


def _listed(values: Iterable[object] | None) -> str:
    return ", ".join(map(str, values or ()))


def _choice(schema: Tree) -> dict[str, object] | None:
    """Return the values that are allowed, by what tells them apart; None where any is."""
    values = {_token(value): value for value in schema["enum"]} if "enum" in schema else None
    if "const" in schema:
        token = _token(schema["const"])
        return {token: schema["const"]} if values is None or token in values else {}
    return values


def _token(value: object) -> str:
    # To Python true is 1, to JSON it is not; 1.0 is 1 to both.
    if type(value) is float and value.is_integer():
        value = int(value)
    return json.dumps(value, sort_keys=True)


def _limits(old: Tree, new: Tree, path: str) -> Iterator[SchemaChange]:
    for word, sign in (*((word, 1) for word in _LEAST), *((word, -1) for word in _MOST)):
        was, now = old.get(word), new.get(word)
        if was != now:
            tighter = was is None or (now is not None and (now - was) * sign > 0)
            found, becomes = (None if value is None else f"{word} {value}" for value in (was, now))
            if tighter:
                yield _change(ChangeKind.LIMIT_TIGHTENED, path, found, becomes, _BREAKING, _NONE)
            else:
                yield _change(ChangeKind.LIMIT_LOOSENED, path, found, becomes, _NONE, _WIDENING)


def _texts(old: Tree, new: Tree, path: str) -> Iterator[SchemaChange]:
    """Compare patterns and formats: of two that differ neither is known to hold of all that the other does."""
    for word, changed, removed in (
        ("pattern", ChangeKind.PATTERN_CHANGED, ChangeKind.PATTERN_REMOVED),
        ("format", ChangeKind.FORMAT_CHANGED, ChangeKind.FORMAT_REMOVED),
    ):
        was, now = old.get(word), new.get(word)
        if was != now and now is None:
            yield _change(removed, path, was, now, _NONE, _WIDENING)
        elif was != now:
            yield _change(changed, path, was, now, _BREAKING, _NONE if was is None else _WIDENING)


def _tag(*sides: list[Schema]) -> str | None:
    """Return the key under which every record has to have a constant, of each side one for each record."""
    every = [branch for side in sides for branch in side]
    keys: list[tuple[str, ...]] = [
        ()
        if not isinstance(branch, Mapping)
        or any(word in branch and not _FORMS[word](branch[word]) for word in _OF_RECORDS)
        else tuple(
            key for key in branch.get("required", ()) if "const" in _mapping(branch.get("properties", {}).get(key))
        )
        for branch in every
    ]
    for key in keys[0]:
        shared = all(key in others for others in keys)
        if shared and all(len({_constant(branch, key) for branch in side}) == len(side) for side in sides):
            return key
    return None


_OF_RECORDS = ("properties", "required")


def _mapping(value: object) -> Tree:
    return value if isinstance(value, Mapping) else {}


def _constant(branch: Any, key: str) -> str:  # noqa: ANN401 - a record that has the constant.
    value: object = branch["properties"][key]["const"]
    return value if isinstance(value, str) else _token(value)


def _tagged(branches: Iterable[tuple[Schema, Any]], key: str) -> dict[str, Schema]:
    return {_constant(whole, key): branch for branch, whole in branches}
