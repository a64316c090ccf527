# SPDX-License-Identifier: Apache-2.0
"""Any value to canonical JSON and back, strictly.

Reading reports every problem of a document at once, each with its place; nothing is coerced, dropped or guessed. A
document is read twice only when it is wrong: the first pass is fast and knows merely that something is, the second
finds all of it. Writing is canonical: UTF-8, keys in declared order, two spaces, a final newline, absent rather than
null, so that equal values give equal bytes. This module is the only home of cattrs, by which values are written,
and knows no noun.

What an annotation of a class means in a document is said once, by :func:`shape` and :data:`CODECS`: both passes and the
schemas follow it.
"""

from __future__ import annotations

import datetime as dt
import enum
import functools
import hashlib
import json
import re
import types
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Literal, TypeAlias, TypeVar

import attrs
from cattrs import Converter

from isomodel.errors import DocumentError, InvariantError, IsomodelError, Issue, nearest
from isomodel.identifiers import ClauseNumber, RequirementRef, StandardRef
from isomodel.model import EXTENSION_KEY, Extensions

__all__ = [
    "CODECS",
    "DEFAULT_LIMITS",
    "TEXT_FORMATS",
    "Codec",
    "Limits",
    "Shape",
    "Source",
    "canonical",
    "constant_of",
    "constants",
    "digest_of",
    "matches",
    "parse",
    "present",
    "shape",
    "structure",
    "tag",
    "types_of",
    "unstructure",
]

T = TypeVar("T")


@attrs.frozen(kw_only=True)
class Limits:
    """How much a document may ask of the reader.

    Attributes:
        size: Bytes of a document.
        depth: Objects and arrays inside each other.
        digits: Digits of an integer.
        problems: Problems that are told; of those beyond them it is only said that they are there.
    """

    size: int = 16 * 1024 * 1024
    depth: int = 64
    digits: int = 18
    problems: int = 10_000


DEFAULT_LIMITS = Limits()


@attrs.frozen(kw_only=True, eq=False)
class Codec:
    """How values of one class stand in a document, each as a single JSON value.

    Reading is only asked about values that ``form`` accepts; what it raises a ``ValueError`` for, or an
    ``ArithmeticError`` as ``Decimal`` does, is reported as ``bad-value``. Writing gives a value that ``form`` accepts
    and reading gives the same back: nobody but the author of a codec can promise that.

    Attributes:
        cls: The class, as it stands in annotations.
        form: What may stand in a document, in words of JSON Schema; ``type`` is among them and a single type.
        read: Makes a value of the class of what stands in a document; absent where that is the value.
        write: The other way; absent where the value is what stands in a document.
        expected: What to tell somebody who wrote something else, such as ``a day such as 2026-11-23``.
    """

    cls: type
    form: Mapping[str, Any]
    read: Callable[[Any], object] | None = None
    write: Callable[[Any], object] | None = None
    expected: str | None = None


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
        """Give each issue its line and column and put them in document order.

        A key that has no business there is pointed at itself, everything else at its value; what is not in the text
        is pointed at where it would have to be, the innermost value around it.
        """
        found = list(issues)
        if not self.text:
            return tuple(found)
        places = _Scan(self.text, DEFAULT_LIMITS).find(issue.path for issue in found)
        ruler = _Ruler(self.text)
        placed = []
        for issue in found:
            pointer = issue.path
            while pointer not in places and pointer:
                pointer = pointer.rpartition("/")[0]
            key, value = places.get(pointer, (0, 0))
            placed.append((key if issue.code == "unknown-key" else value, issue))
        placed.sort(key=lambda pair: pair[0])
        return tuple(attrs.evolve(issue, **ruler.position(offset)) for offset, issue in placed)


def parse(data: bytes | str, *, name: str = "document", limits: Limits = DEFAULT_LIMITS) -> Source:
    """Read JSON text into plain values, refusing whatever two readers could understand differently.

    Refused are duplicate keys, numbers with a fraction or an exponent, NaN and infinities, integers of more digits,
    nesting deeper and documents larger than ``limits`` allow, text that is not UTF-8, and lone surrogates.

    Raises:
        DocumentError: The text is not such JSON; every problem is in ``issues``, with line and column. A syntax error
            ends the reading, so that at most one is reported.
    """
    text = _decoded(data, name, limits)
    hook = _integers(limits.digits)
    try:
        tree = json.loads(text, object_pairs_hook=_unique, parse_float=_refuse, parse_constant=_refuse, parse_int=hook)
    except (_RefusedError, ValueError, RecursionError):
        raise DocumentError(name, _faults(text, limits)) from None
    if not (_paired(text, decoded=isinstance(data, bytes)) and _within(tree, limits.depth)):
        faults = _faults(text, limits)
        if faults:
            raise DocumentError(name, faults)
    return Source(name=name, tree=tree, text=text)


def structure(
    source: Source, cls: type[T], *, limits: Limits = DEFAULT_LIMITS, codecs: tuple[Codec, ...] | None = None
) -> T:
    """Make a value of a class from a parsed document.

    Args:
        source: The document.
        cls: The class, or a tagged union of classes.
        limits: How much the document may ask of the reader.
        codecs: The classes that stand as one value, where an application has more of them than :data:`CODECS`.

    Raises:
        DocumentError: The content does not fit; every problem is in ``issues``, in document order.
    """
    known = CODECS if codecs is None else codecs
    try:
        value: T = _reading(typing.cast("Any", cls), known)(source.tree)
    except Exception:
        # Whatever it was, the second pass finds and names it.
        issues = _Inspection(limits.problems, known).run(source.tree, cls)
        if not issues:
            raise
        raise DocumentError(source.name, source.located(issues)) from None
    return value


def unstructure(value: object, *, codecs: tuple[Codec, ...] | None = None) -> Any:  # noqa: ANN401 - a JSON tree has no better type.
    """Turn a value into plain JSON values, keys in declared order, absent rather than null."""
    return _converter(CODECS if codecs is None else codecs).unstructure(value)


def canonical(tree: object) -> str:
    """Write plain JSON values as canonical text: two spaces, no escapes beyond JSON's own, a final newline."""
    return json.dumps(tree, ensure_ascii=False, allow_nan=False, indent=2) + "\n"


def digest_of(value: object) -> str:
    """Return the SHA-256 of a value in canonical form, as ``sha256:`` and 64 hexadecimal digits."""
    return "sha256:" + hashlib.sha256(canonical(unstructure(value)).encode()).hexdigest()


# Reading text.


class _RefusedError(Exception):
    """Something the fast pass met that only the scan can describe."""


def _decoded(data: bytes | str, name: str, limits: Limits) -> str:
    size = len(data) if isinstance(data, bytes) else len(data.encode(errors="surrogatepass"))
    if size > limits.size:
        # Reading a file stops one byte behind the limit, so the size found is only the least it can be.
        found, expected = f"{size} bytes or more", f"at most {limits.size} bytes"
        issue = Issue(code="too-large", message="the document is too large", found=found, expected=expected)
        raise DocumentError(name, (issue,))
    if isinstance(data, str):
        return data
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        place = _Ruler(before).position(len(before))
        message = f"byte {error.start} is not UTF-8"
        issue = Issue(code="not-utf-8", message=message, expected="UTF-8 without a byte order mark", **place)
        raise DocumentError(name, (issue,)) from error


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _RefusedError
    return found


def _refuse(_: str) -> object:
    raise _RefusedError


def _integers(digits: int) -> Callable[[str], int]:
    def hook(text: str) -> int:
        if len(text) > digits and len(text.lstrip("-")) > digits:
            raise _RefusedError
        return int(text)

    return hook


def _paired(text: str, *, decoded: bool = False) -> bool:
    """Say whether no half of a surrogate pair can be in the text; whole pairs written escaped leave it open.

    Text that was decoded from UTF-8 has none that is not written escaped.
    """
    if not decoded:
        try:
            text.encode()
        except UnicodeEncodeError:
            return False
    # Looking for one character is far faster than looking for two.
    return "\\" not in text or "\\u" not in text or not _ESCAPED_SURROGATE.search(text)


_ESCAPED_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


def _within(tree: object, depth: int) -> bool:
    level: list[Any] = [tree] if type(tree) in _CONTAINERS else []
    for _ in range(depth):
        if not level:
            return True
        level = [
            value
            for node in level
            for value in (node.values() if type(node) is dict else node)
            if type(value) in _CONTAINERS
        ]
    return not level


_CONTAINERS = frozenset((dict, list))


def _faults(text: str, limits: Limits) -> tuple[Issue, ...]:
    """Describe what the fast pass refused: every lexical problem up to the first place that is no JSON at all."""
    end, syntax = len(text), []
    try:
        # Numbers are taken as text: their size is a question of its own.
        json.loads(text, parse_int=str, parse_float=str, parse_constant=str)
    except json.JSONDecodeError as error:
        end = error.pos
        place = _Ruler(text).position(end)
        message = f"this is not JSON: {error.msg[:1].lower()}{error.msg[1:]}"
        syntax.append(Issue(code="not-json", message=message, expected="JSON", **place))
    except RecursionError:
        # The scan ends long before the nesting at which the parser gives up.
        pass
    return (*_Scan(text, limits, end=end).issues(), *syntax)


_BLOCK = 4096


class _Ruler:
    """Lines and columns of a text, both from 1, told in time that does not depend on where the place is."""

    def __init__(self, text: str) -> None:
        """Note for each block of the text on which line it begins, and where that line does."""
        self._text = text
        self._blocks = [(1, 0)]
        line, begin = 1, 0
        for start in range(0, len(text) - _BLOCK, _BLOCK):
            line += text.count("\n", start, start + _BLOCK)
            begin = text.rfind("\n", start, start + _BLOCK) + 1 or begin
            self._blocks.append((line, begin))

    def position(self, offset: int) -> dict[str, Any]:
        """Return line and column of a place as the fields of an issue."""
        block = min(offset // _BLOCK, len(self._blocks) - 1)
        line, begin = self._blocks[block]
        start = block * _BLOCK
        line += self._text.count("\n", start, offset)
        begin = self._text.rfind("\n", start, offset) + 1 or begin
        return {"line": line, "column": offset - begin + 1}


# A key or value with the comma or colon before it; and the way from inside a container to the next bracket.
_TOKEN = re.compile(
    r"""[ \t\n\r]*+ (?P<before>[,:]?) [ \t\n\r]*+
    (?P<word>[{}\[\]] | "[^"\\]*+(?:\\.[^"\\]*+)*+" | -?[0-9]++(?:\.[0-9]++)?(?:[eE][+-]?[0-9]++)? | -?[A-Za-z]++)""",
    re.VERBOSE | re.ASCII | re.DOTALL,
)
_TO_BRACKET = re.compile(r'(?:[^"\[\]{}]++|"[^"\\]*+(?:\\.[^"\\]*+)*+")*+([\[\]{}])', re.DOTALL)


@attrs.define
class _Frame:
    """An object or array the scan is inside of, and where in it the scan is.

    ``keys`` holds the keys met and their places, None in an array; ``wanted`` the pointers asked for below, by step.
    """

    keys: dict[str, int] | None
    wanted: dict[str, Any]
    key: str = ""
    index: int = 0
    at: int = 0

    @property
    def step(self) -> str:
        """The last step of the pointer to where the scan is."""
        return str(self.index) if self.keys is None else self.key


class _EnoughError(Exception):
    """So many problems that more would help nobody."""


class _Scan:
    """A walk over JSON text that knows where everything stands.

    Pointers are put together only where they are told: a long key around many values must not be copied for each.
    """

    def __init__(self, text: str, limits: Limits, *, end: int | None = None) -> None:
        """Prepare for a text that is JSON up to ``end``."""
        self._text = text
        self._limits = limits
        self._end = len(text) if end is None else end
        self._ruler = _Ruler(text)
        self._frames: list[_Frame] = []
        self._issues: list[Issue] = []
        self._room = limits.size

    def find(self, pointers: Iterable[str]) -> dict[str, tuple[int, int]]:
        """Return where key and value begin, for each pointer and for those above it; without those not in the text."""
        wanted = {"", *(above for pointer in pointers for above in _upwards(pointer))}
        root = _branches(wanted)
        places: dict[str, tuple[int, int]] = {}
        match = self._token(0)
        while match is not None and len(places) < len(wanted):
            word, start, resume = match["word"], match.start("word"), match.end()
            frame = self._frames[-1] if self._frames else None
            if word in "]}":
                del self._frames[-1:]
            elif not self._is_key(frame, match):
                branch = root if frame is None else frame.wanted.get(frame.step)
                if branch is not None:
                    places[self._pointer()] = (start if frame is None or frame.keys is None else frame.at, start)
                if word in "[{" and branch:
                    self._frames.append(_Frame({} if word == "{" else None, branch))
                elif word in "[{":
                    resume = self._behind(resume)
            match = self._token(resume)
        return places

    def issues(self) -> tuple[Issue, ...]:
        """Describe every lexical problem, in the order of the text."""
        match = self._token(0)
        try:
            while match is not None and len(self._frames) <= self._limits.depth:
                word, start = match["word"], match.start("word")
                frame = self._frames[-1] if self._frames else None
                if word in "]}":
                    del self._frames[-1:]
                elif frame is not None and self._is_key(frame, match):
                    self._judge_key(frame, word, start)
                elif word in "[{":
                    self._judge_depth(start)
                    self._frames.append(_Frame({} if word == "{" else None, {}))
                else:
                    self._judge(word, start)
                match = self._token(match.end())
        except _EnoughError:
            self._issues.append(attrs.evolve(_more(len(self._issues)), path=self._issues[-1].path))
        return tuple(self._issues)

    def _token(self, offset: int) -> re.Match[str] | None:
        return _TOKEN.match(self._text, offset, self._end)

    @staticmethod
    def _is_key(frame: _Frame | None, match: re.Match[str]) -> bool:
        """Say whether a word is a key, and if not so, move on in the array it is in."""
        if frame is None:
            return False
        if frame.keys is None:
            frame.index += match["before"] == ","
            return False
        if match["before"] == ":":
            return False
        frame.key, frame.at = str(json.loads(match["word"])), match.start("word")
        return True

    def _pointer(self, frames: int | None = None) -> str:
        return "".join(_below("", frame.step) for frame in self._frames[:frames])

    def _behind(self, offset: int) -> int:
        """Return the offset behind the container that ``offset`` is inside of."""
        depth = 1
        while depth:
            match = _TO_BRACKET.match(self._text, offset, self._end)
            if match is None:
                return self._end
            depth += 1 if match[1] in "[{" else -1
            offset = match.end()
        return offset

    def _judge_key(self, frame: _Frame, word: str, start: int) -> None:
        self._judge_text(word, start, -1)
        keys = frame.keys if frame.keys is not None else {}
        first = keys.setdefault(frame.key, start)
        if first != start:
            place = self._ruler.position(first)
            message = f"the key {_shown(frame.key)!r} stands here again; first in line {place['line']}"
            message += f", column {place['column']}"
            self._add("duplicate-key", self._pointer(), start, message, frame.key, "each key once")

    def _judge_depth(self, start: int) -> None:
        levels = len(self._frames) + 1
        if levels > self._limits.depth:
            expected = f"at most {self._limits.depth} levels"
            self._add("too-deep", self._pointer(), start, "nested too deeply", f"{levels} levels", expected)

    def _judge(self, word: str, start: int) -> None:
        digits = self._limits.digits
        if word[0] == '"':
            self._judge_text(word, start, None)
        elif word in ("true", "false", "null") or (word.lstrip("-").isdigit() and len(word.lstrip("-")) <= digits):
            pass
        elif word.lstrip("-").isdigit():
            expected = f"at most {digits} digits"
            self._add("huge-number", self._pointer(), start, "the number is too long", word, expected)
        elif word.lstrip("-").isalpha():
            self._add("not-a-number", self._pointer(), start, f"{word} is not JSON", word, "an integer or text")
        else:
            message = "numbers with a fraction or an exponent are not used; write an integer or text"
            self._add("float-number", self._pointer(), start, message, word, "an integer or text")

    def _judge_text(self, word: str, start: int, frames: int | None) -> None:
        if not _paired(word) and _SURROGATE.search(json.loads(word)):
            message = "half of a surrogate pair is not text"
            self._add("lone-surrogate", self._pointer(frames), start, message, word, "Unicode text")

    def _add(  # noqa: PLR0913, PLR0917 - the facts of an issue.
        self, code: str, pointer: str, start: int, message: str, found: str, expected: str
    ) -> None:
        self._room -= len(pointer)
        place = self._ruler.position(start)
        issue = Issue(code=code, message=message, path=pointer, found=_shown(found), expected=expected, **place)
        self._issues.append(issue)
        if len(self._issues) >= self._limits.problems or self._room < 0:
            raise _EnoughError


_SURROGATE = re.compile("[\ud800-\udfff]")


def _more(count: int) -> Issue:
    return Issue(code="too-many-problems", message=f"what else is wrong behind these {count} problems is not listed")


def _upwards(pointer: str) -> Iterator[str]:
    while pointer:
        yield pointer
        pointer = pointer.rpartition("/")[0]


def _branches(pointers: Iterable[str]) -> dict[str, Any]:
    root: dict[str, Any] = {}
    for pointer in pointers:
        branch = root
        for step in pointer.split("/")[1:]:
            branch = branch.setdefault(step.replace("~1", "/").replace("~0", "~"), {})
    return root


def _below(pointer: str, key: str | int) -> str:
    return f"{pointer}/{str(key).replace('~', '~0').replace('/', '~1')}"


_SHOWN = 80


def _shown(value: object) -> str:
    """Return a value as one short piece of a message: text as it is, containers by their kind."""
    if isinstance(value, dict | list):
        text = _kind(value)
    else:
        text = value if isinstance(value, str) else json.dumps(value, default=repr)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


# Structuring.


@attrs.define(eq=False)
class _UnfitError(ValueError):
    """A leaf that does not fit; becomes an Issue once its place is known."""

    code: str
    message: str
    found: object
    expected: str
    nearest: str | None = None


_UNFIT = object()
_KINDS: Mapping[type, str] = {
    str: "text",
    int: "an integer",
    bool: "true or false",
    dict: "an object",
    list: "an array",
    type(None): "null",
    float: "a number with a fraction",
}
_A_DAY = "a day such as 2026-11-23"
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def _kind(value: object) -> str:
    return _KINDS.get(type(value), type(value).__name__)


def _wrong_type(value: object, expected: str) -> _UnfitError:
    return _UnfitError("wrong-type", f"expected {expected}, found {_kind(value)}", value, expected)


@functools.lru_cache(maxsize=4096)
def _date(value: str) -> dt.date:
    try:
        if _DATE.fullmatch(value):
            return dt.date.fromisoformat(value)
    except ValueError:
        pass
    raise _UnfitError("bad-date", "this is not a day of the calendar", value, _A_DAY)


def _extensions(value: Any) -> Extensions:  # noqa: ANN401 - an object, by the form of its codec.
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
            raise _wrong_type(value, _one_of(members))
        close = nearest(value, members)
        message = f"there is no {_spaced(cls.__name__)} {_shown(value)!r}"
        raise _UnfitError("unknown-value", message, value, _one_of(members), close)

    return hook


def _one_of(names: Iterable[str]) -> str:
    return "one of " + ", ".join(names)


def _spaced(name: str) -> str:
    """Return the name of a class as words, without a mark of privacy."""
    return re.sub(r"(?<!^)(?=[A-Z])", " ", name.lstrip("_")).lower()


def _reference(cls: Any) -> Codec:  # noqa: ANN401 - the identifier classes share parse().
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

    # The grammar of references is no regular expression anybody could read: to a schema they are text.
    return Codec(cls=cls, form={"type": "string"}, read=parsed, write=str, expected=_EXAMPLES[cls])


_EXAMPLES: Mapping[type, str] = {
    StandardRef: "an edition such as ISO 9001:2015",
    ClauseNumber: "a clause number such as 8.5.1",
    RequirementRef: "a reference such as ISO 9001:2015, 8.5.1#c",
}
_LARGEST = 10**DEFAULT_LIMITS.digits - 1

CODECS: tuple[Codec, ...] = (
    Codec(cls=str, form={"type": "string"}),
    Codec(cls=int, form={"type": "integer", "minimum": -_LARGEST, "maximum": _LARGEST}),
    Codec(cls=bool, form={"type": "boolean"}),
    Codec(cls=dt.date, form={"type": "string", "format": "date"}, read=_date, write=dt.date.isoformat, expected=_A_DAY),
    Codec(
        cls=Extensions,
        form={"type": "object", "propertyNames": {"pattern": f"^{EXTENSION_KEY}$"}, "additionalProperties": True},
        read=_extensions,
        write=dict,
    ),
    *(_reference(cls) for cls in _EXAMPLES),
)
"""How the classes that documents of this library hold as one value are read and written."""


class Shape(enum.Enum):
    """What an annotation of a class stands as in a document."""

    LEAF = "leaf"
    """One value, by its codec."""
    MEMBER = "member"
    """One of the values of an enum."""
    CONSTANT = "constant"
    """One text that is always there: ``Literal["…"]``."""
    OPTIONAL = "optional"
    """What may be absent; null is never written."""
    ITEMS = "items"
    """An array: ``tuple[X, ...]``."""
    TABLE = "table"
    """An object with free keys: ``Mapping[str, X]`` or ``dict[str, X]``."""
    RECORD = "record"
    """An object with a key for each attribute of a class."""
    CHOICE = "choice"
    """One of several records, told apart by a constant that each has under the same key."""


@functools.lru_cache(maxsize=4096)
def shape(annotation: object, codecs: tuple[Codec, ...] = CODECS) -> Shape | None:
    """Say what an annotation stands as; None where documents have nothing for it."""
    if any(annotation is codec.cls for codec in codecs):
        return Shape.LEAF
    if typing.get_origin(annotation) is not None:
        return _generic_shape(annotation)
    if isinstance(annotation, type) and issubclass(annotation, enum.Enum):
        return Shape.MEMBER
    return Shape.RECORD if isinstance(annotation, type) and attrs.has(annotation) else None


def _generic_shape(annotation: object) -> Shape | None:
    arguments = typing.get_args(annotation)
    found: tuple[tuple[Shape, object], ...] = (
        (Shape.OPTIONAL, _is_union(annotation) and type(None) in arguments),
        (Shape.CHOICE, _is_union(annotation) and tag(annotation) is not None),
        (Shape.ITEMS, typing.get_origin(annotation) is tuple and arguments[1:] == (...,)),
        (Shape.TABLE, typing.get_origin(annotation) in (dict, Mapping) and arguments[0] is str),
        (Shape.CONSTANT, constant_of(annotation) is not None),
    )
    return next((shape for shape, holds in found if holds), None)


def present(annotation: object) -> Any:  # noqa: ANN401 - a type expression.
    """Return what an optional annotation stands as where it is there."""
    rest = tuple(argument for argument in typing.get_args(annotation) if argument is not type(None))
    return rest[0] if len(rest) == 1 else typing.Union[rest]  # noqa: UP007 - of a tuple, at run time.


@functools.lru_cache(maxsize=1024)
def types_of(cls: Any) -> Mapping[str, Any]:  # noqa: ANN401 - a type expression.
    """Return what each attribute of a class holds; raises NameError for an annotation of a name that is not there."""
    return {field.name: field.type for field in attrs.fields(attrs.resolve_types(cls))}


@functools.lru_cache(maxsize=1024)
def constants(cls: Any) -> Mapping[str, str]:  # noqa: ANN401 - a type expression.
    """Return the attributes of a class that are constants, with their values: a document always has them."""
    found = {name: constant_of(kind) for name, kind in types_of(cls).items()}
    return {name: value for name, value in found.items() if value is not None}


def constant_of(annotation: object) -> str | None:
    """Return the text that an annotation says is always there; None where it says nothing like that."""
    if typing.get_origin(annotation) is not Literal:
        return None
    values = typing.get_args(annotation)
    return values[0] if [type(value) for value in values] == [str] else None


def tag(union: object) -> tuple[str, dict[str, type]] | None:
    """Return the key that tells the classes of a union apart, and the class of each value; None where none does."""
    classes: tuple[Any, ...] = typing.get_args(union)
    if not all(isinstance(cls, type) and attrs.has(cls) for cls in classes):
        return None
    values = [constants(cls) for cls in classes]
    for key in values[0]:
        found = {value[key]: cls for value, cls in zip(values, classes, strict=True) if key in value}
        if len(found) == len(classes):
            return key, found
    return None


def _is_union(annotation: object) -> bool:
    return typing.get_origin(annotation) in (typing.Union, types.UnionType)


_JSON: Mapping[object, type] = {"string": str, "integer": int, "boolean": bool, "object": dict, "array": list}


def _leaf_hook(codec: Codec) -> Callable[[object, object], object]:
    kind, read = _JSON[codec.form["type"]], _held(codec)
    expected = codec.expected or _KINDS[kind]

    def as_it_is(value: object, _: object) -> object:
        if type(value) is kind:
            return value
        raise _wrong_type(value, expected)

    def through(value: object, _: object) -> object:
        if type(value) is not kind:
            raise _wrong_type(value, expected)
        try:
            return read(value)  # type: ignore[misc]  # it is only taken where there is one.
        except _UnfitError:
            raise
        except (ValueError, ArithmeticError) as error:
            raise _UnfitError("bad-value", str(error), value, expected) from error

    return as_it_is if read is None else through


@functools.lru_cache(maxsize=1024)
def _held(codec: Codec) -> Callable[[Any], object] | None:
    """Return what reads a value of a codec and holds it to the form before, as a schema does.

    The codecs of this module hold to theirs by themselves.
    """
    words = [(_FITS[word], limit) for word, limit in codec.form.items() if word in _FITS]
    if codec in CODECS or not words:
        return codec.read

    def read(value: Any) -> object:  # noqa: ANN401 - JSON.
        for fits, limit in words:
            if not fits(limit, value):
                day = limit == "date" and fits is _FITS["format"]
                expected = codec.expected or f"what fits {json.dumps(dict(codec.form))}"
                raise _UnfitError("bad-date" if day else "bad-value", "this does not fit", value, expected)
        return value if codec.read is None else codec.read(value)

    return read


def matches(pattern: str, text: str) -> bool:
    """Say whether text matches a pattern as JSON Schema means it.

    To Python a dollar also stands before a last line feed; to JSON Schema it does not.
    """
    return re.search(pattern.removesuffix("$") + r"\Z" * pattern.endswith("$"), text) is not None


_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?(Z|[+-]\d{2}:\d{2})", re.ASCII)
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def _is_text_of(form: re.Pattern[str], read: Callable[[str], object] | None = None) -> Callable[[str], bool]:
    def check(text: str) -> bool:
        try:
            return form.fullmatch(text) is not None and (read is None or read(text) is not None)
        except ValueError:
            return False

    return check


TEXT_FORMATS: Mapping[str, Callable[[str], bool]] = {
    "date": _is_text_of(_DATE, dt.date.fromisoformat),
    "date-time": _is_text_of(_MOMENT, dt.datetime.fromisoformat),
    "uuid": _is_text_of(_UUID),
}
"""The formats that the form of a codec can ask for, each with what says whether a text has it."""

_FITS: Mapping[str, Callable[[Any, Any], bool]] = {
    "pattern": matches,
    "format": lambda name, text: name not in TEXT_FORMATS or TEXT_FORMATS[name](text),
    "enum": lambda values, text: text in values,
    "minLength": lambda least, text: len(text) >= least,
    "maxLength": lambda most, text: len(text) <= most,
    "minItems": lambda least, items: len(items) >= least,
    "maxItems": lambda most, items: len(items) <= most,
    "minimum": lambda least, number: number >= least,
    "maximum": lambda most, number: number <= most,
}
"""What the words of a form ask of a value that has its type."""


def _constant(value: str) -> Callable[[object, object], object]:
    def hook(given: object, _: object) -> object:
        if type(given) is not str:
            raise _wrong_type(given, value)
        if given != value:
            raise _UnfitError("unknown-value", f"expected {value!r}, found {_shown(given)!r}", given, value, value)
        return given

    return hook


_Reader: TypeAlias = tuple[type, Callable[[Any], object] | None]


class _Readers:
    """What reads each annotation in the first pass: the JSON type that has to be there, and what makes a value of it.

    Whatever does not fit fails in some way or other: that something is wrong is all the first pass has to know. Text
    and numbers are taken without a call, which is what most of a document is.
    """

    def __init__(self, codecs: tuple[Codec, ...]) -> None:
        """Prepare for a reader with these codecs."""
        self._codecs = codecs
        self._leaves = {codec.cls: codec for codec in codecs}
        self._records: dict[type, Callable[[Any], object]] = {}

    def of(self, annotation: Any) -> _Reader:  # noqa: ANN401, PLR0911 - a type expression; one answer for each shape.
        """Return what reads an annotation."""
        arguments = typing.get_args(annotation)
        match shape(annotation, self._codecs):
            case Shape.LEAF:
                codec = self._leaves[annotation]
                return _JSON[codec.form["type"]], _held(codec)
            case Shape.MEMBER:
                return str, {member.value: member for member in annotation}.__getitem__
            case Shape.CONSTANT:
                return str, {arguments[0]: arguments[0]}.__getitem__
            case Shape.OPTIONAL:
                return self.of(present(annotation))
            case Shape.ITEMS:
                return list, _items(*self.of(arguments[0]))
            case Shape.TABLE:
                return dict, _table(*self.of(arguments[1]))
            case Shape.RECORD:
                return dict, self._records.get(annotation) or self._record(annotation)
            case Shape.CHOICE:
                key, classes = typing.cast("tuple[str, dict[str, type]]", tag(annotation))
                return dict, _choice(key, {told: self.of(cls)[1] for told, cls in classes.items()})
        raise TypeError(annotation)

    def _record(self, cls: Any) -> Callable[[Any], object]:  # noqa: ANN401 - a type expression.
        readers: dict[str, _Reader] = {}
        always = constants(cls).keys()
        fields = attrs.fields(cls)
        # Whatever has no extensions shares one mapping without any: it never changes.
        empty: dict[str, object] = {
            field.name: Extensions() for field in fields if getattr(field.default, "factory", None) is Extensions
        }

        def read(value: Any) -> object:  # noqa: ANN401 - an object.
            given = empty.copy()
            for key, item in value.items():
                kind, inner = readers[key]
                if type(item) is not kind:
                    _misfit(item)
                given[key] = item if inner is None else inner(item)
            if always and not always <= given.keys():
                raise KeyError(*always)
            return cls(**given)

        # Known before it is ready: a class may be made of itself.
        self._records[cls] = read
        readers |= {name: self.of(kind) for name, kind in types_of(cls).items()}
        return read


def _items(kind: type, read: Callable[[Any], object] | None) -> Callable[[Any], tuple[object, ...]]:
    def items(value: Iterable[Any]) -> tuple[object, ...]:
        if read is None:
            return tuple([item if type(item) is kind else _misfit(item) for item in value])
        return tuple([read(item) if type(item) is kind else _misfit(item) for item in value])

    return items


def _misfit(value: object) -> typing.NoReturn:
    raise TypeError(value)


def _table(kind: type, read: Callable[[Any], object] | None) -> Callable[[Any], dict[str, object]]:
    items = _items(kind, read)
    return lambda value: dict(zip(value, items(value.values()), strict=True))


def _choice(key: str, readers: Mapping[str, Callable[[Any], object] | None]) -> Callable[[Any], object]:
    return lambda value: readers[value[key]](value)  # type: ignore[misc]  # records always have one.


@functools.lru_cache(maxsize=1024)
def _reading(annotation: Any, codecs: tuple[Codec, ...]) -> Callable[[object], Any]:  # noqa: ANN401 - a type expression.
    """Return what reads a document that is to be of a class, in the first pass."""
    items = _items(*_Readers(codecs).of(annotation))
    return lambda value: items([value])[0]


@functools.lru_cache(maxsize=4096)
def _judging_hook(kind: Any, codecs: tuple[Codec, ...]) -> Callable[[object, object], object]:  # noqa: ANN401 - a type expression.
    """Return what reads one value and says what is wrong with it."""
    match shape(kind, codecs):
        case Shape.MEMBER:
            return _member(kind)
        case Shape.CONSTANT:
            return _constant(typing.get_args(kind)[0])
    return _leaf_hook(next(codec for codec in codecs if codec.cls is kind))


def _writing_hook(cls: Any, converter: Converter) -> Callable[[object], dict[str, Any]]:  # noqa: ANN401 - a type expression.
    # In declared order, and absent where nothing is said; a default that says something is written.
    fields = [(field.name, _empty(field.default)) for field in attrs.fields(cls)]

    def hook(value: object) -> dict[str, Any]:
        written = {}
        for name, empty in fields:
            item = getattr(value, name)
            if item != empty:
                written[name] = converter.unstructure(item)
        return written

    return hook


def _empty(default: object) -> object:
    """Return what a field holds that says nothing, or a value that no field holds."""
    if default is None or default == ():
        return default
    return Extensions() if getattr(default, "factory", None) is Extensions else _UNFIT


@functools.lru_cache(maxsize=16)
def _converter(codecs: tuple[Codec, ...]) -> Converter:
    converter = Converter(detailed_validation=False, unstruct_collection_overrides={tuple: list})
    converter.register_unstructure_hook_factory(attrs.has, lambda cls: _writing_hook(cls, converter))
    for codec in codecs:
        if codec.write is not None:
            converter.register_unstructure_hook_func(functools.partial(_is, codec.cls), codec.write)
    return converter


def _is(cls: type, kind: object) -> bool:
    return kind is cls


# Finding out what does not fit.


class _Inspection:
    """The second pass over content that does not fit: every problem with its place, in the order of the document.

    Only what is right by itself is put together, so that a contradiction is reported where nothing more basic is wrong.
    """

    def __init__(self, most: int, codecs: tuple[Codec, ...]) -> None:
        """Prepare to list so many problems at most."""
        self._most = most
        self._codecs = codecs
        self._issues: list[Issue] = []

    def run(self, tree: object, cls: type) -> list[Issue]:
        """List what keeps the content from being a value of the class."""
        try:
            self._value(tree, cls, "")
        except _EnoughError:
            self._issues.append(attrs.evolve(_more(len(self._issues)), path=self._issues[-1].path))
        except RecursionError:
            self._issues.append(Issue(code="too-deep", message="nested too deeply"))
        return self._issues

    def _value(self, value: object, kind: Any, pointer: str) -> object:  # noqa: ANN401 - a type expression.
        match shape(kind, self._codecs):
            case Shape.OPTIONAL:
                return self._value(value, present(kind), pointer)
            case Shape.ITEMS:
                return self._items(value, typing.get_args(kind)[0], pointer)
            case Shape.TABLE:
                return self._table(value, typing.get_args(kind)[1], pointer)
            case Shape.RECORD:
                return self._record(value, kind, pointer)
            case Shape.CHOICE:
                return self._choice(value, kind, pointer)
        return self._extensions(value, pointer) if kind is Extensions else self._leaf(value, kind, pointer)

    def _leaf(self, value: object, kind: Any, pointer: str) -> object:  # noqa: ANN401 - a type expression.
        try:
            return _judging_hook(kind, self._codecs)(value, kind)
        except _UnfitError as error:
            return self._unfit(error, pointer)

    def _items(self, value: object, element: object, pointer: str) -> object:
        if type(value) is not list:
            return self._unfit(_wrong_type(value, _KINDS[list]), pointer)
        before = len(self._issues)
        items = tuple([self._value(item, element, _below(pointer, index)) for index, item in enumerate(value)])
        return items if len(self._issues) == before else _UNFIT

    def _table(self, value: object, element: object, pointer: str) -> object:
        if type(value) is not dict:
            return self._unfit(_wrong_type(value, _KINDS[dict]), pointer)
        before = len(self._issues)
        table = {key: self._value(item, element, _below(pointer, key)) for key, item in value.items()}
        return table if len(self._issues) == before else _UNFIT

    def _choice(self, value: object, union: object, pointer: str) -> object:
        key, classes = typing.cast("tuple[str, dict[str, type]]", tag(union))
        if type(value) is not dict:
            return self._unfit(_wrong_type(value, _KINDS[dict]), pointer)
        if key not in value:
            return self._add("missing-key", pointer, f"the key {key!r} is missing", None, key)
        told = value[key]
        if type(told) is not str:
            return self._unfit(_wrong_type(told, _one_of(classes)), _below(pointer, key))
        if told not in classes:
            message = f"nothing here is of the {key} {_shown(told)!r}"
            error = _UnfitError("unknown-value", message, told, _one_of(classes), nearest(told, classes))
            return self._unfit(error, _below(pointer, key))
        return self._record(value, classes[told], pointer)

    def _extensions(self, value: object, pointer: str) -> object:
        if type(value) is not dict:
            return self._unfit(_wrong_type(value, _KINDS[dict]), pointer)
        before = len(self._issues)
        for key, item in value.items():
            self._leaf({key: item}, Extensions, _below(pointer, key))
        return Extensions(value) if len(self._issues) == before else _UNFIT

    def _record(self, value: object, cls: Any, pointer: str) -> object:  # noqa: ANN401 - a type expression.
        if type(value) is not dict:
            return self._unfit(_wrong_type(value, _KINDS[dict]), pointer)
        fields = attrs.fields_dict(cls)
        kinds, always = types_of(cls), constants(cls)
        before = len(self._issues)
        for name, field in fields.items():
            if (field.default is attrs.NOTHING or name in always) and name not in value:
                self._add("missing-key", pointer, f"the key {name!r} is missing", None, name)
        given = {}
        for key, item in value.items():
            if key in fields:
                given[key] = self._value(item, kinds[key], _below(pointer, key))
            else:
                message = f"{_spaced(cls.__name__)} has no key {_shown(key)!r}"
                close = nearest(key, fields)
                self._add("unknown-key", _below(pointer, key), message, _shown(key), _one_of(fields), close)
        self._validate(cls, given, value, pointer)
        if len(self._issues) == before:
            try:
                return cls(**given)
            except (IsomodelError, ValueError) as error:
                named = str(getattr(error, "field", ""))
                self._refused("contradiction", error, _below(pointer, named) if named in value else pointer)
        return _UNFIT

    def _validate(self, cls: Any, given: dict[str, object], value: dict[str, object], pointer: str) -> None:  # noqa: ANN401 - a type expression.
        """Ask the validator of each field for itself: making the value would stop at the first that refuses."""
        fields = attrs.fields_dict(cls)
        for name, item in given.items():
            validator = fields[name].validator
            try:
                if validator is not None and item is not _UNFIT:
                    validator(cls.__new__(cls), fields[name], item)
            except (IsomodelError, ValueError) as error:
                self._refused("bad-value", error, _below(pointer, name), _shown(value[name]))

    def _refused(self, code: str, error: Exception, pointer: str, found: str | None = None) -> None:
        if isinstance(error, InvariantError):
            self._add(code, pointer, str(error), error.found, error.expected)
        else:
            # A validator of attrs tells its sentence first, and then more than a reader wants.
            self._add(code, pointer, str(error.args[0] if error.args else error), found, None)

    def _unfit(self, error: _UnfitError, pointer: str) -> object:
        return self._add(error.code, pointer, error.message, _shown(error.found), error.expected, error.nearest)

    def _add(  # noqa: PLR0913, PLR0917 - the facts of an issue.
        self, code: str, pointer: str, message: str, found: str | None, expected: str | None, close: str | None = None
    ) -> object:
        issue = Issue(code=code, message=message, path=pointer, found=found, expected=expected, nearest=close)
        self._issues.append(issue)
        if len(self._issues) >= self._most:
            raise _EnoughError
        return _UNFIT
