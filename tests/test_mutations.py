# SPDX-License-Identifier: Apache-2.0
"""More than two hundred ways to damage the sample assessment, none of which is accepted in silence.

Each function makes one kind of mistake that people and programs make. Where it is made is drawn with a fixed seed; what
has to be said about it is known from the mistake itself and never asked of the library.
"""

from __future__ import annotations

import datetime as dt
import functools
import json
import random
import re
from collections.abc import Callable, Iterator
from importlib import resources
from typing import Any

import attrs
import pytest

from isomodel import assessment, catalogue, documents
from isomodel.assessment import Assessment
from isomodel.errors import DocumentError, Issue, Severity
from isomodel.model import StandardEdition

SAMPLE = resources.files("isomodel.cli").joinpath("demo-assessment.json").read_text(encoding="utf-8")
TREE: dict[str, Any] = json.loads(SAMPLE)
ON = dt.date(2026, 11, 23)


# Where everything stands: a printer that notes its places, and has to print the very sample.


@attrs.frozen
class Place:
    """A value of the sample: where its key, itself and what follows it begin."""

    value: Any
    key: int
    start: int
    end: int


class Printer:
    """Writes a tree as documents are written and notes where it put everything."""

    def __init__(self, tree: object) -> None:
        """Write the tree."""
        self.text = ""
        self.places: dict[str, Place] = {}
        self.parts: list[str] = []
        self.length = 0
        self.write(tree, "", 0, 0)
        self.put("\n")
        self.text = "".join(self.parts)

    def put(self, text: str) -> None:
        """Write a piece of text."""
        self.parts.append(text)
        self.length += len(text)

    def write(self, value: Any, pointer: str, level: int, key: int) -> None:  # noqa: ANN401 - JSON.
        """Write a value; no key of the sample needs escaping in its pointer."""
        start = self.length
        if value and isinstance(value, dict | list):
            self.put("{" if isinstance(value, dict) else "[")
            for index, step in enumerate(value):
                self.put(("," if index else "") + "\n" + "  " * (level + 1))
                at = self.length
                if isinstance(value, dict):
                    self.put(json.dumps(step, ensure_ascii=False) + ": ")
                name = step if isinstance(value, dict) else index
                self.write(value[name], f"{pointer}/{name}", level + 1, at)
            self.put("\n" + "  " * level + ("}" if isinstance(value, dict) else "]"))
        else:
            self.put(json.dumps(value, ensure_ascii=False))
        self.places[pointer] = Place(value, key, start, self.length)


@functools.cache
def places() -> dict[str, Place]:
    """Return every value of the sample by its pointer, data of other programs left out."""
    return {at: place for at, place in Printer(TREE).places.items() if "/extensions" not in at}


def test_the_places_are_those_of_the_sample() -> None:
    """The printer of this file prints the very sample, so that its places are those of the sample."""
    assert Printer(TREE).text == SAMPLE


def chosen(seed: str, count: int, fits: Callable[[str, Any], bool]) -> list[tuple[str, Place]]:
    """Choose places of the sample that fit, spread over its lists, always the same ones."""
    fitting: dict[str, list[tuple[str, Place]]] = {}
    for pointer, place in places().items():
        if fits(pointer, place.value):
            fitting.setdefault(re.sub(r"/\d+", "/*", pointer), []).append((pointer, place))
    chance = random.Random(seed)  # noqa: S311 - not a secret.
    found: list[tuple[str, Place]] = []
    shapes = sorted(fitting)
    while len(found) < count and any(fitting.values()):
        chance.shuffle(shapes)
        for shape in shapes:
            if fitting[shape] and len(found) < count:
                found.append(fitting[shape].pop(chance.randrange(len(fitting[shape]))))
    assert len(found) == count, f"too few places for {seed}"
    return found


def matching(pattern: str) -> Callable[[str, Any], bool]:
    """Fit the places whose whole pointer matches."""
    compiled = re.compile(pattern)
    return lambda pointer, _: compiled.fullmatch(pointer) is not None


def last(pointer: str) -> str:
    """Return the last step of a pointer."""
    return pointer.rpartition("/")[2]


def above(pointer: str) -> str:
    """Return the pointer without its last step."""
    return pointer.rpartition("/")[0]


KEYED = matching(r"(/[a-z_]+|/\d+)*/[a-z_]+")


# Mistakes that reading refuses.


@attrs.frozen(kw_only=True)
class Mutation:
    """One damaged document and what has to be said about it.

    ``real`` stands instead of the text from ``start`` to ``end``; the problem is at ``start``, or at ``at`` where that
    differs.
    """

    kind: str
    start: int
    end: int
    real: str
    code: str
    path: str
    nearest: str | None = None
    at: int | None = None

    @property
    def text(self) -> str:
        """The damaged document."""
        return SAMPLE[: self.start] + self.real + SAMPLE[self.end :]

    @property
    def position(self) -> tuple[int, int]:
        """Line and column of the problem, both from 1."""
        before = self.text[: self.start if self.at is None else self.at]
        return before.count("\n") + 1, len(before) - before.rfind("\n")


def instead(kind: str, pointer: str, real: str, code: str, nearest: str | None = None) -> Mutation:
    """Write something else in the place of a value."""
    place = places()[pointer]
    return Mutation(kind=kind, start=place.start, end=place.end, real=real, code=code, path=pointer, nearest=nearest)


def wrong_types() -> Iterator[Mutation]:
    """Put a value of another JSON type in some place."""
    wrong = [None, True, 7, "text", [], {}, ["a"], {"id": "x"}]
    for index, (pointer, place) in enumerate(chosen("types", 48, lambda pointer, _: pointer not in ("", "/$schema"))):
        other = [each for each in wrong if type(each) is not type(place.value)]
        yield instead("wrong-type", pointer, json.dumps(other[index % len(other)]), "wrong-type")


def misspelt_keys() -> Iterator[Mutation]:
    """Double, drop or swap letters of a key."""
    for index, (pointer, place) in enumerate(chosen("keys", 32, KEYED)):
        key = last(pointer)
        at = 1 + index % max(len(key) - 1, 1)
        misspelt = [key[:at] + key[at - 1] + key[at:], f"{key[:-2]}{key[-1]}{key[-2]}", key.replace("_", "-").title()]
        name = next(each for each in misspelt[index % 3 :] + misspelt if each != key)
        if len(key) <= 2:
            name = key + key[-1]
        yield Mutation(
            kind="misspelt-key",
            start=place.key,
            end=place.key + len(key) + 2,
            real=json.dumps(name),
            code="unknown-key",
            path=f"{above(pointer)}/{name}",
            nearest=key,
        )


REQUIRED = matching(
    r"/id|/organization|/editions|/organization/name|/scope/statement|/(organization/units|evidence|findings|audits"
    r"|management_reviews|risks|aspects|obligations|objectives)/\d+/id|/judgements/\d+/(target|conformity|work_status"
    r"|judged_by|judged_on|role)|/applicability/\d+/(target|decision|decided_by|decided_on)|/evidence/\d+/(kind|title"
    r"|received_on|owner)|/evidence/\d+/review/(outcome|by|on)|/findings/\d+/(type|criteria|statement|raised_by"
    r"|raised_on)|/risks/\d+/(description|owner)|/audits/\d+/(type|standards)|/objectives/\d+/(statement|standards)"
)


def missing_keys() -> Iterator[Mutation]:
    """Take a key away that has to be there."""
    for pointer, place in chosen("missing", 12, REQUIRED):
        beside = [each for at, each in places().items() if at != pointer and above(at) == above(pointer)]
        following = [each.key for each in beside if each.key > place.key]
        before = max((each.end for each in beside if each.key < place.key), default=place.key)
        yield Mutation(
            kind="missing-key",
            # The comma goes with the key: the one behind it, or the one before the last.
            start=place.key if following else before,
            end=min(following, default=place.end),
            real="",
            code="missing-key",
            path=above(pointer),
            at=places()[above(pointer)].start,
        )


def repeated_keys() -> Iterator[Mutation]:
    """Write a key a second time, as a careless merge does, plainly or escaped."""
    for index, (pointer, place) in enumerate(chosen("repeated", 10, KEYED)):
        key = last(pointer)
        again = json.dumps(key) if index % 2 else '"' + "".join(f"\\u{ord(letter):04x}" for letter in key) + '"'
        yield Mutation(
            kind="repeated-key",
            start=place.end,
            end=place.end,
            real=f",\n  {again}: {['null', '1', '[]', '{}'][index % 4]}",
            code="duplicate-key",
            path=pointer,
            at=place.end + len(",\n  "),
        )


DAYS = [
    "{y}-{m}-0", "{y}{m}{d}", "{y}-02-30", "{y}-{m}-{d}T00:00:00Z", "{d}.{m}.{y}", "{d}/{m}/{y}", "{y}-13-{d}",
    "{y}/{m}/{d}", "{y}-{m}", "{y}", "", "tomorrow", " {y}-{m}-{d}", "{y}-{m}-{d} ", "0000-{m}-{d}", "{y}-{m}-32",
]  # fmt: skip


def bad_days() -> Iterator[Mutation]:
    """Write a day in a form that is none, or that no calendar has."""
    day = re.compile(r"\d{4}-\d\d-\d\d")
    found = chosen("days", len(DAYS), lambda _, value: isinstance(value, str) and day.fullmatch(value) is not None)
    for form, (pointer, place) in zip(DAYS, found, strict=True):
        y, m, d = place.value.split("-")
        yield instead("bad-day", pointer, json.dumps(form.format(y=y, m=m, d=d)), "bad-date")


ENUMERATED = matching(
    r"/judgements/\d+/(conformity|work_status|role)|/applicability/\d+/(decision|reasons/\d+)|/evidence/\d+/(kind"
    r"|review/outcome)|/findings/\d+/(type|grade)|/audits/\d+/(type|independence)|/risks/\d+/treatment/option"
    r"|/aspects/\d+/significance|/obligations/\d+/status|/organization/units/\d+/kind|/complete/\d+"
)


def bad_values() -> Iterator[Mutation]:
    """Write a value of a closed list in a way that only a person would understand."""
    for index, (pointer, place) in enumerate(chosen("values", 26, ENUMERATED)):
        value = place.value
        spelt = [value.upper(), value + value[-1], value.replace("-", "_") + " ", value[:-1], value.title()]
        name = next(each for each in spelt[index % 5 :] if each != value)
        yield instead("bad-value", pointer, json.dumps(name), "unknown-value", value)


REFERENCE = re.compile(r"ISO[^,]*(?:, .+)?")


def loose_references() -> Iterator[Mutation]:
    """Write a reference in another spelling than the one that documents use, or something that is none."""

    def fits(pointer: str, value: object) -> bool:
        return isinstance(value, str) and REFERENCE.fullmatch(value) is not None and pointer.count("/") > 1

    for index, (pointer, place) in enumerate(chosen("loose", 10, fits)):
        value = place.value
        spelt = [value.lower(), value.replace("ISO", "ISO ", 1), f" {value}", value.replace(":", " : "), f"{value} "]
        yield instead("loose-reference", pointer, json.dumps(spelt[index % 5]), "not-canonical", value)
    for index, (pointer, place) in enumerate(chosen("junk", 8, fits)):
        value = place.value
        bare = value.partition(", ")[2] or "2015"
        junk = ["", "n/a", bare, f"{value} and more", value[3:], "ISO", "?", "8.5.1"]
        yield instead("junk-reference", pointer, json.dumps(junk[index]), "bad-reference")


def numbers() -> Iterator[Mutation]:
    """Write numbers and texts that two readers could understand differently."""
    forms = [
        ("1.5", "float-number"), ("1e400", "float-number"), ("54.0", "float-number"), ("NaN", "not-a-number"),
        ("Infinity", "not-a-number"), ("-Infinity", "not-a-number"), ("9" * 19, "huge-number"),
        ("9" * 5000, "huge-number"), ('"\\ud83d"', "lone-surrogate"), ('"a\\udc00b"', "lone-surrogate"),
    ]  # fmt: skip
    found = chosen("numbers", len(forms), lambda pointer, value: bool(pointer) and not isinstance(value, dict | list))
    for (real, code), (pointer, _) in zip(forms, found, strict=True):
        yield instead("number", pointer, real, code)


def syntax() -> Iterator[Mutation]:
    """Leave no JSON at all."""
    junk = ["yes", "'x'", "+1", ".5", "// none", "undefined", "", "="]
    for real, (pointer, place) in zip(junk, chosen("syntax", 8, lambda at, _: at.count("/") > 1), strict=True):
        following = len(SAMPLE[place.end :]) - len(SAMPLE[place.end :].lstrip())
        yield attrs.evolve(
            instead("syntax", pointer, real, "not-json"), path="", at=None if real else place.start + following
        )


def heads() -> Iterator[Mutation]:
    """Say that the document is something else, or nothing known."""
    right = "isomodel/assessment/1.0"
    yield instead("head", "/format", '"isomodel/assesment/1.0"', "unknown-format", right)
    yield instead("head", "/format", '"isomodel/Assessment/1.0"', "unknown-format", right)
    yield instead("head", "/format", '"isomodel/assessment/2.0"', "unknown-version", right)
    yield instead("head", "/format", '"isomodel/assessment/1.7"', "unknown-version", right)
    yield instead("head", "/format", "1", "wrong-type")
    key = places()["/format"].key
    yield Mutation(
        kind="head",
        start=key,
        end=key + len('"format"'),
        real='"fromat"',
        code="unknown-key",
        path="/fromat",
        nearest="format",
    )


def contradictions() -> Iterator[Mutation]:
    """Make one record contradict itself, or hold a value that does not fit where it stands."""
    rows: list[tuple[str, str, Callable[[Any], object]]] = [
        ("bad-value", r"/evidence/\d+/digest", lambda value: value[:-1]),
        ("bad-value", r"/evidence/\d+/digest", lambda value: value.upper()),
        ("contradiction", r"/evidence/\d+/valid_until", lambda _: "1999-12-31"),
        ("contradiction", r"/evidence/\d+/period/last", lambda _: "1999-12-31"),
        ("contradiction", r"/findings/\d+/closed_on", lambda _: "1999-12-31"),
        ("bad-value", r"/findings/\d+/effectiveness/effective", lambda _: "perhaps"),
        ("bad-value", r"/organization/units/\d+/persons", lambda _: -1),
    ]
    for index, (code, pattern, change) in enumerate(rows):
        ((pointer, place),) = chosen(f"contradiction {index}", 1, matching(pattern))
        yield instead(code, pointer, json.dumps(change(place.value)), code)


REFUSED = [
    mutation
    for rows in (
        wrong_types, misspelt_keys, missing_keys, repeated_keys, bad_days, bad_values, loose_references, numbers,
        syntax, heads, contradictions,
    )
    for mutation in rows()
]  # fmt: skip


@pytest.mark.parametrize("mutation", REFUSED, ids=lambda mutation: f"{mutation.kind}{mutation.path}")
def test_a_damaged_document_is_refused_at_the_place_of_the_damage(mutation: Mutation) -> None:
    """Reading refuses the mistake with code, pointer, line, column and nearest valid value, and invents no others."""
    with pytest.raises(DocumentError) as caught:
        documents.loads(mutation.text)
    issues = [issue for issue in caught.value.issues if issue.code == mutation.code]
    assert [(issue.path, issue.line, issue.column) for issue in issues] == [(mutation.path, *mutation.position)]
    assert issues[0].severity is Severity.ERROR
    if mutation.nearest is not None:
        assert issues[0].nearest == mutation.nearest
    others = [issue for issue in caught.value.issues if issue is not issues[0]]
    if mutation.code == "unknown-key":
        # A misspelt key that had to be there is missing as well.
        others = [issue for issue in others if (issue.code, issue.expected) != ("missing-key", mutation.nearest)]
    assert others == []


# Mistakes that fit every type and are wrong all the same.


@attrs.frozen(kw_only=True)
class Wrong:
    """One assessment that can be read and is wrong, and what has to be said about it."""

    kind: str
    change: Callable[[Any], object]
    code: str
    path: str
    nearest: str | None = None
    severity: Severity = Severity.ERROR


def put(pointer: str, value: object) -> Callable[[Any], object]:
    """Make a change that puts a value at a pointer."""

    def change(tree: Any) -> None:  # noqa: ANN401 - JSON.
        *way, step = pointer.split("/")[1:]
        for each in way:
            tree = tree[int(each)] if isinstance(tree, list) else tree[each]
        tree[int(step) if isinstance(tree, list) else step] = value

    return change


REFERRING = (
    r"/judgements/\d+/target|/applicability/\d+/target|/evidence/\d+/(supports|contradicts)/\d+"
    r"|/findings/\d+/criteria/\d+|/audits/\d+/covers/\d+|/management_reviews/\d+/inputs/\d+"
    r"|/risks/\d+/treatment/controls/\d+"
)


def unknown_clauses() -> Iterator[Wrong]:
    """Refer to a clause, item or control that the edition does not have."""
    for index, (pointer, place) in enumerate(chosen("clauses", 12, matching(REFERRING))):
        standard = place.value.partition(", ")[0]
        local = ["4.1.9.9", "99", "4.4.4", "Annex Z"][index % 4]
        change = put(pointer, f"{standard}, {local}")
        yield Wrong(kind="unknown-clause", change=change, code="unknown-clause", path=pointer)
    fits = matching(REFERRING)
    for pointer, place in chosen("items", 6, lambda at, value: fits(at, value) and "#" in value):
        change = put(pointer, re.sub(r"#.*", "#zz", place.value))
        yield Wrong(kind="unknown-item", change=change, code="unknown-clause", path=pointer, nearest="any")


NAMES = [
    (r"/judgements/\d+/units/\d+", "unknown-unit"),
    (r"/scope/units/\d+", "unknown-unit"),
    (r"/findings/\d+/units/\d+", "unknown-unit"),
    (r"/audits/\d+/units/\d+", "unknown-unit"),
    (r"/aspects/\d+/units/\d+", "unknown-unit"),
    (r"/judgements/\d+/evidence/\d+", "unknown-evidence"),
    (r"/evidence/\d+/supersedes/\d+", "unknown-evidence"),
    (r"/audits/\d+/report", "unknown-evidence"),
    (r"/management_reviews/\d+/minutes", "unknown-evidence"),
    (r"/applicability/\d+/risks/\d+", "unknown-risk"),
    (r"/findings/\d+/audit", "unknown-audit"),
]


def dangling_names() -> Iterator[Wrong]:
    """Name something by an id that nothing has, one letter away from one that something has."""
    for pattern, code in NAMES:
        ((pointer, place),) = chosen(f"dangling {pattern}", 1, matching(pattern))
        change = put(pointer, f"{place.value}x")
        yield Wrong(kind="dangling", change=change, code=code, path=pointer, nearest=place.value)


def taken_names() -> Iterator[Wrong]:
    """Give two records of one list the same id."""
    lists = [
        "/organization/units", "/evidence", "/findings", "/audits", "/management_reviews", "/risks", "/aspects",
        "/obligations", "/objectives",
    ]  # fmt: skip
    for at in lists:
        items = places()[at].value
        pointer = f"{at}/{len(items) - 1}/id"
        yield Wrong(kind="taken", change=put(pointer, items[0]["id"]), code="duplicate-id", path=pointer)


def other_editions() -> Iterator[Wrong]:
    """Refer to an edition that the assessment is not against."""
    rows = [
        (r"/judgements/\d+/target", "ISO 9001:2008, 4.1"),
        (r"/evidence/\d+/supports/\d+", "ISO 45001:2018, 4.1"),
        (r"/applicability/\d+/target", "ISO/IEC 27002:2022, 5.1"),
        (r"/audits/\d+/standards/\d+", "ISO 9001:2008"),
        (r"/management_reviews/\d+/standards/\d+", "ISO 9001"),
        (r"/objectives/\d+/standards/\d+", "BS EN ISO 14001:2015"),
    ]
    for pattern, value in rows:
        ((pointer, _),) = chosen(f"edition {pattern}", 1, matching(pattern))
        yield Wrong(kind="edition", change=put(pointer, value), code="undeclared-edition", path=pointer)
    change = put("/editions/0", "ISO 9001:2008")
    yield Wrong(kind="edition", change=change, code="edition-not-given", path="/editions/0")


def first(name: str, fits: Callable[[dict[str, Any]], bool]) -> int:
    """Return the index of the first record of a list that fits."""
    return next(index for index, item in enumerate(TREE[name]) if fits(item))


def broken_rules() -> Iterator[Wrong]:
    """Say what the standard, or the record itself, does not let be said."""

    def rule(code: str, path: str, change: Callable[[Any], object], severity: Severity = Severity.ERROR) -> Wrong:
        return Wrong(kind="rule", change=change, code=code, path=path, severity=severity)

    out = first("applicability", lambda item: item["decision"] == "not-applicable")
    yield rule(
        "not-applicable-without-reason",
        f"/applicability/{out}",
        lambda tree: tree["applicability"][out].pop("justification"),
    )
    yield rule(
        "not-applicable-without-reason",
        f"/applicability/{out}",
        lambda tree: tree["applicability"][out].update(justification=" \t"),
    )
    yield rule(
        "not-excludable",
        f"/applicability/{out}/target",
        lambda tree: tree["applicability"][out].update(target="ISO/IEC 27001:2022, 9.2"),
    )
    treated = [each for risk in TREE["risks"] for each in risk.get("treatment", {}).get("controls", [])]
    control = first("applicability", lambda item: treated.count(item["target"]) == 1)
    yield rule(
        "excluded-treatment",
        f"/applicability/{control}",
        lambda tree: tree["applicability"][control].update(decision="not-applicable", justification="Not needed."),
    )
    good = first("judgements", lambda item: item["conformity"] == "conforming" and item["judged_on"] <= ON.isoformat())
    for status in ("not-started", "planned"):
        pointer = f"/judgements/{good}/work_status"
        yield rule("conforming-before-work", pointer, put(pointer, status))
    yield rule(
        "unknown-revision",
        f"/judgements/{good}/catalogue_revision",
        lambda tree: tree["judgements"][good].update(catalogue_revision=10**6),
    )
    yield rule(
        "not-yet",
        f"/judgements/{good}/judged_on",
        lambda tree: tree["judgements"][good].update(judged_on="2027-01-01"),
        Severity.INFORMATION,
    )
    risk = first("risks", lambda item: "approved_by" in item.get("treatment", {}))
    yield rule(
        "not-the-risk-owner",
        f"/risks/{risk}/treatment/approved_by",
        lambda tree: tree["risks"][risk]["treatment"].update(approved_by="Somebody Else"),
    )
    rest = first("risks", lambda item: "residual_accepted_by" in item)
    yield rule(
        "not-the-risk-owner",
        f"/risks/{rest}/residual_accepted_by",
        lambda tree: tree["risks"][rest].update(residual_accepted_by="Somebody Else"),
    )
    yield rule(
        "finding-without-criterion", "/findings/0/criteria", lambda tree: tree["findings"][0].update(criteria=[])
    )
    closed = first("findings", lambda item: "effectiveness" in item and "closed_on" in item)
    yield rule(
        "closed-not-effective",
        f"/findings/{closed}",
        lambda tree: tree["findings"][closed]["effectiveness"].update(effective="not-effective"),
    )
    item = first("evidence", lambda item: bool(item.get("supports")))
    yield rule(
        "supports-and-contradicts",
        f"/evidence/{item}",
        lambda tree: tree["evidence"][item].update(contradicts=tree["evidence"][item]["supports"][:1]),
    )
    yield rule(
        "supersession-cycle",
        f"/evidence/{item}/supersedes",
        lambda tree: tree["evidence"][item].update(supersedes=[tree["evidence"][item]["id"]]),
    )
    reviewed = first("evidence", lambda item: item.get("review", {}).get("outcome") == "accepted")
    yield rule(
        "self-accepted",
        f"/evidence/{reviewed}/review/by",
        lambda tree: tree["evidence"][reviewed]["review"].update(by=tree["evidence"][reviewed]["owner"]),
        Severity.WARNING,
    )
    yield rule(
        "auditor-not-independent",
        "/audits/0/independence",
        lambda tree: tree["audits"][0].update(independence="not-independent"),
        Severity.WARNING,
    )
    yield rule("scope-not-approved", "/scope", lambda tree: tree["scope"].pop("approved_on"), Severity.WARNING)


FOUND = [
    wrong for rows in (unknown_clauses, dangling_names, taken_names, other_editions, broken_rules) for wrong in rows()
]


@pytest.fixture(scope="module")
def editions() -> tuple[StandardEdition, ...]:
    """Return the content of the editions of the sample."""
    return tuple(catalogue.load(name) for name in TREE["editions"])


def key(issue: Issue) -> tuple[str, str, str]:
    """Return what makes a problem the same in two records."""
    return issue.code, issue.path, issue.message


@pytest.fixture(scope="module")
def usual(editions: tuple[StandardEdition, ...]) -> set[tuple[str, str, str]]:
    """Return what is said about the sample itself."""
    record = documents.loads(SAMPLE)
    assert isinstance(record, Assessment)
    return {key(issue) for issue in assessment.issues(record, editions, on=ON)}


@pytest.mark.parametrize("wrong", FOUND, ids=lambda wrong: f"{wrong.kind}{wrong.path}")
def test_a_wrong_assessment_has_an_issue_at_the_place_of_the_mistake(
    wrong: Wrong, editions: tuple[StandardEdition, ...], usual: set[tuple[str, str, str]]
) -> None:
    """What fits every type and is wrong all the same is an issue with its code, pointer, weight and nearest value."""
    tree = json.loads(SAMPLE)
    wrong.change(tree)
    record = documents.loads(json.dumps(tree))
    assert isinstance(record, Assessment)
    issues = [issue for issue in assessment.issues(record, editions, on=ON) if key(issue) not in usual]
    said = [issue for issue in issues if (issue.code, issue.path) == (wrong.code, wrong.path)]
    assert len(said) == 1, [(issue.code, issue.path) for issue in issues]
    assert said[0].severity is wrong.severity
    if wrong.code != "unknown-clause":
        assert wrong.nearest in (None, said[0].nearest)
        return
    # Which entry is nearest is for the edition to say; that it exists and is of this edition is the promise.
    standard = str(said[0].found).partition(", ")[0]
    edition = next(edition for edition in editions if str(edition.ref) == standard)
    assert (said[0].nearest is None) <= (wrong.nearest is None)
    assert said[0].nearest is None or edition[said[0].nearest] is not None


def test_the_sample_itself_is_in_order(usual: set[tuple[str, str, str]]) -> None:
    """The sample is canonical and has no errors, so that every problem above comes from the mutation."""
    record = documents.loads(SAMPLE)
    assert documents.dumps(record) == SAMPLE
    codes = {code for code, _, _ in usual}
    assert not codes & {wrong.code for wrong in FOUND} - {"not-yet", "self-accepted", "auditor-not-independent"}


def test_there_are_two_hundred_mutations_of_many_kinds() -> None:
    """The tables hold at least two hundred different mutations of at least fifteen kinds."""
    texts = {mutation.text for mutation in REFUSED}
    assert len(texts) == len(REFUSED)
    assert len({(wrong.code, wrong.path, str(wrong.nearest)) for wrong in FOUND}) >= 50
    assert len(texts) + len(FOUND) >= 200
    assert len({mutation.kind for mutation in REFUSED} | {wrong.kind for wrong in FOUND}) >= 15
