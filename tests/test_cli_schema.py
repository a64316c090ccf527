# SPDX-License-Identifier: Apache-2.0
"""The commands about schemas print what the library says, as text, JSON and SARIF."""

from __future__ import annotations

import functools
import json
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

import commands
from commands import Run
from isomodel import documents, schema
from isomodel.cli import ExitCode
from isomodel.serialization import canonical, unstructure
from isomodel.version import VERSION
from test_documents_upgrade import NEW, OLD, STEPS

EXAMPLES = Path(__file__).parent.parent / "examples"
SAMPLE = EXAMPLES / "brackwater" / "assessment.json"
BROKEN = EXAMPLES / "broken" / "bad-enum.json"
POLICY = Path(__file__).parent.parent / "schemas" / "1.0" / "policy.schema.json"

plain = commands.plain
run = commands.runner()


def test_a_document_that_keeps_its_schema_is_fine(run: Run) -> None:
    """The sample has no issue, and the exit code says so."""
    code, out, _ = run("validate", SAMPLE)
    assert code == ExitCode.FINE
    assert "0 errors" in out


def test_every_file_is_told_about(run: Run) -> None:
    """Several files are validated one after the other, with line, column, place and the nearest value."""
    code, out, _ = run("validate", SAMPLE, BROKEN)
    assert code == ExitCode.ERROR
    assert f"{SAMPLE}: 0 errors" in out.replace("\n", "")
    flat = " ".join(out.split())
    assert "/judgements/0/work_status" in flat
    assert "did you mean 'implemented'?" in flat
    assert ":15:22: error:" in flat


def test_json_is_what_the_library_says(run: Run) -> None:
    """With --json each file is an object with its issues."""
    code, out, _ = run("validate", BROKEN, SAMPLE, "--json")
    issues = schema.validate(BROKEN.read_bytes(), name=str(BROKEN))
    expected = [{"source": str(BROKEN), "issues": [unstructure(one) for one in issues]}]
    expected.append({"source": str(SAMPLE), "issues": []})
    assert (code, out) == (ExitCode.ERROR, canonical(expected))


def test_sarif_names_rule_file_and_place(run: Run, tmp_path: Path) -> None:
    """With --sarif each issue is a result with its rule, its file, its line and its pointer."""
    empty = tmp_path / "empty.json"
    empty.write_text("", encoding="utf-8")
    code, out, _ = run("validate", BROKEN, empty, "--sarif")
    log = json.loads(out)
    (ran,) = log["runs"]
    assert (code, log["version"]) == (ExitCode.ERROR, "2.1.0")
    assert ran["tool"]["driver"]["semanticVersion"] == VERSION
    assert [rule["id"] for rule in ran["tool"]["driver"]["rules"]] == ["not-json", "unknown-value"]
    first, second = ran["results"]
    assert (first["ruleId"], first["level"], second["ruleId"]) == ("unknown-value", "error", "not-json")
    (place,) = first["locations"]
    assert place["physicalLocation"]["artifactLocation"]["uri"] == BROKEN.as_posix()
    assert place["physicalLocation"]["region"] == {"startLine": 15, "startColumn": 22}
    assert place["logicalLocations"] == [{"fullyQualifiedName": "/judgements/0/work_status"}]
    assert "logicalLocations" not in second["locations"][0]


def test_sarif_of_what_is_right_has_no_results(run: Run) -> None:
    """Nothing wrong is an empty list of results, not an absent run."""
    code, out, _ = run("validate", SAMPLE, "--sarif")
    assert code == ExitCode.FINE
    assert json.loads(out)["runs"][0]["results"] == []


def test_sarif_names_files_by_uris(run: Run, tmp_path: Path) -> None:
    """A name that is no URI as it stands is written as one, and leads back to the file."""
    for name in ("with a space.json", "100%.json", "a#b?c.json", "über.json"):
        file = tmp_path / name
        file.write_text("[", encoding="utf-8")
        log = json.loads(run("validate", file, "--sarif")[1])
        (result,) = log["runs"][0]["results"]
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert re.fullmatch(r"[A-Za-z0-9._~/%-]+", uri)
        assert (urlsplit(uri).path, unquote(uri)) == (uri, file.as_posix())


def test_a_log_is_validated_line_by_line(run: Run, tmp_path: Path) -> None:
    """A log is fine or told about with the number of the line."""
    kept = Path(__file__).parent / "released" / "1.0" / "lifecycle-record-full.jsonl"
    assert run("validate", kept).code == ExitCode.FINE
    spoilt = tmp_path / "spoilt.jsonl"
    spoilt.write_text(kept.read_text(encoding="utf-8").replace('"seq":1', '"seq":-1'), encoding="utf-8")
    code, out, _ = run("validate", spoilt)
    assert code == ExitCode.ERROR
    assert ":2:" in out.replace("\n", "")
    assert "bad-value" in out


def test_one_form_of_json_at_a_time(run: Run) -> None:
    """Both forms of JSON at once are refused, and so is no file at all."""
    assert run("validate", SAMPLE, "--sarif", "--json").code == ExitCode.USAGE
    assert run("validate").code == ExitCode.USAGE


def test_a_breaking_change_has_an_exit_code_of_its_own(run: Run, tmp_path: Path) -> None:
    """What old documents can fail by exits with 3 and is named; what they cannot exits with 0."""
    tree = json.loads(POLICY.read_text(encoding="utf-8"))
    stricter, looser = tmp_path / "stricter.json", tmp_path / "looser.json"
    stricter.write_text(json.dumps({**tree, "required": [*tree["required"], "extensions"]}), encoding="utf-8")
    looser.write_text(json.dumps({**tree, "required": tree["required"][1:]}), encoding="utf-8")
    code, out, _ = run("schema", "diff", POLICY, stricter)
    assert code == ExitCode.GATE_NOT_MET
    assert "step: major" in out
    assert run("schema", "diff", POLICY, looser).code == ExitCode.FINE
    code, out, _ = run("schema", "diff", POLICY, POLICY)
    assert (code, out.strip()) == (ExitCode.FINE, "step: none")
    code, out, _ = run("schema", "diff", POLICY, looser, "--json")
    assert out == canonical(unstructure(schema.diff(tree, json.loads(looser.read_text(encoding="utf-8")))))
    assert [change["kind"] for change in json.loads(out)["changes"]] == ["required-removed"]


@pytest.mark.parametrize("text", ["[]", "{", "\ufeff", "[" * 100_000])
def test_what_is_no_schema_is_refused(run: Run, tmp_path: Path, text: str) -> None:
    """A file that holds no object of JSON is told about, with its place."""
    file = tmp_path / "no.json"
    file.write_text(text, encoding="utf-8")
    code, _, err = run("schema", "diff", POLICY, file)
    assert code == ExitCode.ERROR
    assert "no.json" in err


def test_a_schema_is_shown_in_every_form(run: Run) -> None:
    """The schema of a kind is printed in both dialects and as TypeScript; an unknown kind gets the nearest."""
    held = schema.document("policy")
    assert run("schema", "show", "policy") == (ExitCode.FINE, held.text(), "")
    assert run("schema", "show", "policy", "--form", "draft-07")[1] == held.text(schema.Dialect.DRAFT_07)
    assert run("schema", "show", "policy", "--form", "typescript")[1] == held.typescript()
    code, _, err = run("schema", "show", "polici")
    assert code == ExitCode.USAGE
    assert "policy" in err


def test_an_older_document_is_brought_up_to_date_in_a_new_file(
    run: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Every change is printed, the new file is a document of this version, and the old one stays as it is."""
    monkeypatch.setattr(documents, "upgrade", functools.partial(documents.upgrade, steps=STEPS))
    old, new = tmp_path / "old.json", tmp_path / "new.json"
    text = json.dumps(OLD)
    old.write_text(text)
    code, out, _ = run("upgrade", old, "--out", new)
    assert code == ExitCode.FINE
    assert "isomodel/policy/0.7 → isomodel/policy/1.0" in out
    assert '/parameters/0/value: "30" → 30' in " ".join(out.split())
    assert documents.load(new) == NEW
    assert old.read_text() == text
    code, _, err = run("upgrade", old, "--out", new)
    assert (code, "--replace" in err) == (ExitCode.ERROR, True)
    code, out, _ = run("upgrade", old, "--out", new, "--replace", "--json")
    found = documents.upgrade(text)
    assert code == ExitCode.FINE
    assert json.loads(out) == {
        "source": str(old),
        "found": "isomodel/policy/0.7",
        "becomes": "isomodel/policy/1.0",
        "changes": [unstructure(one) for one in found.changes],
    }


def test_nothing_is_brought_up_to_date_in_place(run: Run, tmp_path: Path) -> None:
    """The new file has to be another one; a version that nothing leads from is told as reading tells it."""
    old = tmp_path / "old.json"
    old.write_text(json.dumps(OLD))
    code, _, err = run("upgrade", old, "--out", tmp_path / "." / "old.json")
    assert (code, "--out" in err) == (ExitCode.USAGE, True)
    code, _, err = run("upgrade", old, "--out", tmp_path / "new.json")
    assert (code, "unknown-version" in err or "no step leads" in err) == (ExitCode.ERROR, True)
    assert not (tmp_path / "new.json").exists()
