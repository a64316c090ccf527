# SPDX-License-Identifier: Apache-2.0
"""Definitions as others read them: documents that come back equal, charts that hold exactly the table."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from isomodel import documents
from isomodel import lifecycle as lc
from isomodel.errors import DocumentError

NAMES = lc.definitions()
SCXML = "{http://www.w3.org/2005/07/scxml}"


def table(definition: lc.Definition) -> list[tuple[str, str, str, tuple[str, ...]]]:
    """List source, event, target and guards of every change, those of one state and event in the order tried."""
    rows: list[tuple[str, str, str, tuple[str, ...]]] = []
    for state in definition.states:
        for event in definition.events:
            here = [row for row in definition.changes if state.name in row.source and row.event == event.name]
            here.sort(key=lambda row: row.order or 0)
            rows.extend((state.name, event.name, row.target, row.guards) for row in here)
        rows.extend(
            (state.name, f"deadline.{deadline.name}", deadline.becomes, ())
            for deadline in definition.deadlines
            if deadline.becomes is not None and state.name in deadline.states
        )
    return rows


def by_event(rows: list[tuple[str, str, str, tuple[str, ...]]]) -> dict[tuple[str, str], list[tuple[str, Any]]]:
    """Group rows by state and event, keeping the order in which they are tried."""
    found: dict[tuple[str, str], list[tuple[str, Any]]] = {}
    for source, event, target, guards in rows:
        found.setdefault((source, event), []).append((target, guards))
    return found


@pytest.mark.parametrize("name", NAMES)
def test_a_definition_written_and_read_is_the_same(name: str) -> None:
    """The document of a definition comes back equal, and is the file that is shipped."""
    definition = lc.definition(name)
    text = documents.dumps(definition)
    again = documents.loads(text)
    assert again == definition
    assert documents.dumps(again) == text
    shipped = Path(lc.__file__).parent / "data" / f"{name}.json"
    assert documents.load(shipped, lc.Definition) == definition


def test_a_document_of_a_faulty_definition_is_refused_with_its_fault() -> None:
    """What a definition is refused for is told as an issue of the document."""
    tree = json.loads(documents.dumps(lc.definition("evidence")))
    tree["changes"][0]["guards"] = ["nobody"]
    with pytest.raises(DocumentError) as refused:
        documents.loads(json.dumps(tree))
    assert "evidence.changes[0].guards[0]" in str(refused.value)


@pytest.mark.parametrize("name", NAMES)
def test_scxml_holds_exactly_the_table(name: str) -> None:
    """Every state, every change in its order, every guard by name; final states lead nowhere."""
    definition = lc.definition(name)
    root = ET.fromstring(lc.EXPORTS["scxml"](definition))  # noqa: S314 - made by this library.
    assert (root.tag, root.get("version"), root.get("initial")) == (f"{SCXML}scxml", "1.0", definition.initial)
    assert {child.get("id") for child in root} == {state.name for state in definition.states}
    finals = {state.name for state in definition.states if state.kind is lc.StateKind.FINAL}
    assert {child.get("id") for child in root if child.tag == f"{SCXML}final"} == finals
    rows = [
        (
            str(child.get("id")),
            str(step.get("event")),
            str(step.get("target")),
            tuple(part[len("_event.data.guards['") : -2] for part in (step.get("cond") or "").split(" && ") if part),
        )
        for child in root
        for step in child
    ]
    assert by_event(rows) == by_event(table(definition))


@pytest.mark.parametrize("name", NAMES)
def test_xstate_holds_exactly_the_table(name: str) -> None:
    """The machine configuration has the same states, steps, order and guards."""
    definition = lc.definition(name)
    machine = json.loads(lc.EXPORTS["xstate"](definition))
    assert (machine["id"], machine["initial"]) == (definition.name, definition.initial)
    rows = []
    for state, node in machine["states"].items():
        assert (node.get("type") == "final") is ("on" not in node)
        for event, steps in node.get("on", {}).items():
            for step in steps:
                guards = step.get("guard", {"type": "all", "params": {"guards": []}})
                assert guards["type"] == "all"
                rows.append((state, event, step["target"], tuple(guards["params"]["guards"])))
    assert by_event(rows) == by_event(table(definition))
    assert {state: node["tags"] for state, node in machine["states"].items()} == {
        state.name: [state.phase] for state in definition.states
    }


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", ["mermaid", "dot"])
def test_a_drawing_names_every_state_phase_and_event(name: str, kind: str) -> None:
    """Nothing of the table is missing from a drawing."""
    definition = lc.definition(name)
    text = lc.EXPORTS[kind](definition)
    for word in [*(state.name for state in definition.states), *(event.name for event in definition.events)]:
        assert word.replace("-", " ") in text
    for state in definition.states:
        assert state.phase in text
    timed = sum(deadline.becomes is not None for deadline in definition.deadlines)
    assert (("(by time)" if kind == "mermaid" else "style=dashed") in text) is (timed > 0)
