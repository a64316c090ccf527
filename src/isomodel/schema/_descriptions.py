# SPDX-License-Identifier: Apache-2.0
"""Classes to descriptions: what a document may hold, without a word of JSON Schema.

Nothing here knows a noun. What an annotation stands as is asked of the reader of documents, so that what is described
is what is read; what a class says about itself is taken from its docstring, its fields and their validators. A class
that says something no description can hold is refused by name: a schema that accepts more than the reader would be
worse than none.
"""

from __future__ import annotations

import ast
import datetime as dt
import enum
import functools
import inspect
import itertools
import re
import sys
import textwrap
import types
import typing
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, TypeAlias

import attrs

from isomodel.errors import IsomodelError
from isomodel.serialization import CODECS, TEXT_FORMATS, Codec, Shape, constant_of, present, shape, tag, types_of

__all__ = [
    "Attribute",
    "Choice",
    "Constant",
    "Definition",
    "Describer",
    "Items",
    "Leaf",
    "Members",
    "Named",
    "Node",
    "Open",
    "Record",
    "Table",
    "UndescribableError",
]


@attrs.define(eq=False)
class UndescribableError(IsomodelError, TypeError):
    """A class that documents cannot hold, or that says of itself what no schema can express.

    ``noun`` is the class, ``field`` its attribute or empty, ``found`` what stands there, ``expected`` what would do.
    """

    noun: str
    field: str
    found: str
    expected: str

    def __str__(self) -> str:
        """Name the class and attribute, what was found and what would do."""
        place = f"{self.noun}.{self.field}" if self.field else self.noun
        return f"{place} has no schema: found {self.found}, expected {self.expected}"


@attrs.frozen
class Leaf:
    """One value.

    Attributes:
        name: The class it is read as, where a reader of the schema would know it by that name.
        form: What may stand there, in words of JSON Schema.
        text: What it looks like.
    """

    name: str | None
    form: tuple[tuple[str, Any], ...] = attrs.field(hash=False)
    text: str | None


@attrs.frozen
class Constant:
    """One text that is always there.

    Attributes:
        value: The text.
    """

    value: str


@attrs.frozen
class Named:
    """A definition, by its name.

    Attributes:
        name: The name.
    """

    name: str


@attrs.frozen
class Items:
    """An array.

    Attributes:
        of: What its items are.
        limits: What holds of each item besides, in words of JSON Schema.
    """

    of: Node
    limits: tuple[tuple[str, Any], ...] = attrs.field(default=(), hash=False)


@attrs.frozen
class Table:
    """An object with free keys.

    Attributes:
        of: What its values are.
    """

    of: Node


@attrs.frozen
class Open:
    """An object of which some keys are known, and every other may hold anything.

    Attributes:
        leaf: What holds of every key.
        known: The keys that are known, with what their values are.
    """

    leaf: Leaf
    known: tuple[tuple[str, Node], ...]


@attrs.frozen
class Choice:
    """One of several records, told apart by the constant under one key.

    Attributes:
        tag: The key.
        branches: The constant of each record and its definition.
    """

    tag: str
    branches: tuple[tuple[str, Named], ...]


Node: TypeAlias = Leaf | Constant | Named | Items | Table | Open | Choice


@attrs.frozen(kw_only=True)
class Attribute:
    """One key of a record.

    Attributes:
        name: The key.
        text: What it holds; absent where the class does not say.
        required: Whether it has to be there.
        node: What its value is.
        limits: What holds of the value besides, in words of JSON Schema.
        deprecated: Since when and what to use instead; absent for what is not on its way out.
    """

    name: str
    text: str | None
    required: bool
    node: Node
    limits: tuple[tuple[str, Any], ...] = attrs.field(default=(), hash=False)
    deprecated: str | None = None


@attrs.frozen(kw_only=True)
class Record:
    """An object with a key for each attribute of a class.

    Attributes:
        name: The name of the class.
        text: What it is.
        beyond: What making a value refuses besides, which no schema says; absent where nothing.
        attributes: Its keys, in the order of the class.
    """

    name: str
    text: str | None
    beyond: str | None
    attributes: tuple[Attribute, ...]


@attrs.frozen(kw_only=True)
class Members:
    """The values of an enum.

    Attributes:
        name: The name of the enum.
        text: What it is about.
        members: Each value with what it means; absent where the enum does not say.
    """

    name: str
    text: str | None
    members: tuple[tuple[str, str | None], ...]


Definition: TypeAlias = Record | Members


class Describer:
    """Describes classes and what they are made of; every class once, whoever asks for it."""

    def __init__(self, codecs: tuple[Codec, ...] = CODECS, extensions: Mapping[str, Any] | None = None) -> None:
        """Prepare to describe classes that a reader with these codecs reads, and what some free keys hold."""
        self._codecs = codecs
        self._extensions = dict(extensions or {})
        self._leaves = {codec.cls: _leaf(codec) for codec in codecs}
        self._names: dict[type, str] = {}
        self._definitions: dict[str, Definition] = {}

    @property
    def definitions(self) -> tuple[Definition, ...]:
        """What was described so far, by name."""
        return tuple(self._definitions[name] for name in sorted(self._definitions))

    def node(self, annotation: Any, noun: str = "", field: str = "") -> Node:  # noqa: ANN401, PLR0911 - a type expression; one answer for each shape.
        """Describe what an annotation stands as, in an attribute of a class; raises UndescribableError."""
        found = shape(annotation, self._codecs)
        if found is Shape.LEAF:
            leaf = self._leaves[annotation]
            free = dict(leaf.form).get("propertyNames")
            return self._open(leaf, free["pattern"]) if self._extensions and free else leaf
        arguments = typing.get_args(annotation)
        match found:
            case Shape.OPTIONAL:
                return self.node(present(annotation), noun, field)
            case Shape.ITEMS:
                return Items(self._inside(arguments[0], noun, field))
            case Shape.TABLE:
                return Table(self._inside(arguments[1], noun, field))
            case Shape.CONSTANT:
                return Constant(arguments[0])
            case Shape.MEMBER:
                return self._named(annotation, _members)
            case Shape.RECORD:
                return self._named(annotation, self._record)
            case Shape.CHOICE:
                key, classes = typing.cast("tuple[str, dict[str, type]]", tag(annotation))
                branches = [(value, self._named(cls, self._record)) for value, cls in classes.items()]
                return Choice(key, tuple(branches))
        raise UndescribableError(noun or _shown(annotation), field, _shown(annotation), _instead(annotation))

    def _inside(self, annotation: Any, noun: str, field: str) -> Node:  # noqa: ANN401 - a type expression.
        if type(None) in typing.get_args(annotation):
            # Writing would give null for it, which reading refuses.
            raise UndescribableError(noun, field, _shown(annotation), "what is always there: only a key can be absent")
        return self.node(annotation, noun, field)

    def _open(self, leaf: Leaf, pattern: str) -> Open:
        for key in self._extensions:
            if not re.search(pattern, key):
                raise UndescribableError("extensions", key, f"the key {key!r}", f"one that matches {pattern}")
        return Open(leaf, tuple((key, self.node(cls, "extensions", key)) for key, cls in self._extensions.items()))

    def _named(self, cls: type, describe: Any) -> Named:  # noqa: ANN401 - what describes a record, or an enum.
        name = self._names.get(cls)
        if name is None:
            name = self._names[cls] = self._free_name(cls)
            # Taken before it is described: a class may be made of itself.
            self._definitions[name] = Members(name=name, text=None, members=())
            self._definitions[name] = describe(cls, name)
        return Named(name)

    def _free_name(self, cls: type) -> str:
        plain = cls.__name__.lstrip("_")
        if plain not in self._definitions:
            return plain
        # Of two classes of one name the second says where it comes from.
        parts = [part for part in cls.__module__.split(".") if not part.startswith("_")]
        home = "".join(word[:1].upper() + word[1:] for word in parts[-1].split("_")) if parts else ""
        if home + plain not in self._definitions:
            return home + plain
        raise UndescribableError(plain, "", f"a third class of that name, in {cls.__module__}", "names that differ")

    def _record(self, cls: type, name: str) -> Record:
        try:
            kinds = types_of(cls)
        except NameError as error:
            raise UndescribableError(
                cls.__name__, "", f"an annotation of {error.name}", "a name its module has"
            ) from error
        texts = _attribute_texts(cls)
        fields = attrs.fields(cls)
        attributes = tuple(self._attribute(cls, field, kinds[field.name], texts.get(field.name)) for field in fields)
        check = vars(cls).get("__attrs_post_init__")
        beyond = None if check is None else _plain(inspect.getdoc(check) or "What only the library checks.")
        return Record(name=name, text=_class_text(cls), beyond=beyond, attributes=attributes)

    def _attribute(self, cls: type, field: attrs.Attribute[Any], kind: Any, text: str | None) -> Attribute:  # noqa: ANN401 - a type expression.
        if not field.init or field.alias != field.name or field.converter is not None:
            other = f"the other name {field.alias}" if field.alias != field.name else "a converter"
            found = other if field.init else "an attribute that is not given"
            raise UndescribableError(cls.__name__, field.name, found, "an attribute that is what the document says")
        metadata = field.metadata
        told, deprecated = text, None
        if metadata:
            told, deprecated = metadata.get("description"), metadata.get("deprecated")
            for word, words in (("description", told), ("deprecated", deprecated)):
                if not (words is None or isinstance(words, str)):
                    raise UndescribableError(cls.__name__, field.name, f"{word} {words!r} in the metadata", "text")
            told = text if told is None else _said(told)
        node = self.node(kind, cls.__name__, field.name)
        limits: Mapping[str, Any] | None = metadata.get("schema")
        each: Mapping[str, Any] = {}
        if limits is None and field.validator is None:
            limits = {}
        elif limits is None:
            limits, each = _Limits(cls.__name__, field.name, node).of(field.validator)
        else:
            _Limits(cls.__name__, field.name, node).check(limits)
        if each and isinstance(node, Items):
            node = attrs.evolve(node, limits=tuple(each.items()))
        return Attribute(
            name=field.name,
            text=told,
            required=field.default is attrs.NOTHING or (isinstance(node, Constant) and constant_of(kind) is not None),
            node=node,
            limits=tuple(limits.items()),
            deprecated=deprecated,
        )


def _members(cls: type[enum.Enum], name: str) -> Members:
    if not len(cls):
        raise UndescribableError(cls.__name__, "", "an enum without values", "at least one")
    return Members(name=name, text=_class_text(cls), members=_member_texts(cls))


@functools.lru_cache(maxsize=1024)
def _leaf(codec: Codec) -> Leaf:
    kind, noun = codec.form.get("type"), codec.cls.__name__
    if not isinstance(kind, str) or kind not in _FITTING:
        found = "no type" if kind is None else f"the type {kind!r}"
        raise UndescribableError(noun, "form", f"{found} in its codec", "one of " + ", ".join(_FITTING))
    known = {"type", *_FITTING[kind], *(("propertyNames", "additionalProperties") if kind == "object" else ())}
    if unknown := [word for word in codec.form if word not in known]:
        raise UndescribableError(noun, "form", f"{unknown[0]!r} in its codec", "one of " + ", ".join(sorted(known)))
    _check_words(noun, "form", codec.form)
    # A class of the language is known to its readers by what it looks like, not by its name.
    name = codec.cls.__name__
    return Leaf(name if name[:1].isupper() else None, tuple(codec.form.items()), codec.expected)


def _shown(annotation: object) -> str:
    plain = isinstance(annotation, type) and typing.get_origin(annotation) is None
    return annotation.__name__ if plain else str(annotation)  # type: ignore[attr-defined]  # a class has one.


def _instead(annotation: Any) -> str:  # noqa: ANN401, PLR0911 - a type expression; one answer for each mistake.
    """Say what would do in place of an annotation that documents have nothing for."""
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin in _MANY or annotation in _MANY:
        return f"tuple[{_shown(arguments[0]) if arguments else 'X'}, ...]"
    if origin is tuple:
        return "tuple[X, ...], or a class with a name for each place"
    if origin is typing.Literal:
        return "an enum of texts; Literal holds one text that is always there"
    if origin is typing.Annotated:
        return f"{_shown(arguments[0])}, its limits as validators"
    if origin in (dict, Mapping):
        return "Mapping[str, X]"
    if isinstance(annotation, typing.NewType):
        return f"{_shown(annotation.__supertype__)}, or a class with a codec"
    if isinstance(annotation, typing.TypeVar) or attrs.has(origin or int):
        return "a class without parameters"
    if origin in (typing.Union, types.UnionType) and all(isinstance(one, type) and attrs.has(one) for one in arguments):
        return 'under one key of each a constant of its own, such as kind: Literal["…"]'
    if annotation in (float, dt.datetime, dt.time):
        return "a whole number, text or a day; or a codec of yours that says how it is written"
    return (
        "a class of attrs, an enum, a constant, an optional, tuple[X, ...], Mapping[str, X], a union of classes that "
        "one constant tells apart, or a class with a codec"
    )


_MANY = (list, set, frozenset, Sequence, AbstractSet)


# What validators say.


_FITTING: Mapping[str, tuple[str, ...]] = {
    "string": ("minLength", "maxLength", "pattern", "enum", "format"),
    "integer": ("minimum", "maximum"),
    "boolean": (),
    "array": ("minItems", "maxItems"),
    "object": (),
}
"""The words that limit a value of a type; no other is looked at when something is validated."""


def _check_words(noun: str, field: str, words: Mapping[str, Any]) -> None:
    """Refuse what some program would not assert, or would read in another way."""
    for word, value in words.items():
        if word == "pattern" and not (isinstance(value, str) and _portable(value)):
            raise UndescribableError(noun, field, f"the pattern {value!r}", "one that Python and JavaScript read alike")
        if word == "format" and value not in TEXT_FORMATS:
            expected = f"one of {', '.join(TEXT_FORMATS)}, or a pattern"
            raise UndescribableError(noun, field, f"the format {value!r}", expected)
        if word == "propertyNames" and not (isinstance(value, Mapping) and set(value) == {"pattern"}):
            raise UndescribableError(noun, field, f"propertyNames {value!r}", "a pattern")
        if word.startswith(("min", "max")) and type(value) is not int:
            raise UndescribableError(noun, field, f"{word} {value!r}", "a whole number")
        if word == "enum" and not (isinstance(value, list | tuple) and all(type(one) is str for one in value)):
            raise UndescribableError(noun, field, f"enum {value!r}", "texts")


def _portable(pattern: str) -> bool:
    try:
        return portable(re.compile(pattern))
    except re.error:
        return False


class _Limits:
    """What a validator of attrs accepts, in words of JSON Schema."""

    def __init__(self, noun: str, field: str, node: Node) -> None:
        """Prepare for the validators of one attribute."""
        self._noun = noun
        self._field = field
        self._node = node

    def of(self, validator: object) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return what holds of the value, and what holds of each of its items."""
        own: dict[str, Any] = {}
        each: dict[str, Any] = {}
        for one in _single(validator):
            found = vars(one) if hasattr(one, "__dict__") else {}
            told = {name: getattr(one, name) for name in (*found, *getattr(one, "__slots__", ())) if hasattr(one, name)}
            match type(one).__name__:
                case "_InstanceOfValidator":
                    pass
                case "_NumberValidator":
                    self._merge(own, self._bound(told["compare_op"], told["bound"]))
                case "_MinLengthValidator":
                    self._merge(own, {self._measure("min"): told["min_length"]})
                case "_MaxLengthValidator":
                    self._merge(own, {self._measure("max"): told["max_length"]})
                case "_MatchesReValidator":
                    self._merge(own, {"pattern": self._pattern(told["pattern"], told["match_func"])})
                case "_InValidator":
                    self._merge(own, {"enum": self._values(told["options"])})
                case "_DeepIterable" if isinstance(self._node, Items):
                    inner = _Limits(self._noun, self._field, self._node.of)
                    own |= self.of(told["iterable_validator"])[0]
                    each |= inner.of(told["member_validator"])[0]
                case _:
                    self._unsayable(
                        f"the validator {one!r}", "one of attrs, or what it accepts under 'schema' of metadata"
                    )
        self.check(own)
        return own, each

    def check(self, limits: object) -> None:
        """Refuse what does not limit a value of this kind: programs overlook such a word, and reading does not."""
        if not isinstance(limits, Mapping):
            self._unsayable(f"{limits!r} under 'schema' of metadata", "words of JSON Schema such as {'minLength': 1}")
        known = _FITTING.get(self._type(), ())
        for word in limits:
            if word not in known:
                expected = "one of " + ", ".join(known) if known else "no limit"
                self._unsayable(f"the limit {word!r} of {self._type()}", expected)
        _check_words(self._noun, self._field, limits)

    def _type(self) -> str:
        match self._node:
            case Leaf():
                return str(dict(self._node.form)["type"])
            case Items():
                return "array"
            case Constant():
                return "constant"
            case Table() | Open():
                return "object"
        return "record or enum"

    def _unsayable(self, found: str, expected: str) -> typing.NoReturn:
        raise UndescribableError(self._noun, self._field, found, expected)

    def _merge(self, limits: dict[str, Any], more: Mapping[str, Any]) -> None:
        for word, value in more.items():
            if word in limits:
                self._unsayable(f"{word} twice", "one validator for each limit")
            limits[word] = value

    def _bound(self, operator: str, bound: object) -> dict[str, int]:
        if type(bound) is not int:
            self._unsayable(f"the bound {bound!r}", "a whole number")
        return {
            ">=": {"minimum": bound},
            ">": {"minimum": bound + 1},
            "<=": {"maximum": bound},
            "<": {"maximum": bound - 1},
        }[operator]

    def _measure(self, side: str) -> str:
        return f"{side}Items" if isinstance(self._node, Items) else f"{side}Length"

    def _values(self, options: Iterable[object]) -> list[object]:
        values = list(options)
        if not isinstance(self._node, Leaf) or any(type(value) is not str for value in values):
            self._unsayable("a choice of other values than texts", "an enum of its own")
        return values

    def _pattern(self, pattern: re.Pattern[str], match: Any) -> str:  # noqa: ANN401 - a bound method of the pattern.
        if getattr(match, "__name__", "") != "fullmatch":
            self._unsayable(f"{pattern.pattern!r} matched in part", "a match of the whole text")
        if not portable(pattern):
            self._unsayable(f"the pattern {pattern.pattern!r}", "one that Python and JavaScript read alike")
        return f"^(?:{pattern.pattern})$" if "|" in pattern.pattern else f"^{pattern.pattern}$"


def _single(validator: Any) -> Iterator[Any]:  # noqa: ANN401 - validators have no common class.
    match type(validator).__name__:
        case "NoneType":
            return
        case "_AndValidator":
            for one in validator._validators:  # noqa: SLF001 - attrs tells it nowhere else.
                yield from _single(one)
        case "_OptionalValidator":
            yield from _single(validator.validator)
        case _:
            yield validator


_UNPORTABLE = re.compile(r"\\[^-.\[\](){}*+?^$|/\\tnrf]|\(\?(?!:)|[^\x20-\x7e]|[*+?}][+]|\[\^?\]")


def portable(pattern: re.Pattern[str]) -> bool:
    r"""Say whether Python and JavaScript read a pattern alike: ASCII, no classes such as ``\w``, no look-around."""
    return not (pattern.flags & ~(re.ASCII | re.UNICODE)) and not _UNPORTABLE.search(pattern.pattern)


# What classes say in words.

_SECTION = re.compile(r"^[A-Z][A-Za-z ]*:$")
_ENTRY = re.compile(r"^(\w+)(?: \([^)]*\))?: (.*)$")
_ROLE = re.compile(r":[a-z:]+:`[~.]*(?:[\w.]*\.)?(\w+)`")


def _plain(text: str) -> str:
    """Take text out of the marks that only Python's tools read: paragraphs on one line each, names in backticks."""
    if "\n" not in text and "`" not in text and "  " not in text:
        return text.strip()
    paragraphs = re.split(r"\n\s*\n", text.strip())
    joined = "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)
    return _ROLE.sub(r"`\1`", joined).replace("``", "`")


# Documents share most of their classes: what one says is read once. Classes that come and go are forgotten again.


@functools.lru_cache(maxsize=1024)
def _class_text(cls: type) -> str | None:
    lines = _documented(cls)
    end = next((number for number, line in enumerate(lines) if _SECTION.match(line)), len(lines))
    return _plain("\n".join(lines[:end])) or None


@functools.lru_cache(maxsize=1024)
def _attribute_texts(cls: type) -> Mapping[str, str]:
    """Read the ``Attributes:`` of a class and of the classes it derives from."""
    texts: dict[str, str] = {}
    for home in reversed(cls.__mro__):
        texts |= _own_texts(home)
    return texts


@functools.lru_cache(maxsize=1024)
def _own_texts(cls: type) -> Mapping[str, str]:
    texts: dict[str, str] = {}
    name, inside = "", False
    for line in _documented(cls):
        if _SECTION.match(line):
            inside = line == "Attributes:"
        elif inside and line.startswith("    ") and (entry := _ENTRY.match(line[4:])):
            name = entry[1]
            texts[name] = entry[2]
        elif inside and name:
            texts[name] += "\n" + line
    return {name: _said(text) for name, text in texts.items()}


def _said(text: str) -> str:
    return _plain(text).removesuffix(".")


@functools.lru_cache(maxsize=1024)
def _documented(cls: type) -> list[str]:
    return _clean(vars(cls).get("__doc__") or "").splitlines()


def _clean(text: str) -> str:
    return inspect.cleandoc(text) if "\n" in text else text.strip()


@functools.lru_cache(maxsize=1024)
def _member_texts(cls: type[enum.Enum]) -> tuple[tuple[str, str | None], ...]:
    """Return the values of an enum, each with the text below it; there is none where the source is not at hand."""
    texts = {}
    for member, text in itertools.pairwise(_class_source(cls)):
        if (
            isinstance(member, ast.Assign)
            and isinstance(member.targets[0], ast.Name)
            and isinstance(text, ast.Expr)
            and isinstance(text.value, ast.Constant)
            and isinstance(text.value.value, str)
        ):
            texts[member.targets[0].id] = _plain(_clean(text.value.value))
    values = []
    for name, value in ((member.name, member.value) for member in cls):
        if type(value) is not str:
            raise UndescribableError(cls.__name__, name, repr(value), "text")
        values.append((value, texts.get(name)))
    return tuple(values)


def _class_source(cls: type) -> list[ast.stmt]:
    text = _source(cls.__module__)
    head, indent = f"class {cls.__name__}", ""
    start = max(text.find(f"\n{head}("), text.find(f"\n{head}:")) + 1
    if not start and (inside := re.search(rf"^([ \t]*){head}\b", text, re.MULTILINE)):
        indent, start = inside[1], inside.start()
    # A class ends before the first line that is no deeper than its head. Parsing a whole module for each of its enums
    # would cost more than everything else together; it is done where a text inside the class begins further left.
    outside = re.compile(rf"\n(?!{indent}[ \t])[ \t]*[^ \t\n]" if indent else r"\n[^ \t\n]")
    end = outside.search(text, start)
    part = text[start : None if end is None else end.start()]
    try:
        nodes: Iterable[ast.AST] = ast.parse(textwrap.dedent(part) if indent else part).body
    except SyntaxError:
        nodes = ast.walk(ast.parse(text))
    return next((node.body for node in nodes if isinstance(node, ast.ClassDef) and node.name == cls.__name__), [])


@functools.lru_cache(maxsize=64)
def _source(module: str) -> str:
    try:
        return inspect.getsource(sys.modules[module])
    except (KeyError, OSError, TypeError):
        return ""
