# SPDX-License-Identifier: Apache-2.0
"""The pages about the processes are the definitions, written out."""

from __future__ import annotations

from pathlib import Path

import pytest

from isomodel import lifecycle
from isomodel.lifecycle import EXPORTS

PAGES = Path(__file__).parents[1] / "docs" / "reference" / "processes"


@pytest.mark.parametrize("name", lifecycle.definitions())
def test_the_page_of_a_process_is_its_definition_written_out(name: str) -> None:
    """A committed page equals what its definition gives today; `make pages` writes it anew."""
    assert (PAGES / f"{name}.md").read_text(encoding="utf-8") == EXPORTS["markdown"](lifecycle.definition(name))


def test_every_process_has_a_page_and_every_page_a_process() -> None:
    """Nothing is described that is not shipped, and nothing shipped is left out."""
    pages = {path.stem for path in PAGES.glob("*.md")} - {"index"}
    assert pages == set(lifecycle.definitions())


def test_every_row_of_a_definition_stands_on_its_page() -> None:
    """States, events, guards, deadlines and numbers are all named in a table row of the page."""
    for name in lifecycle.definitions():
        definition = lifecycle.definition(name)
        text = (PAGES / f"{name}.md").read_text(encoding="utf-8")
        names = [one.name for one in definition.states]
        names += [one.name for one in definition.events]
        names += [one.name for one in definition.guards]
        names += [one.name for one in definition.deadlines]
        names += [one.name for one in definition.policy.parameters]
        for item in names:
            assert f"\n| {item} |" in text
