# SPDX-License-Identifier: Apache-2.0
"""Any value to canonical JSON and back, strictly.

Reading reports every problem of a document at once, each with its place; nothing is coerced, dropped or guessed. A
document is read twice only when it is wrong: the first pass is fast and knows merely that something is, the second
finds all of it. Writing is canonical: UTF-8, keys in declared order, two spaces, a final newline, absent rather than
null, so that equal values give equal bytes. This module is the only home of cattrs, and knows no noun.
"""

from __future__ import annotations

import datetime as dt
import enum
import functools
import json
import re
import types
import typing
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

import attrs
from cattrs import ClassValidationError, Converter, ForbiddenExtraKeysError, IterableValidationError
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from isomodel.errors import DocumentError, InvariantError, Issue, nearest
from isomodel.identifiers import ClauseNumber, RequirementRef, StandardRef
from isomodel.model import Extensions

__all__ = ["DEFAULT_LIMITS", "Limits", "Source", "canonical", "parse", "structure", "unstructure"]

T = TypeVar("T")


@attrs.frozen(kw_only=True)
class Limits:
    """How much a document may ask of the reader.

    Attributes:
        size: Bytes of a document.
        depth: Objects and arrays inside each other.
        digits: Digits of an integer.
    """

    size: int = 64 * 1024 * 1024
    depth: int = 64
    digits: int = 18


DEFAULT_LIMITS = Limits()


@attrs.frozen(kw_only=True)
class Source:
    """A parsed document together with the text it came from, so that problems can be given a line and a column.

    Attributes:
        name: What to call the document in messages, usually its path.
        tree: Its content as plain JSON values.
        text: The text it was read from; empty where the content never was text.
    """

    name: str
    tree: object
    text: str = ""

    def located(self, issues: Iterable[Issue]) -> tuple[Issue, ...]:
        """Give each issue its line and column and put them in document order."""
        found = list(issues)
        if not self.text:
            return tuple(found)
        places = _Scan(self.text, DEFAULT_LIMITS, wanted={issue.path for issue in found}).places
        found.sort(key=lambda issue: places.get(issue.path, 0))
        return tuple(
            attrs.evolve(issue, **_position(self.text, places[issue.path])) if issue.path in places else issue
            for issue in found
        )


def parse(data: bytes | str, *, name: str = "document", limits: Limits = DEFAULT_LIMITS) -> Source:
    """Read JSON text into plain values, refusing whatever two readers could understand differently.

    Refused are duplicate keys, numbers with a fraction or an exponent, NaN and infinities, integers of more digits,
    nesting deeper and documents larger than ``limits`` allow, text that is not UTF-8, and lone surrogates.

    Raises:
        DocumentError: The text is not such JSON; every problem is in ``issues``, with line and column. A syntax error
            ends the reading, so that at most one is reported.
    """
    text = _decoded(data, name, limits)
    hook = functools.partial(_integer, digits=limits.digits)
    try:
        tree = json.loads(text, object_pairs_hook=_unique, parse_float=_refuse, parse_constant=_refuse, parse_int=hook)
        sound = not _SURROGATE.search(text) and _within(tree, limits.depth)
    except json.JSONDecodeError as error:
        issue = Issue(
            code="not-json",
            message=f"this is not JSON: {error.msg}",
            line=error.lineno,
            column=error.colno,
            expected="JSON",
        )
        raise DocumentError(name, (issue,)) from error
    except (_RefusedError, RecursionError):
        tree, sound = None, False
    if not sound:
        issues = _Scan(text, limits).issues
        if issues:
            raise DocumentError(name, tuple(issues))
    return Source(name=name, tree=tree, text=text)


def structure(source: Source, cls: type[T]) -> T:
    """Make a value of a class from a parsed document.

    Raises:
        DocumentError: The content does not fit; every problem is in ``issues``, in document order.
    """
    try:
        value: T = _fast().structure(source.tree, cls)
    except Exception:
        issues = _problems(source.tree, cls)
        if not issues:
            raise
        raise DocumentError(source.name, source.located(issues)) from None
    return value


def unstructure(value: object) -> Any:  # noqa: ANN401 - a JSON tree has no better type.
    """Turn a value into plain JSON values, keys in declared order, absent rather than null."""
    return _fast().unstructure(value)


def canonical(tree: object) -> str:
    """Write plain JSON values as canonical text: two spaces, no escapes beyond JSON's own, a final newline."""
    return json.dumps(tree, ensure_ascii=False, allow_nan=False, indent=2) + "\n"


# Reading text.


class _RefusedError(Exception):
    """Something the fast pass met that only the scan can describe."""


_SURROGATE = re.compile(r"\\u[dD][89abAB]|[\ud800-\udfff]")


def _decoded(data: bytes | str, name: str, limits: Limits) -> str:
    size = len(data)
    if size > limits.size:
        expected = f"at most {limits.size} bytes"
        issue = Issue(code="too-large", message="the document is too large", found=f"{size} bytes", expected=expected)
        raise DocumentError(name, (issue,))
    if isinstance(data, str):
        return data
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"byte {error.start} is not UTF-8"
        issue = Issue(
            code="not-utf-8", message=message, line=line, column=1, expected="UTF-8 without a byte order mark"
        )
        raise DocumentError(name, (issue,)) from error


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _RefusedError
    return found


def _refuse(_: str) -> object:
    raise _RefusedError


def _integer(text: str, *, digits: int) -> int:
    if len(text) > digits + 1 or len(text.lstrip("-")) > digits:
        raise _RefusedError
    return int(text)


def _within(tree: object, depth: int) -> bool:
    level = [tree] if type(tree) in (dict, list) else []
    for _ in range(depth):
        if not level:
            return True
        level = [
            value
            for node in level
            for value in (node.values() if type(node) is dict else node)  # type: ignore[attr-defined]  # containers only.
            if type(value) in (dict, list)
        ]
    return not level


_TOKEN = re.compile(
    r"""[ \t\n\r]*(?:
        (?P<mark>[{}\[\]:,])
      | (?P<text>"(?:[^"\\]|\\.)*+")
      | (?P<number>-?[0-9]++(?:\.[0-9]++)?(?:[eE][+-]?[0-9]++)?)
      | (?P<word>-?[A-Za-z]++)
    )""",
    re.VERBOSE | re.ASCII | re.DOTALL,
)


@attrs.define
class _Frame:
    """An object or array the scan is inside of."""

    pointer: str
    keys: dict[str, int] | None
    index: int = 0
    key: str | None = None


class _Scan:
    """A walk over JSON text that knows where everything stands: every lexical problem, and the places asked for."""

    def __init__(self, text: str, limits: Limits, *, wanted: set[str] | None = None) -> None:
        self.issues: list[Issue] = []
        self.places: dict[str, int] = {}
        self._text = text
        self._limits = limits
        self._wanted = wanted if wanted is not None else set()
        self._run()

    def _run(self) -> None:
        frames: list[_Frame] = []
        match = _TOKEN.match(self._text)
        while match is not None:
            kind = match.lastgroup or "mark"
            token, start = match.group(kind), match.start(kind)
            frame = frames[-1] if frames else None
            if kind == "mark" and token in "]}":
                del frames[-1:]
            elif kind == "mark" and token in ":,":
                if token == "," and frame is not None:
                    frame.index += 1
                    frame.key = None
            elif frame is not None and frame.keys is not None and frame.key is None:
                self._enter(frame, token, start)
            else:
                pointer = self._pointer(frame)
                if pointer in self._wanted:
                    self.places.setdefault(pointer, start)
                if kind == "mark":
                    frames.append(_Frame(pointer, {} if token == "{" else None))
                else:
                    self._judge(kind, token, pointer, start)
                if len(frames) > self._limits.depth:
                    expected = f"at most {self._limits.depth} levels"
                    self._add("too-deep", pointer, start, "nested too deeply", f"{len(frames)} levels", expected)
                    return
            match = _TOKEN.match(self._text, match.end())

    def _enter(self, frame: _Frame, token: str, start: int) -> None:
        self._surrogates(token, frame.pointer, start)
        key = str(json.loads(token, strict=False)) if token.startswith('"') else token
        frame.key = key
        if frame.keys is not None and key in frame.keys:
            first = _position(self._text, frame.keys[key])
            message = f"the key {key!r} stands here for the second time; first in line {first['line']}"
            message += f", column {first['column']}"
            self._add("duplicate-key", _below(frame.pointer, key), start, message, key, "each key once")
        elif frame.keys is not None:
            frame.keys[key] = start

    @staticmethod
    def _pointer(frame: _Frame | None) -> str:
        if frame is None:
            return ""
        return _below(frame.pointer, frame.index if frame.keys is None else frame.key or "")

    def _judge(self, kind: str | None, token: str, pointer: str, start: int) -> None:
        digits = self._limits.digits
        if kind == "number" and not token.lstrip("-").isdigit():
            message = "numbers with a fraction or an exponent are not used; write an integer or text"
            self._add("float-number", pointer, start, message, token, "an integer or text")
        elif kind == "number" and len(token.lstrip("-")) > digits:
            self._add("huge-number", pointer, start, "the number is too long", token, f"at most {digits} digits")
        elif kind == "word" and token not in ("true", "false", "null"):
            self._add("not-a-number", pointer, start, f"{token} is not JSON", token, "a number")
        elif kind == "text":
            self._surrogates(token, pointer, start)

    def _surrogates(self, token: str, pointer: str, start: int) -> None:
        if _SURROGATE.search(token):
            value = json.loads(token, strict=False)
            if any("\ud800" <= character <= "\udfff" for character in value):
                self._add(
                    "lone-surrogate", pointer, start, "half of a surrogate pair is not text", token, "Unicode text"
                )

    def _add(self, code: str, pointer: str, start: int, message: str, found: str, expected: str) -> None:  # noqa: PLR0913
        place = _position(self._text, start)
        issue = Issue(code=code, message=message, path=pointer, found=_shown(found), expected=expected, **place)
        self.issues.append(issue)


def _position(text: str, offset: int) -> dict[str, Any]:
    return {"line": text.count("\n", 0, offset) + 1, "column": offset - text.rfind("\n", 0, offset)}


def _below(pointer: str, key: str | int) -> str:
    return f"{pointer}/{str(key).replace('~', '~0').replace('/', '~1')}"


def _shown(value: object) -> str:
    if not isinstance(value, str):
        value = (
            json.dumps(value, ensure_ascii=False, default=repr) if not isinstance(value, dict | list) else _kind(value)
        )
    return value if len(value) <= 80 else value[:79] + "…"  # noqa: PLR2004 - a line of a message.


# Structuring.


@attrs.define(eq=False)
class _UnfitError(ValueError):
    """A leaf that does not fit; becomes an Issue once its place is known."""

    code: str
    message: str
    found: object
    expected: str
    nearest: str | None = None


_KINDS: Mapping[type, str] = {
    str: "text",
    int: "an integer",
    bool: "true or false",
    dict: "an object",
    list: "an array",
    type(None): "null",
    float: "a number with a fraction",
}
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_PARSED: tuple[type, ...] = (StandardRef, ClauseNumber, RequirementRef)


def _kind(value: object) -> str:
    return _KINDS.get(type(value), type(value).__name__)


def _exactly(kind: type) -> Callable[[object, object], Any]:
    def hook(value: object, _: object) -> object:
        if type(value) is not kind:
            raise _UnfitError("wrong-type", f"expected {_KINDS[kind]}, found {_kind(value)}", value, _KINDS[kind])
        return value

    return hook


def _date(value: object, _: object) -> dt.date:
    if type(value) is not str:
        raise _UnfitError("wrong-type", f"expected a day, found {_kind(value)}", value, "a day such as 2026-11-23")
    try:
        if _DATE.fullmatch(value):
            return dt.date.fromisoformat(value)
    except ValueError:
        pass
    raise _UnfitError("bad-date", "this is not a day of the calendar", value, "a day such as 2026-11-23")


def _extensions(value: object, _: object) -> Extensions:
    if type(value) is not dict:
        raise _UnfitError("wrong-type", f"expected an object, found {_kind(value)}", value, "an object")
    try:
        return Extensions(value)
    except InvariantError as error:
        raise _UnfitError("bad-extension", str(error), error.found, error.expected) from error


def _member(cls: type[enum.Enum]) -> Callable[[object, object], enum.Enum]:
    members = {member.value: member for member in cls}

    def hook(value: object, _: object) -> enum.Enum:
        if type(value) is str and value in members:
            return members[value]
        if type(value) is not str:
            raise _UnfitError(
                "wrong-type", f"expected text, found {_kind(value)}", value, "one of " + ", ".join(members)
            )
        close = nearest(value, members)
        message = f"{_shown(value)!r} is not a {_spaced(cls.__name__)}"
        raise _UnfitError("unknown-value", message, value, "one of " + ", ".join(members), close)

    return hook


def _spaced(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", " ", name).lower()


def _reference(cls: Any) -> Callable[[object, object], object]:  # noqa: ANN401 - the identifier classes share parse().
    @functools.lru_cache(maxsize=16384)
    def parsed(text: str) -> object:
        try:
            value: object = cls.parse(text)
        except ValueError as error:
            raise _UnfitError("bad-reference", str(error), text, _EXAMPLES[cls]) from error
        if str(value) != text:
            message = "a document writes references in their one canonical form"
            raise _UnfitError("not-canonical", message, text, str(value), str(value))
        return value

    def hook(value: object, _: object) -> object:
        if type(value) is not str:
            raise _UnfitError("wrong-type", f"expected text, found {_kind(value)}", value, _EXAMPLES[cls])
        return parsed(value)

    return hook


_EXAMPLES: Mapping[type, str] = {
    StandardRef: "an edition such as ISO 9001:2015",
    ClauseNumber: "a clause number such as 8.5.1",
    RequirementRef: "a reference such as ISO 9001:2015, 8.5.1#c",
}


def _optional(annotation: object) -> bool:
    arguments = typing.get_args(annotation)
    return typing.get_origin(annotation) in (typing.Union, types.UnionType) and type(None) in arguments


def _present(annotation: object) -> Any:  # noqa: ANN401 - a type expression.
    return next(argument for argument in typing.get_args(annotation) if argument is not type(None))


def _guarded(kind: type, converter: Converter, make: Callable[[Any, Converter], Any]) -> Callable[[Any], Any]:
    """Make a hook factory whose hooks refuse anything but the plain JSON container they are for."""
    expected = _KINDS[kind]

    def factory(annotation: Any) -> Any:  # noqa: ANN401 - a type expression in, a hook out.
        inner = make(annotation, converter)

        def hook(value: object, target: object) -> object:
            if type(value) is not kind:
                raise _UnfitError("wrong-type", f"expected {expected}, found {_kind(value)}", value, expected)
            return inner(value, target)

        return hook

    return factory


def _class_hook(cls: Any, converter: Converter) -> Any:  # noqa: ANN401
    attrs.resolve_types(cls)
    return make_dict_structure_fn(cls, converter, _cattrs_forbid_extra_keys=True)


def _tuple_hook(annotation: Any, converter: Converter) -> Any:  # noqa: ANN401
    element = typing.get_args(annotation)[0]
    listed = converter.get_structure_hook(list[element])

    def hook(value: object, _: object) -> tuple[object, ...]:
        return tuple(listed(value, list[element]))

    return hook


def _writing_hook(cls: Any, converter: Converter) -> Any:  # noqa: ANN401
    attrs.resolve_types(cls)
    absent = {}
    for field in attrs.fields(cls):
        default = field.default
        empty = (
            default is None or default == () or (isinstance(default, attrs.Factory) and default.factory is Extensions)
        )  # type: ignore[arg-type]  # attrs types Factory as a function.
        absent[field.name] = override(omit_if_default=empty)
    return make_dict_unstructure_fn(cls, converter, **absent)


def _converter(*, detailed: bool) -> Converter:
    converter = Converter(
        forbid_extra_keys=True, detailed_validation=detailed, unstruct_collection_overrides={tuple: list}
    )
    for kind in (str, int, bool, float):
        converter.register_structure_hook(kind, _exactly(kind))
    converter.register_structure_hook_factory(_optional, lambda kind: converter.get_structure_hook(_present(kind)))
    is_tuple = lambda kind: typing.get_origin(kind) is tuple  # noqa: E731 - a predicate of one use.
    converter.register_structure_hook_factory(is_tuple, _guarded(list, converter, _tuple_hook))
    converter.register_structure_hook_factory(attrs.has, _guarded(dict, converter, _class_hook))
    converter.register_unstructure_hook_factory(attrs.has, lambda cls: _writing_hook(cls, converter))
    is_enum = lambda kind: isinstance(kind, type) and issubclass(kind, enum.Enum)  # noqa: E731 - a predicate of one use.
    converter.register_structure_hook_factory(is_enum, _member)
    converter.register_structure_hook(dt.date, _date)
    converter.register_unstructure_hook(dt.date, dt.date.isoformat)
    converter.register_structure_hook(Extensions, _extensions)
    converter.register_unstructure_hook(Extensions, dict)
    for cls in _PARSED:
        converter.register_structure_hook_func(functools.partial(_is, cls), _reference(cls))
        converter.register_unstructure_hook_func(functools.partial(_is, cls), str)
    return converter


def _is(cls: type, kind: object) -> bool:
    return kind is cls


@functools.cache
def _fast() -> Converter:
    return _converter(detailed=False)


@functools.cache
def _detailed() -> Converter:
    return _converter(detailed=True)


def _problems(tree: object, cls: type) -> list[Issue]:
    try:
        _detailed().structure(tree, cls)
    except (ValueError, RecursionError, ExceptionGroup) as error:
        return list(_issues(error, ""))
    return []


def _issues(error: BaseException, pointer: str) -> Iterable[Issue]:
    if isinstance(error, ClassValidationError):
        named, others = error.group_exceptions()
        for inner, note in named:
            if isinstance(inner, KeyError):
                message = f"the key {note.name!r} is missing"
                yield Issue(code="missing-key", message=message, path=pointer, expected=note.name)
            else:
                yield from _issues(inner, _below(pointer, note.name))
        for inner in others:
            yield from _issues(inner, pointer)
    elif isinstance(error, IterableValidationError):
        named_items, rest = error.group_exceptions()
        for inner, place in named_items:
            yield from _issues(inner, _below(pointer, place.index))
        for inner in rest:
            yield from _issues(inner, pointer)
    elif isinstance(error, ForbiddenExtraKeysError):
        known = [field.name for field in attrs.fields(error.cl)]
        for key in sorted(error.extra_fields):
            message = f"{_shown(key)!r} is not a key of a {_spaced(error.cl.__name__)}"
            yield Issue(
                code="unknown-key",
                message=message,
                path=_below(pointer, key),
                found=_shown(key),
                expected="one of " + ", ".join(known),
                nearest=nearest(key, known),
            )
    elif isinstance(error, _UnfitError):
        yield Issue(
            code=error.code,
            message=error.message,
            path=pointer,
            found=_shown(error.found),
            expected=error.expected,
            nearest=error.nearest,
        )
    elif isinstance(error, InvariantError):
        yield Issue(code="contradiction", message=str(error), path=pointer, found=error.found, expected=error.expected)
    elif isinstance(error, RecursionError):
        yield Issue(code="too-deep", message="nested too deeply", path=pointer)
    elif not isinstance(error, ValueError):
        raise error
    else:
        field = next((item for item in getattr(error, "args", ()) if isinstance(item, attrs.Attribute)), None)
        place = pointer if field is None else _below(pointer, field.name)
        yield Issue(code="contradiction", message=str(error.args[0]) if error.args else str(error), path=place)
