# SPDX-License-Identifier: Apache-2.0
"""Files of the library's own formats: the envelope, dispatch on it, and writing that is whole or not at all."""

from __future__ import annotations

import json
import os
import pickle
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drawn import full, values
from invented import EDITION, perfect
from isomodel.applicability import StatementOfApplicability, StatementVersion
from isomodel.assessment import Assessment
from isomodel.catalogue import Overlay, PackManifest
from isomodel.correspondence import CorrespondenceTable
from isomodel.documents import FORMATS, Existing, FileExistsRefusal, dump, dump_text, dumps, load, loads
from isomodel.errors import DocumentError, IsomodelError, Issue, UnknownNameError
from isomodel.evidence import EvidenceRegister, Period
from isomodel.graph import GraphDocument
from isomodel.lifecycle import Definition
from isomodel.migration import Comparison, MigrationLog, MigrationPlan, Reuse
from isomodel.model import Extensions, StandardEdition
from isomodel.planning import ActivityTable, Forecast, Plan, Resources
from isomodel.policy import Parameter, Policy
from isomodel.readiness import GateRules, Overview, PeriodView, Readiness, RecurringTable, TruthTable
from isomodel.register import ColumnMapping
from isomodel.serialization import Limits

KINDS = {
    "activity-table": ActivityTable,
    "assessment": Assessment,
    "column-mapping": ColumnMapping,
    "correspondence": CorrespondenceTable,
    "edition-comparison": Comparison,
    "evidence-register": EvidenceRegister,
    "forecast": Forecast,
    "gate-rules": GateRules,
    "recurring-requirements": RecurringTable,
    "graph": GraphDocument,
    "lifecycle-definition": Definition,
    "migration-log": MigrationLog,
    "migration-plan": MigrationPlan,
    "overlay": Overlay,
    "pack": PackManifest,
    "plan": Plan,
    "policy": Policy,
    "readiness": Readiness,
    "resources": Resources,
    "readiness-overview": Overview,
    "readiness-period": PeriodView,
    "reuse": Reuse,
    "standard-edition": StandardEdition,
    "statement-of-applicability": StatementOfApplicability,
    "statement-version": StatementVersion,
    "truth-table": TruthTable,
}
POLICY = Policy(id="p", version="1", title="A policy", parameters=())
TEXT = """{
  "$schema": "urn:isomodel:schema:policy:1.0",
  "format": "isomodel/policy/1.0",
  "id": "p",
  "version": "1",
  "title": "A policy",
  "parameters": []
}
"""


def issues_of(text: str | bytes) -> tuple[Issue, ...]:
    """Return the problems of a document that cannot be read."""
    with pytest.raises(DocumentError) as caught:
        loads(text, name="x.json")
    return caught.value.issues


def headed(head: dict[str, object]) -> str:
    """Return a policy document with another head."""
    return json.dumps({**head, "id": "p", "version": "1", "title": "t", "parameters": []})


def names_in(folder: Path) -> list[str]:
    """List the names in a folder, hidden ones included."""
    return sorted(path.name for path in folder.iterdir())


# The table.


def test_formats_and_classes_are_complete_both_ways() -> None:
    """Each kind names one class of its own, and the table is the one written here by hand."""
    assert FORMATS == KINDS
    assert len(set(FORMATS.values())) == len(FORMATS)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_each_kind_loads_as_its_class(kind: str) -> None:
    """A document of each kind is read as the class of the table, and says so in its first two keys."""
    value = full(KINDS[kind])
    text = dumps(value)
    assert list(json.loads(text))[:2] == ["$schema", "format"]
    assert json.loads(text)["format"] == f"isomodel/{kind}/1.0"
    assert json.loads(text)["$schema"] == f"urn:isomodel:schema:{kind}:1.0"
    again = loads(text)
    assert type(again) is KINDS[kind]
    assert again == value


@pytest.mark.parametrize("kind", sorted(KINDS))
@settings(max_examples=10)
@given(data=st.data())
def test_documents_round_trip_byte_for_byte(kind: str, data: st.DataObject) -> None:
    """Reading what was written and writing it again gives the same bytes, for every kind."""
    text = dumps(data.draw(values(KINDS[kind])))
    assert dumps(loads(text.encode())).encode() == text.encode()


def test_the_canonical_document() -> None:
    """A document is the text written here by hand."""
    assert dumps(POLICY) == TEXT
    assert loads(TEXT) == POLICY


def test_layout_and_order_of_keys_do_not_matter_to_reading() -> None:
    """The same content in another order and layout is the same value."""
    tree = json.loads(TEXT)
    shuffled = json.dumps(dict(reversed(tree.items())), separators=(",", ":"))
    assert loads(shuffled) == POLICY


@pytest.mark.parametrize("value", [Period, 7, "text", None, Parameter(name="n", value=1, unit="d", source="s"), {}])
def test_only_documents_are_written(value: object) -> None:
    """A value of a class that no document holds is refused by name."""
    with pytest.raises(UnknownNameError) as caught:
        dumps(value)
    assert (caught.value.kind, caught.value.name) == ("document class", type(value).__name__)


def test_the_nearest_document_class_is_named() -> None:
    """Where the class of a value resembles one that can be written, that one is named."""

    class Policies: ...

    with pytest.raises(UnknownNameError) as caught:
        dumps(Policies())
    assert caught.value.nearest == "Policy"


# The envelope.


@pytest.mark.parametrize(
    "schema", ["", "urn:isomodel:schema:policy:1.0", "https://example.org/../x", "file:///etc/passwd"]
)
def test_schema_is_accepted_and_never_looked_at(schema: str) -> None:
    """Any text may stand under $schema; it changes nothing."""
    assert loads(headed({"$schema": schema, "format": "isomodel/policy/1.0"})) == attrs.evolve(POLICY, title="t")


def test_schema_may_be_absent() -> None:
    """A document without $schema is read."""
    assert loads(headed({"format": "isomodel/policy/1.0"})) == attrs.evolve(POLICY, title="t")


def test_schema_is_text_and_told_with_the_rest() -> None:
    """A $schema that is no text is one problem among those of the content."""
    issues = issues_of('{"$schema": 1, "format": "isomodel/policy/1.0", "id": 2, "version": "1", "title": "t"}')
    assert [(issue.code, issue.path, issue.line, issue.column) for issue in issues] == [
        ("missing-key", "", 1, 1),
        ("wrong-type", "/$schema", 1, 13),
        ("wrong-type", "/id", 1, 55),
    ]


@pytest.mark.parametrize(
    ("named", "nearest"),
    [
        ("isomodel/polici/1.0", "isomodel/policy/1.0"),
        ("isomodel/Policy/1.0", "isomodel/policy/1.0"),
        ("isomodel/policy", "isomodel/policy/1.0"),
        ("isomodel/policy/1", "isomodel/policy/1.0"),
        ("isomodel/policy/1.00", "isomodel/policy/1.0"),
        ("isomodel/policy/01.0", "isomodel/policy/1.0"),
        ("isomodel/policy/1.0 ", "isomodel/policy/1.0"),
        ("isomodel/policy/1.0\n", "isomodel/policy/1.0"),
        ("isomodel/policy/-1.0", "isomodel/policy/1.0"),
        ("isomodel/programme/1.0", None),
        ("policy", None),
        ("", None),
        ("https://json-schema.org/draft/2020-12/schema", None),
    ],
)
def test_unknown_formats_are_refused_with_the_nearest(named: str, nearest: str | None) -> None:
    """A format that is none of the library's is a problem at that key, with the nearest that is one."""
    (issue,) = issues_of(headed({"format": named}))
    assert (issue.code, issue.path, issue.found) == ("unknown-format", "/format", named)
    if nearest is not None:
        assert issue.nearest == nearest
    assert issue.expected == (
        "isomodel/<kind>/1.0, kind being one of standard-edition, correspondence, overlay, pack, assessment, "
        "evidence-register, readiness, readiness-overview, readiness-period, edition-comparison, migration-plan, "
        "migration-log, reuse, plan, forecast, resources, activity-table, policy, truth-table, gate-rules, "
        "recurring-requirements, column-mapping, lifecycle-definition, graph, statement-of-applicability, "
        "statement-version"
    )


@pytest.mark.parametrize("version", ["2.0", "0.9", "1.1", "9999.0"])
def test_other_versions_are_refused(version: str) -> None:
    """A version that this library does not read is refused with those it does."""
    (issue,) = issues_of(headed({"format": f"isomodel/policy/{version}"}))
    assert (issue.code, issue.path, issue.found) == ("unknown-version", "/format", f"isomodel/policy/{version}")
    assert (issue.expected, issue.nearest) == ("version 1.0 to 1.0", "isomodel/policy/1.0")


@pytest.mark.parametrize("named", [None, True, 1, [], {}, ["isomodel/policy/1.0"]])
def test_the_format_is_text(named: object) -> None:
    """A format that is no text is a wrong type, not an unknown format."""
    (issue,) = issues_of(headed({"format": named}))
    assert (issue.code, issue.path) == ("wrong-type", "/format")


def test_a_document_says_what_it_is() -> None:
    """Without a format nothing is guessed from the content."""
    (issue,) = issues_of(headed({}))
    assert (issue.code, issue.path, issue.line, issue.column) == ("missing-key", "", 1, 1)
    (issue,) = issues_of("{}")
    assert issue.code == "missing-key"


@pytest.mark.parametrize("key", ["fromat", "Format", "formats", "forma"])
def test_a_misspelt_format_is_recognized(key: str) -> None:
    """A key that comes close to the missing one is named with it."""
    (issue,) = issues_of(headed({key: "isomodel/policy/1.0"}))
    assert (issue.code, issue.path, issue.found, issue.nearest) == ("unknown-key", f"/{key}", key, "format")


@pytest.mark.parametrize(
    "text", ["[]", "null", "1", '"isomodel/policy/1.0"', "true", '[{"format": "isomodel/policy/1.0"}]']
)
def test_a_document_is_an_object(text: str) -> None:
    """Whatever is no object is no document."""
    (issue,) = issues_of(text)
    assert (issue.code, issue.path, issue.line, issue.column) == ("wrong-type", "", 1, 1)


def test_the_wrong_format_for_the_content_is_refused() -> None:
    """A policy that says it is an assessment is not taken for one."""
    codes = {(issue.code, issue.path) for issue in issues_of(TEXT.replace("/policy/1.0", "/assessment/1.0"))}
    assert {("unknown-key", "/parameters"), ("missing-key", ""), ("unknown-key", "/version")} <= codes


def test_limits_reach_the_reader() -> None:
    """Limits given to reading hold for text and content."""
    with pytest.raises(DocumentError, match="too-large"):
        loads(TEXT, limits=Limits(size=10))
    with pytest.raises(DocumentError) as caught:
        loads(TEXT.replace("[]", "[1, 2, 3]"), limits=Limits(problems=2))
    assert [issue.code for issue in caught.value.issues] == ["wrong-type", "wrong-type", "too-many-problems"]


# Files.


def test_load_and_dump(tmp_path: Path) -> None:
    """What was written to a file is read from it, and the file holds the canonical text, with nothing beside it."""
    path = tmp_path / "p.json"
    dump(POLICY, path)
    assert path.read_bytes() == TEXT.encode()
    assert load(path) == POLICY
    assert load(str(path)) == POLICY
    assert names_in(tmp_path) == ["p.json"]


def test_load_of_one_class(tmp_path: Path) -> None:
    """A caller who needs one kind of document says so, and gets it or a problem at the format of the file."""
    path = tmp_path / "p.json"
    dump(POLICY, path)
    assert load(path, Policy) == POLICY
    with pytest.raises(DocumentError) as caught:
        load(path, Assessment)
    assert caught.value.source == str(path)
    (issue,) = caught.value.issues
    assert (issue.code, issue.path, issue.line, issue.column) == ("other-format", "/format", 3, 13)
    assert (issue.found, issue.expected) == ("policy", "assessment")
    with pytest.raises(DocumentError, match="policy instead of Period"):
        load(path, Period)


def test_problems_name_the_file(tmp_path: Path) -> None:
    """What cannot be read is named by its path."""
    path = tmp_path / "p.json"
    path.write_bytes(b"{")
    with pytest.raises(DocumentError) as caught:
        load(path)
    assert caught.value.source == str(path)
    with pytest.raises(FileNotFoundError):
        load(tmp_path / "absent.json")


def test_huge_files_are_not_read(tmp_path: Path) -> None:
    """Of a file beyond the limit no more is read than is needed to know."""
    path = tmp_path / "huge.json"
    with path.open("wb") as file:
        file.truncate(10**12)
    begun = time.process_time()
    with pytest.raises(DocumentError, match="too-large"):
        load(path)
    assert time.process_time() - begun < 2


def test_dump_refuses_to_overwrite(tmp_path: Path) -> None:
    """A file that is there stays as it is unless the caller says otherwise."""
    path = tmp_path / "p.json"
    path.write_text("precious")
    with pytest.raises(FileExistsRefusal) as caught:
        dump(POLICY, path)
    assert caught.value.path == str(path)
    assert isinstance(caught.value, FileExistsError)
    assert isinstance(caught.value, IsomodelError)
    assert str(caught.value) == f"{path} exists; pass existing=Existing.REPLACE to replace it"
    assert path.read_text() == "precious"
    assert names_in(tmp_path) == ["p.json"]


def test_dump_replaces_when_told(tmp_path: Path) -> None:
    """A file is replaced as a whole when the caller says so, whether it was there or not."""
    path = tmp_path / "p.json"
    dump(POLICY, path, existing=Existing.REPLACE)
    assert load(path) == POLICY
    path.write_text("x" * 100_000)
    dump(POLICY, path, existing=Existing.REPLACE)
    assert path.read_text() == TEXT
    assert names_in(tmp_path) == ["p.json"]


def test_a_link_to_nowhere_is_a_file_that_is_there(tmp_path: Path) -> None:
    """Writing does not follow a link that somebody left in the way."""
    (tmp_path / "p.json").symlink_to(tmp_path / "elsewhere.json")
    with pytest.raises(FileExistsRefusal):
        dump(POLICY, tmp_path / "p.json")
    assert not (tmp_path / "elsewhere.json").exists()


@pytest.mark.parametrize("mask", [0o022, 0o077, 0o027])
def test_new_files_obey_the_mask(tmp_path: Path, mask: int) -> None:
    """The permissions of a new file are those that the user's mask leaves."""
    path = tmp_path / "p.json"
    before = os.umask(mask)
    try:
        dump(POLICY, path)
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o666 & ~mask


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644])
def test_replaced_files_keep_their_permissions(tmp_path: Path, mode: int) -> None:
    """A file that only its owner could read is not opened to others by being replaced."""
    path = tmp_path / "p.json"
    path.touch()
    path.chmod(mode)
    dump(POLICY, path, existing=Existing.REPLACE)
    assert stat.S_IMODE(path.stat().st_mode) == mode


@pytest.mark.parametrize("existing", Existing)
def test_nothing_is_left_behind_when_writing_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, existing: Existing
) -> None:
    """A failure in the middle of writing leaves neither half a file nor a temporary one, and the old file as it was."""

    def fail(_: int) -> None:
        raise OSError(28, "No space left on device")

    if existing is Existing.REPLACE:
        (tmp_path / "p.json").write_text("old")
    before = names_in(tmp_path)
    monkeypatch.setattr("isomodel.documents.os.fsync", fail)
    with pytest.raises(OSError, match="No space left"):
        dump(POLICY, tmp_path / "p.json", existing=existing)
    with pytest.raises(OSError, match="No space left"):
        dump_text("new", tmp_path / "p.json", existing=existing)
    assert names_in(tmp_path) == before
    if existing is Existing.REPLACE:
        assert (tmp_path / "p.json").read_text() == "old"


def test_a_missing_folder_is_not_made(tmp_path: Path) -> None:
    """Writing into a folder that is not there fails and makes none."""
    with pytest.raises(FileNotFoundError):
        dump(POLICY, tmp_path / "none" / "p.json")
    assert not (tmp_path / "none").exists()


def test_long_names_are_written(tmp_path: Path) -> None:
    """A name as long as the file system allows can be written."""
    path = tmp_path / ("n" * 250 + ".json")
    dump(POLICY, path)
    assert load(path) == POLICY


def test_text_is_written_as_it_is_and_replaces_only_where_it_may(tmp_path: Path) -> None:
    """An export keeps its line ends and every character, and a file that is there stays unless it may be replaced."""
    path = tmp_path / "drawing.svg"
    dump_text("é\n\r\n☃", path)
    assert path.read_bytes() == "é\n\r\n☃".encode()
    with pytest.raises(FileExistsRefusal):
        dump_text("other", path)
    assert path.read_bytes() == "é\n\r\n☃".encode()
    dump_text("other", path, existing=Existing.REPLACE)
    assert path.read_text() == "other"


WRITER = """
import sys
from isomodel.documents import Existing, dump, load
value = load(sys.argv[1])
print("ready", flush=True)
while True:
    dump(value, sys.argv[2], existing=Existing.REPLACE)
"""


def test_killed_writers_leave_whole_files(tmp_path: Path) -> None:
    """A writer that is killed at any moment leaves the old or the new file, never half of one."""
    source, target = tmp_path / "in.json", tmp_path / "out.json"
    dump(perfect(), source)
    whole = source.read_bytes()
    for attempt in range(6):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(source), str(target)], stdout=subprocess.PIPE
        ) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == b"ready\n"
            time.sleep(0.02 + 0.013 * attempt)
            while attempt == 0 and not target.exists():
                # A first whole file is there before the first kill, however slow the machine is.
                time.sleep(0.01)
            for _ in range(20):
                if target.exists():
                    assert target.read_bytes() == whole
            process.send_signal(signal.SIGKILL)
            process.wait()
        assert not target.exists() or target.read_bytes() == whole
    assert target.exists()
    left = [name for name in names_in(tmp_path) if name not in ("in.json", "out.json")]
    assert all(name.startswith(".") and name.endswith(".tmp") for name in left)


# What writing refuses.


@pytest.mark.parametrize(
    ("changes", "code", "path"),
    [
        ({"title": "half \ud800"}, "lone-surrogate", "/title"),
        ({"extensions": Extensions({"org.example.x": "\udfff"})}, "lone-surrogate", "/extensions/org.example.x"),
        ({"extensions": Extensions({"org.example.x": 10**18})}, "huge-number", "/extensions/org.example.x"),
        (
            {"parameters": (Parameter(name="n", value=10**18, unit="d", source="s"),)},
            "huge-number",
            "/parameters/0/value",
        ),
    ],
)
def test_what_could_not_be_read_is_not_written(tmp_path: Path, changes: dict[str, Any], code: str, path: str) -> None:
    """A value that holds what no document may is refused when it is written, not when somebody else reads it."""
    value = attrs.evolve(POLICY, **changes)
    with pytest.raises(DocumentError) as caught:
        dump(value, tmp_path / "p.json")
    assert [(issue.code, issue.path) for issue in caught.value.issues] == [(code, path)]
    assert caught.value.source == "the document of this Policy"
    assert names_in(tmp_path) == []


def test_too_deep_extensions_are_not_written() -> None:
    """Extensions nested deeper than a reader goes are refused when they are written."""
    deep: object = 1
    for _ in range(70):
        deep = [deep]
    with pytest.raises(DocumentError, match="too-deep"):
        dumps(attrs.evolve(POLICY, extensions=Extensions({"org.example.x": deep})))


def test_refusals_can_be_pickled(tmp_path: Path) -> None:
    """The refusal survives the way through another process."""
    again = pickle.loads(pickle.dumps(FileExistsRefusal(str(tmp_path))))  # noqa: S301 - our own bytes.
    assert again.path == str(tmp_path)
    assert str(again) == f"{tmp_path} exists; pass existing=Existing.REPLACE to replace it"


# Mutilated documents.


DOCUMENTS = [
    dumps(full(cls)) for kind, cls in KINDS.items() if kind not in ("lifecycle-definition", "standard-edition")
]
PIECES = [
    "", '"', "{", "}", "[", "]", ",", ":", "null", "true", "1.5", "NaN", "-", "\\", "\\ud800", "\x00", " ", "\n", "0",
    "9" * 30, '"id": "x",', '"é"', "\ufeff", "[" * 70, '{"a":' * 70, "2031-02-30", "ISO",
]  # fmt: skip


@settings(max_examples=300)
@given(data=st.data())
def test_mutilated_documents_are_read_or_refused(data: st.DataObject) -> None:
    """Whatever is cut out of or put into a document: it is read, or a typed error says what is wrong."""
    text = data.draw(st.sampled_from(DOCUMENTS))
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.sampled_from([0, 0, 1, 1, 2, 5, 30, 400])))
        text = text[:start] + data.draw(st.sampled_from([*PIECES, text[start:end] * 2])) + text[end:]
    lines = text.split("\n")
    try:
        value = loads(text)
    except DocumentError as error:
        problems = error.issues
    else:
        assert loads(dumps(value)) == value
        problems = ()
    for issue in problems:
        assert issue.line is not None
        assert issue.column is not None
        assert 1 <= issue.line <= len(lines)
        assert 1 <= issue.column <= len(lines[issue.line - 1]) + 1


@settings(max_examples=100)
@given(data=st.data())
def test_flipped_bytes_are_read_or_refused(data: st.DataObject) -> None:
    """A document with damaged bytes is read, or a typed error says what is wrong."""
    damaged = bytearray(data.draw(st.sampled_from(DOCUMENTS)).encode())
    for _ in range(data.draw(st.integers(1, 4))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    try:
        value = loads(bytes(damaged))
    except DocumentError as error:
        problems = len(error.issues)
    else:
        assert loads(dumps(value)) == value
        problems = 1
    assert problems


def test_truncated_documents_are_refused() -> None:
    """A document cut off at any byte is a typed error."""
    data = TEXT.encode()
    for end in range(len(data) - 2):
        assert issues_of(data[:end])[-1].code == "not-json"
    assert loads(data[:-1]) == POLICY


def test_an_edition_is_a_document(tmp_path: Path) -> None:
    """An edition is written and read like everything else, and is equal to the one that was written."""
    path = tmp_path / "edition.json"
    dump(EDITION, path)
    assert load(path) == EDITION
