# SPDX-License-Identifier: Apache-2.0
"""What every test session has in common.

The doctests of the package and the examples of README.md and docs/ are collected here, so that they run wherever the
tests run; the examples of one page share their names and run in the order of the page, whatever the seed.
"""

from __future__ import annotations

import contextlib
import io
import shlex
import sys
from doctest import ELLIPSIS, OutputChecker
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from sybil import Sybil
from sybil.document import PythonDocStringDocument
from sybil.integration.pytest import SybilItem
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser, SkipParser
from sybil.parsers.rest import DocTestParser
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]  # It ships no types.

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sybil import Example

# How long one example of a property takes says more about the machine than about the property. Draws are new in every
# run, also where hypothesis sees that it runs in CI: a law that is held anew until rare cases occurred would otherwise
# meet the same ones again.
settings.register_profile("isomodel", max_examples=100, deadline=None, derandomize=False, print_blob=True)
settings.load_profile("isomodel")
# With `--hypothesis-profile thorough` every law is held on ten times as many cases; that takes an hour.
settings.register_profile("thorough", settings.get_profile("isomodel"), max_examples=1000)


def run_console(example: Example) -> str:
    """Run each ``$ isomodel`` line of a console block, and compare what it prints with the lines that follow it.

    A command that shows nothing after it only has to succeed; an ellipsis stands for any text. It is run in this
    process, from the root of the project. Other commands are shown to people and not run.
    """
    from isomodel.cli import ExitCode, main  # noqa: PLC0415 - without console blocks no command line is needed.

    wrong = []
    for block in ("\n" + str(example.parsed)).split("\n$ ")[1:]:
        command, _, expected = block.replace("\\\n", " ").partition("\n")
        words = shlex.split(command, comments=True)
        if words[:1] != ["isomodel"]:
            continue
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(io.StringIO()):
            code = main(words[1:])
        if code not in (ExitCode.FINE, ExitCode.GATE_NOT_MET) and not expected.strip():
            wrong.append(f"$ {command}\nended with {code}")
        got = "\n".join(line.rstrip() for line in printed.getvalue().strip().splitlines())
        if expected.strip() and not OutputChecker().check_output(expected.strip(), got, ELLIPSIS):
            wrong.append(f"$ {command}\nexpected:\n{expected.strip()}\nprinted:\n{got}")
    return "\n\n".join(wrong)


pytest_collect_file = (
    Sybil(
        parsers=[
            PythonCodeBlockParser(doctest_optionflags=ELLIPSIS),
            CodeBlockParser(language="console", evaluator=run_console),
            SkipParser(),
        ],
        patterns=["*.md"],
        fixtures=["at_the_root"],
    )
    + Sybil(
        parsers=[DocTestParser()],
        path="src",
        patterns=["*.py"],
        document_types={".py": PythonDocStringDocument},
    )
).pytest()


@pytest.fixture
def at_the_root(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the examples of pages name files as somebody at the root of the project does, without a terminal."""
    monkeypatch.chdir(request.config.rootpath)
    monkeypatch.delenv("COLUMNS", raising=False)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Measure nothing while laws are held and tried on bugs: examples cover the lines, and measuring takes longer.

    The marker ``no_cover`` of pytest-cov stops one of two measurements that go on where tests run in several processes.
    """
    measuring = sys.gettrace()
    if item.path.name.endswith("_laws.py") or "notices_bugs" in item.name:
        sys.settrace(None)
    try:
        return (yield)
    finally:
        sys.settrace(measuring)


class PagesTogether(LoadScopeScheduling):  # type: ignore[misc]  # The same.
    """Spread the tests one by one, and give the examples of one page to one process."""

    def _split_scope(self, nodeid: str) -> str:
        page, _, example = nodeid.rpartition("::")
        return page if example.startswith("line:") else nodeid


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> PagesTogether:
    """Say how tests are spread where they run in several processes."""
    return PagesTogether(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Bring the examples of one page together and into the order of the page after the shuffle."""
    pages: dict[object, list[SybilItem]] = {}
    for item in items:
        if isinstance(item, SybilItem):
            pages.setdefault(item.path, []).append(item)
    for page in pages.values():
        page.sort(key=_line)
    ordered: list[pytest.Item] = []
    for item in items:
        ordered.extend(pages.pop(item.path, []) if isinstance(item, SybilItem) else [item])
    items[:] = ordered


def _line(item: SybilItem) -> int:
    return item.example.line
