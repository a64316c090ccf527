# SPDX-License-Identifier: Apache-2.0
"""What is wrong with a document by its schema, as issues; the only place that loads jsonschema.

A union is entered by its tag, so that a mistake is told where it is and not once for every branch. Nothing is fetched:
the registry holds no schema but the one at hand, and a reference out of it is an error of the schema. Formats are
asserted. Where jsonschema-rs is installed it is asked first whether all is well, which it mostly is; what is wrong is
told in the same words in either case. Knows no noun.
"""

from __future__ import annotations

import functools
import itertools
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

import attrs

from isomodel.errors import Issue, nearest
from isomodel.serialization import DEFAULT_LIMITS, TEXT_FORMATS, matches

__all__ = ["Checker"]

# What a word of the schema found, with the steps from where it was looked to where it is.
_Found: TypeAlias = tuple[Issue, tuple[str, ...]]
_Word: TypeAlias = Callable[[Any, Any, Mapping[str, Any]], Iterator[_Found]]
_Keyword: TypeAlias = Callable[[Any, Any, Any, Any], Iterator[Any]]

_KINDS = {
    "string": "text",
    "integer": "an integer",
    "boolean": "true or false",
    "object": "an object",
    "array": "an array",
}
_FOUND = {
    str: "text",
    int: "an integer",
    bool: "true or false",
    dict: "an object",
    list: "an array",
    type(None): "null",
    float: "a number with a fraction",
}
_SHOWN = 80
_DIGITS = 80


class Checker:
    """Checks documents against one schema made by this package."""

    def __init__(self, tree: Mapping[str, Any]) -> None:
        """Prepare for a schema."""
        # A schema that names its dialect would be handed to that dialect's own validator wherever it refers to itself.
        self._tree = {word: value for word, value in tree.items() if word != "$schema"}

    def issues(self, document: object, most: int = DEFAULT_LIMITS.problems) -> tuple[Issue, ...]:
        """List what is wrong, in the order of the document; nothing where all is well.

        Of more than ``most`` problems only so many are listed, and that there are more.
        """
        if self._is_fine(document):
            return ()
        found = []
        ranks = _Ranks(document)
        try:
            for error in itertools.islice(self._validator.iter_errors(document), most):
                steps = tuple(error.absolute_path)
                pointer = "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in steps)
                found.append((ranks.of(steps), attrs.evolve(error.instance, path=pointer)))
        except RecursionError:
            return (Issue(code="too-deep", message="nested too deeply"),)
        told = [issue for _, issue in sorted(found, key=lambda pair: pair[0])]
        if len(told) >= most:
            message = f"what else is wrong behind these {most} problems is not listed"
            told.append(Issue(code="too-many-problems", message=message, path=told[-1].path))
        return tuple(told)

    @functools.cached_property
    def _is_fine(self) -> Callable[[object], bool]:
        try:
            import jsonschema_rs  # noqa: PLC0415 - an option.
        except ImportError:
            return lambda _: False
        made = jsonschema_rs.validator_for(
            self._tree, validate_formats=True, formats=dict(TEXT_FORMATS), retriever=_refuse
        )

        def is_fine(document: object) -> bool:
            try:
                return made.is_valid(document)
            except ValueError:
                # Something in it is no JSON: it is told what, and where.
                return False

        return is_fine

    @functools.cached_property
    def _validator(self) -> Any:  # noqa: ANN401 - of jsonschema, whose classes are made at run time.
        import jsonschema  # noqa: PLC0415 - heavy, and only needed here.
        from referencing import Registry  # noqa: PLC0415 - the same.

        base: Any = jsonschema.Draft202012Validator
        further = base.VALIDATORS["additionalProperties"]

        def told(found: Iterator[_Found]) -> Iterator[Any]:
            for issue, steps in found:
                # The place is put together on the way up; the issue rides along where the instance would be.
                yield jsonschema.ValidationError(issue.message, path=steps, instance=issue)

        def word(check: _Word) -> _Keyword:
            return lambda _, value, document, schema: told(check(value, document, schema))

        def others(validator: Any, value: Any, document: Any, schema: Any) -> Iterator[Any]:  # noqa: ANN401 - as jsonschema calls it.
            yield from (
                told(_closed(document, schema)) if value is False else further(validator, value, document, schema)
            )

        def branch(validator: Any, value: Any, document: Any, _: Any) -> Iterator[Any]:  # noqa: ANN401 - the same.
            key, branches = self._branches(value)
            if type(document) is dict and type(document.get(key)) is str and document[key] in branches:
                yield from validator.descend(document, branches[document[key]])
            else:
                yield from told(_lost(key, list(branches), document))

        words = {name: word(check) for name, check in _WORDS.items()}
        extend: Any = jsonschema.validators.extend
        made = extend(base, validators={**words, "oneOf": branch, "additionalProperties": others})
        return made(self._tree, registry=Registry())

    def _branches(self, value: Sequence[Mapping[str, Any]]) -> tuple[str, dict[str, Any]]:
        """Return the key that tells the branches of a union apart, and the branch of each value."""
        names = [branch["$ref"].rpartition("/")[2] for branch in value]
        records = [self._tree["$defs"][name]["properties"] for name in names]
        tags = [{key: inner["const"] for key, inner in record.items() if "const" in inner} for record in records]
        key = next(key for key in tags[0] if len({tag.get(key) for tag in tags}) == len(tags))
        return key, {tag[key]: branch for tag, branch in zip(tags, value, strict=True)}


def _refuse(address: str) -> Any:  # noqa: ANN401 - it never returns.
    raise LookupError(address)


class _Ranks:
    """Where the places of a document stand, so that what comes first is smaller."""

    def __init__(self, document: Any) -> None:  # noqa: ANN401 - JSON.
        """Prepare for a document."""
        self._document = document
        self._keys: dict[int, dict[object, int]] = {}

    def of(self, steps: tuple[str | int, ...]) -> tuple[int, ...]:
        """Return the rank of a place."""
        places = []
        at = self._document
        for step in steps:
            places.append(self._of_key(at, step) if type(at) is dict else int(step))
            at = at[step]
        return tuple(places)

    def _of_key(self, record: dict[object, object], key: object) -> int:
        # An object can have as many problems as keys: it is gone through once for all of them.
        known = self._keys.get(id(record))
        if known is None:
            known = self._keys[id(record)] = {key: number for number, key in enumerate(record)}
        return known[key]


def _shown(value: object) -> str:
    if isinstance(value, str):
        text = value
    elif type(value) in (dict, list):
        text = _FOUND[type(value)]
    elif type(value) is int and abs(value) >= 10**_DIGITS:
        text = f"an integer of more than {_DIGITS} digits"
    elif value is None or type(value) in (bool, int, float):
        text = json.dumps(value)
    else:
        text = type(value).__name__
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _one_of(names: Sequence[str]) -> str:
    return "one of " + ", ".join(names)


# The words that decide something by themselves; what only leads further down is left to jsonschema.


def _type(kind: str, document: object, _: object) -> Iterator[_Found]:
    right = {"string": str, "integer": int, "boolean": bool, "object": dict, "array": list}[kind]
    whole = kind == "integer" and type(document) is float and document.is_integer()
    if type(document) is not right and not whole:
        other = type(document).__name__ + ", which is no JSON"
        found, expected = _FOUND.get(type(document), other), _KINDS[kind]
        message = f"expected {expected}, found {found}"
        yield Issue(code="wrong-type", message=message, found=_shown(document), expected=expected), ()


def _required(keys: list[str], document: object, _: object) -> Iterator[_Found]:
    if type(document) is dict:
        for key in keys:
            if key not in document:
                yield Issue(code="missing-key", message=f"the key {key!r} is missing", expected=key), ()


def _members(values: list[str], document: object, schema: Mapping[str, Any]) -> Iterator[_Found]:
    if type(document) is str and document not in values:
        # A limit of one attribute; the values of an enum have the name of the enum.
        code = "unknown-value" if "title" in schema or "const" in schema else "bad-value"
        close = nearest(document, values)
        message = f"there is no {schema.get('title', 'value')} {_shown(document)!r}"
        yield Issue(code=code, message=message, found=_shown(document), expected=_one_of(values), nearest=close), ()


def _const(value: str, document: object, schema: Mapping[str, Any]) -> Iterator[_Found]:
    return _members([value], document, schema)


def _lost(key: str, values: list[str], document: object) -> Iterator[_Found]:
    """Say why no branch of a union can be entered."""
    if type(document) is not dict:
        yield from _type("object", document, {})
    elif key not in document:
        yield from _required([key], document, {})
    else:
        told = document[key]
        wrong = _members(values, told, {"title": key}) if type(told) is str else _type("string", told, {})
        yield from ((issue, (key,)) for issue, _ in wrong)


def _closed(document: object, schema: Mapping[str, Any]) -> Iterator[_Found]:
    properties = schema.get("properties", {})
    if type(document) is dict:
        for key in document:
            if key not in properties:
                message = f"{schema.get('title', 'the object')} has no key {_shown(key)!r}"
                issue = Issue(
                    code="unknown-key", message=message, found=_shown(key), expected=_one_of(list(properties))
                )
                close = nearest(key, properties) if isinstance(key, str) else None
                yield attrs.evolve(issue, nearest=close), (key,)


def _names(value: Mapping[str, Any], document: object, _: object) -> Iterator[_Found]:
    if type(document) is dict:
        for key in document:
            if not (isinstance(key, str) and matches(value["pattern"], key)):
                expected = "a key that matches " + value["pattern"]
                message = f"the key {_shown(key)!r} is none that may stand here"
                yield Issue(code="bad-extension", message=message, found=_shown(key), expected=expected), (key,)


def _format(name: str, document: object, _: object) -> Iterator[_Found]:
    if type(document) is not str or name not in TEXT_FORMATS or TEXT_FORMATS[name](document):
        return
    if name == "date":
        issue = Issue(code="bad-date", message="this is not a day of the calendar", found=_shown(document))
        yield attrs.evolve(issue, expected="a day such as 2026-11-23"), ()
    else:
        issue = Issue(
            code="bad-value", message=f"this does not fit: expected the format {name}", found=_shown(document)
        )
        yield attrs.evolve(issue, expected=f"the format {name}"), ()


def _limit(kinds: tuple[type, ...], holds: Callable[[Any, Any], bool], expected: str) -> _Word:
    def check(value: Any, document: Any, _: object) -> Iterator[_Found]:  # noqa: ANN401 - JSON.
        if type(document) in kinds and not holds(value, document):
            wanted = expected.format(value)
            message = f"this does not fit: expected {wanted}"
            yield Issue(code="bad-value", message=message, found=_shown(document), expected=wanted), ()

    return check


_WORDS: Mapping[str, _Word] = {
    "type": _type,
    "required": _required,
    "enum": _members,
    "const": _const,
    "propertyNames": _names,
    "format": _format,
    "pattern": _limit((str,), matches, "text that matches {}"),
    "minimum": _limit((int, float), lambda value, document: document >= value, "{} or more"),
    "maximum": _limit((int, float), lambda value, document: document <= value, "{} or less"),
    "minLength": _limit((str,), lambda value, document: len(document) >= value, "at least {} characters"),
    "maxLength": _limit((str,), lambda value, document: len(document) <= value, "at most {} characters"),
    "minItems": _limit((list,), lambda value, document: len(document) >= value, "at least {} items"),
    "maxItems": _limit((list,), lambda value, document: len(document) <= value, "at most {} items"),
}
