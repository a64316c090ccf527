# SPDX-License-Identifier: Apache-2.0
"""How tests run the command line: in this process, and without the terminal of whoever runs them.

A module of tests says which command it is about, and takes both fixtures::

    plain = commands.plain
    run = commands.runner("migrate")
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pytest

from isomodel.cli import main


class Ran(NamedTuple):
    """What a command left behind."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]
"""Runs a command with more words; a word may be of any class, such as a path or a day."""


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the terminal of whoever runs the tests out of them."""
    for name in ("COLUMNS", "NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)


def runner(*first: str) -> Callable[..., Run]:
    """Return the fixture that runs a command whose first words are these."""

    @pytest.fixture
    def run(capsys: pytest.CaptureFixture[str]) -> Run:
        """Run the command in this process."""

        def call(*words: object) -> Ran:
            capsys.readouterr()
            code = main([*first, *map(str, words)])
            held = capsys.readouterr()
            return Ran(code, held.out, held.err)

        return call

    return run
