# SPDX-License-Identifier: Apache-2.0
"""The event log: what a line is, what verifying finds and cannot find, and that a killed process tears no line."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isomodel import lifecycle as lc
from isomodel.errors import DocumentError
from isomodel.lifecycle import _log

DAY = dt.date(2026, 3, 2)


def grown(count: int = 5) -> lc.Case:
    """Return a case of a documented information with so many events."""
    case = lc.start(lc.definition("evidence"), on=DAY, by="Åsa \u2028 Berg")
    for number in range(count):
        on = DAY + dt.timedelta(days=number)
        step = number % 3
        if step == 0:
            case = lc.advance(case, "submit", on=on, facts={"digest": f"sha256:{number:064}"})
        elif step == 1:
            case = lc.advance(case, "reject", on=on, facts={"reason": "unreadable; \x1b[2J"})
        else:
            case = lc.advance(case, "revise", on=on)
    return case


CASE = grown()
TEXT = lc.write_log(CASE, name="ev-1")
LINES = TEXT.splitlines(keepends=True) if "\u2028" not in TEXT else [line + "\n" for line in TEXT.split("\n")[:-1]]
HEAD = lc.head(CASE, name="ev-1")


def codes(text: str | bytes, head: str | None = None) -> list[tuple[str, int | None]]:
    """Return the code and the line of each issue."""
    return [(issue.code, issue.line) for issue in lc.verify(text, expected_head=head)]


def test_a_line_is_canonical_json_that_carries_its_own_digest_and_the_one_before() -> None:
    """Another program can check the chain with nothing but JSON and SHA-256."""
    before = "0" * 64
    for number, line in enumerate(LINES):
        tree = json.loads(line)
        told = tree.pop("sha256")
        canonical = json.dumps(tree, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        assert told == hashlib.sha256(canonical.encode()).hexdigest()
        assert (tree["seq"], tree["prev"]) == (number, before)
        whole = json.dumps({**tree, "sha256": told}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        assert line == whole + "\n"
        before = told
    assert before == HEAD
    header = json.loads(LINES[0])
    assert header["format"] == "isomodel/lifecycle-record/1.0"
    assert header["header"] == {"process": "evidence", "revision": CASE.definition.revision, "case": "ev-1"}


def test_a_log_read_and_replayed_is_the_case() -> None:
    """Nothing is lost on the way to the log and back, and the same case gives the same bytes."""
    header, history = lc.read_log(TEXT)
    again = lc.replay(lc.definition(header.process), history)
    assert (again, again.dates, header.case) == (CASE, CASE.dates, "ev-1")
    assert lc.write_log(again, name="ev-1") == TEXT
    assert codes(TEXT.encode(), HEAD) == []


TAMPERED: dict[str, tuple[list[str], list[tuple[str, int | None]]]] = {
    "changed": ([*LINES[:3], LINES[3].replace('"seq":3', '"seq":4'), *LINES[4:]], [("changed-line", 4)]),
    "content changed": ([*LINES[:2], LINES[2].replace("2026-03-02", "2026-03-01"), *LINES[3:]], [("changed-line", 3)]),
    "reformatted": ([LINES[0], LINES[1].replace('":', '": ', 1), *LINES[2:]], [("changed-line", 2)]),
    "dropped": ([*LINES[:2], *LINES[3:]], [("broken-chain", 3)]),
    "first dropped": (LINES[1:], [("broken-chain", 1), ("misplaced-header", 1)]),
    "inserted": ([*LINES[:3], LINES[2], *LINES[3:]], [("broken-chain", 4)]),
    "reordered": (
        [*LINES[:2], LINES[3], LINES[2], *LINES[4:]],
        [("broken-chain", 3), ("broken-chain", 4), ("broken-chain", 5)],
    ),
    "torn": ([*LINES[:-1], LINES[-1][:40]], [("torn-line", len(LINES))]),
    "without its last line end": ([*LINES[:-1], LINES[-1][:-1]], [("torn-line", len(LINES))]),
    "a blank line": ([*LINES[:2], "\n", *LINES[2:]], [("not-json", 3)]),
    "empty": ([], [("empty-log", None)]),
}


@pytest.mark.parametrize("kind", TAMPERED)
def test_what_was_done_to_a_log_shows_at_its_line(kind: str) -> None:
    """A changed, dropped, inserted, moved or torn line is named; reading refuses what verifying names."""
    lines, expected = TAMPERED[kind]
    text = "".join(lines)
    found = codes(text)
    assert found[: len(expected)] == expected
    with pytest.raises(DocumentError):
        lc.read_log(text)


def test_a_cut_tail_shows_only_to_who_kept_the_head() -> None:
    """Without the head kept elsewhere a log cut at a line end looks whole; with it the cut shows."""
    for kept in range(1, len(LINES)):
        cut = "".join(LINES[:kept])
        assert codes(cut) == []
        assert codes(cut, HEAD) == [("other-head", kept)]
    assert codes("", HEAD) == [("empty-log", None)]


def test_a_log_written_anew_shows_only_to_who_kept_the_head() -> None:
    """Whoever rewrites the whole file makes a chain that holds: that is what the head is for."""
    other = lc.write_log(grown(4), name="ev-1")
    assert codes(other) == []
    assert codes(other, HEAD) == [("other-head", 6)]


HOSTILE: list[str | bytes] = [
    b"\xff\xfe\n",
    "\ud800\n",
    "[" * 100_000 + "\n",
    '{"seq":' + "9" * 5000 + "}\n",
    '{"seq":1e400}\n',
    '{"seq":0,"seq":0}\n',
    "null\n",
    "5\n",
    '"' + "a" * 1_000_000 + '"\n',
    "{}\n",
    '{"prev":0,"seq":"0","sha256":[]}\n',
    LINES[0].replace("lifecycle-record/1.0", "lifecycle-record/9.0"),
    "\x00" * 1000 + "\n",
    "\n" * 300,
    LINES[0].replace('"seq":0', '"seq":-1'),
    LINES[0].replace('"process"', '"proces"'),
]


@pytest.mark.parametrize("position", range(len(HOSTILE)))
def test_a_hostile_line_is_an_issue_and_nothing_else(position: int) -> None:
    """Whatever stands in a log, verifying answers with issues that can be shown."""
    text = HOSTILE[position]
    issues = lc.verify(text)
    assert issues
    assert all(str(issue) for issue in issues)
    with pytest.raises(DocumentError):
        lc.read_log(text)


def test_a_huge_line_is_refused_by_its_size() -> None:
    """A line longer than any document may be is not even parsed."""
    began = time.perf_counter()
    assert "too-large" in [issue.code for issue in lc.verify("a" * 17_000_000 + "\n")]
    assert time.perf_counter() - began < 5


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_change_of_a_byte_goes_unnoticed(data: st.DataObject) -> None:
    """With the head kept, a log with any byte changed, any part cut out or doubled is not accepted."""
    raw = TEXT.encode()
    start = data.draw(st.integers(0, len(raw) - 1))
    end = data.draw(st.integers(start, min(len(raw), start + 400)))
    other = raw[:start] + data.draw(st.binary(max_size=8)) + raw[end:]
    if other != raw:
        assert lc.verify(other, expected_head=HEAD)


def test_problems_beyond_counting_are_not_listed() -> None:
    """A file of nothing but wrong lines costs the reader no more than ten thousand issues."""
    found = codes("\n" * 50_000)
    assert (len(found), found[-1]) == (10_001, ("too-many-problems", 10_001))


# Appending.


def test_appending_step_by_step_gives_the_log_of_the_whole(tmp_path: Path) -> None:
    """However a case grew, its file is the log of the case."""
    path = tmp_path / "one.jsonl"
    before = grown(0)
    lc.append(path, before, before, name="ev-1")
    for count in (1, 2, 2, 5):
        after = grown(count)
        lc.append(path, before, after, name="ev-1")
        before = after
    assert path.read_text(encoding="utf-8") == TEXT
    empty = tmp_path / "empty.jsonl"
    empty.touch()
    lc.append(os.fspath(empty), grown(2), CASE, name="ev-1")
    assert empty.read_text(encoding="utf-8") == TEXT


def test_appending_to_another_log_is_refused(tmp_path: Path) -> None:
    """A file that ends elsewhere, of another name, torn or no log at all stays as it is."""
    path = tmp_path / "one.jsonl"
    for text, found in (
        (lc.write_log(grown(3), name="ev-1"), lc.head(grown(3), name="ev-1")),
        (lc.write_log(grown(2), name="ev-2"), lc.head(grown(2), name="ev-2")),
        (TEXT[:-1], "a torn line"),
        (TEXT[:-1] + "x", "a torn line"),
        ("hello\n", "a line that is no line of a log"),
        (LINES[0].replace("evidence", "finding"), "a changed line"),
        ("\n", "a line that is no line of a log"),
    ):
        path.write_bytes(text.encode())
        with pytest.raises(lc.LogConflictError) as refused:
            lc.append(path, grown(2), CASE, name="ev-1")
        assert (refused.value.found, refused.value.expected) == (found, lc.head(grown(2), name="ev-1"))
        assert path.read_bytes() == text.encode()


def test_a_case_that_does_not_continue_the_other_is_refused(tmp_path: Path) -> None:
    """What is appended has to begin with what is there."""
    path = tmp_path / "one.jsonl"
    other = lc.start(lc.definition("evidence"), on=DAY)
    for before, after in ((CASE, grown(2)), (other, CASE)):
        with pytest.raises(lc.LogConflictError, match="another history"):
            lc.append(path, before, after, name="ev-1")
    assert not path.exists()


def test_appending_reads_only_the_end_of_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A long log costs no more to append to than a short one: one block is read, also where the line is longer."""
    path = tmp_path / "long.jsonl"
    path.write_text("x" * 3_000_000 + "\n" + TEXT, encoding="utf-8")
    asked: list[int] = []
    real = os.read

    def counted(handle: int, size: int) -> bytes:
        asked.append(size)
        return real(handle, size)

    monkeypatch.setattr(os, "read", counted)
    after = lc.advance(CASE, "withdraw", on=DAY + dt.timedelta(days=9), facts={"reason": "done"})
    lc.append(path, CASE, after, name="ev-1")
    assert sum(asked) <= 65536
    wide = lc.advance(after_reset(), "submit", on=DAY, facts={"digest": "d" * 200_000})
    other = tmp_path / "wide.jsonl"
    lc.append(other, wide, wide, name="w")
    asked.clear()
    lc.append(other, wide, lc.advance(wide, "reject", on=DAY, facts={"reason": "wide"}), name="w")
    assert 200_000 < sum(asked) <= 300_000
    assert codes(other.read_bytes()) == []


def after_reset() -> lc.Case:
    """Return a case that has only begun."""
    return lc.start(lc.definition("evidence"), on=DAY)


def test_half_a_write_is_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the disk takes only part of a line, the file is as before and the caller is told."""
    path = tmp_path / "one.jsonl"
    lc.append(path, after_reset(), after_reset(), name="ev-1")
    whole = path.read_bytes()
    real = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: real(handle, data[:20]))
    with pytest.raises(OSError, match="No space left"):
        lc.append(path, after_reset(), lc.advance(after_reset(), "submit", on=DAY, facts={"digest": "d"}), name="ev-1")
    assert path.read_bytes() == whole


WRITER = """
import datetime as dt, sys
from isomodel import lifecycle as lc
case = lc.start(lc.definition("evidence"), on=dt.date(2026, 1, 1))
lc.append(sys.argv[1], case, case, name="killed")
print("ready", flush=True)
while True:
    for event, facts in (("submit", {"digest": "d" * 5000}), ("reject", {"reason": "r" * 5000}), ("revise", {})):
        after = lc.advance(case, event, on=dt.date(2026, 1, 1), facts=facts)
        lc.append(sys.argv[1], case, after, name="killed")
        case = after
"""


def test_a_killed_writer_leaves_whole_lines(tmp_path: Path) -> None:
    """Killed at twelve moments while it writes without pause, the log is whole lines but for one nobody relied on."""
    lengths = []
    for attempt in range(12):
        path = tmp_path / f"{attempt}.jsonl"
        with subprocess.Popen([sys.executable, "-c", WRITER, path], stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == b"ready\n"
            time.sleep(0.01 + 0.007 * attempt)
            writer.send_signal(signal.SIGKILL)
        found = codes(path.read_bytes())
        assert [code for code, _ in found] in ([], ["torn-line"])
        assert bool(lc.mend(path)) is bool(found)
        data = path.read_bytes()
        assert codes(data) == []
        header, history = lc.read_log(data)
        lc.replay(lc.definition(header.process), history)
        lengths.append(len(history))
    assert max(lengths) > 3


def test_mending_takes_away_exactly_the_rest_of_a_line(tmp_path: Path) -> None:
    """Cut anywhere in its last line, a log is mended to what was acknowledged, and can be continued from there."""
    path = tmp_path / "log.jsonl"
    whole = "".join(LINES[:-1]).encode()
    last = LINES[-1].encode()
    before = attrs.evolve(CASE, history=CASE.history[:-1])
    for cut in range(len(last) + 1):
        path.write_bytes(whole + last[:cut])
        rest = last[:cut] if cut < len(last) else b""
        assert lc.mend(path) == rest
        assert path.read_bytes() == (whole if cut < len(last) else whole + last)
    path.write_bytes(whole + last[:7])
    lc.mend(path)
    lc.append(path, before, CASE, name="ev-1")
    assert path.read_bytes() == TEXT.encode()


@pytest.mark.parametrize("size", [0, 1, 65535, 65536, 65537, 200_000])
def test_a_log_of_one_torn_line_is_mended_to_an_empty_one(tmp_path: Path, size: int) -> None:
    """Where no line ever ended nothing was acknowledged; a long rest is taken away as well as a short one."""
    path = tmp_path / "log.jsonl"
    torn = (LINES[0][:-1] + "x" * size)[:size].encode()
    path.write_bytes(torn)
    assert lc.mend(path) == torn
    assert path.read_bytes() == b""
    path.write_bytes(LINES[0].encode() + b"x" * size)
    assert lc.mend(path) == b"x" * size
    assert path.read_bytes() == LINES[0].encode()


@pytest.mark.parametrize("text", ['{"format": "isomodel/assessment/1.0"}', "[]", "a line\nand another", " "])
def test_what_is_no_log_is_not_mended(tmp_path: Path, text: str) -> None:
    """A file of another kind that ends without a line end keeps its last line: it is no rest of a log."""
    path = tmp_path / "assessment.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DocumentError) as caught:
        lc.mend(path)
    assert [issue.code for issue in caught.value.issues] == ["misplaced-header"]
    assert path.read_text(encoding="utf-8") == text


def test_a_log_can_be_told_to_hold_a_line_of_another_kind() -> None:
    """A line that is whole and well chained, but neither header nor occurrence, is misplaced."""
    tree: dict[str, Any] = {"seq": 1, "prev": json.loads(LINES[0])["sha256"]}
    digest = hashlib.sha256(_log._compact(tree).encode()).hexdigest()
    line = _log._compact({**tree, "sha256": digest}) + "\n"
    assert codes(LINES[0] + line) == [("misplaced-header", 2)]
    assert "ends with a" in str(lc.LogConflictError("p", "b", "a"))
