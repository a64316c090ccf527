# SPDX-License-Identifier: Apache-2.0
"""How a law is held: on drawn cases, counting what occurs among them, and against bugs seeded into the library.

A law is a check, the cases it is held on, and the interesting things that have to occur among them: a law that never
met what it is about has not been tested. What is rare among drawn cases has a witness, a case written by hand that
every run begins with, so that no run depends on luck. A law is worth something only where it fails on a bug: each
names the bugs that it has to notice.
"""

from __future__ import annotations

import contextlib
import io
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any, Generic, TypeVar

import attrs
import pytest
from hypothesis import HealthCheck, Phase, event, given, settings
from hypothesis import strategies as st

CaseT = TypeVar("CaseT")
Seen = Counter[str]
"""How often something interesting occurred."""
Patch = Callable[[pytest.MonkeyPatch], None]
"""A bug: what puts it into the library until a test has ended."""

_ROUNDS = 12


class Brief:
    """A case that says itself what is special about it: whole records and editions would fill pages."""

    __slots__ = ()

    def _repr_pretty_(self, printer: Any, cycle: object) -> None:  # noqa: ANN401 - of hypothesis.
        """Print the same where hypothesis prints fields one by one."""
        assert not cycle
        printer.text(repr(self))


@attrs.frozen(kw_only=True, repr=False)
class Law(Generic[CaseT]):
    """A law, the cases it is held on, what has to occur among them, and the bugs it has to notice.

    Attributes:
        name: What pytest and hypothesis call it.
        cases: What cases are drawn from.
        check: What holds of each case; it counts what interesting it met.
        interesting: What has to occur in a run.
        bugs: Bugs by name, on each of which the check fails for some case.
        witnesses: Cases that every run begins with: rare ones, and such as a bug cannot pass.
        examples: How many cases are drawn where hypothesis draws 100; ten times as many where a bug is looked for.
        noticed: What a check raises where it notices a bug.
    """

    name: str
    cases: st.SearchStrategy[CaseT]
    check: Callable[[CaseT, Seen], None]
    interesting: tuple[str, ...]
    bugs: dict[str, Patch]
    witnesses: tuple[CaseT, ...] = ()
    examples: int = 60
    noticed: tuple[type[BaseException], ...] = (AssertionError,)

    def __repr__(self) -> str:
        """Name the law."""
        return self.name


def hold(law: Law[Any]) -> None:
    """Hold a law, tell in how many cases what occurred (``pytest -rP`` shows it), and fail where something never did.

    It is held anew, a few times at most, until everything interesting has occurred: hypothesis likes to dwell.
    """
    drawn: Seen = Counter()
    witnessed: Seen = Counter()

    @settings(
        max_examples=law.examples * settings().max_examples // 100,
        database=None,
        deadline=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    @given(law.cases)
    def run(case: object) -> None:
        once: Seen = Counter()
        law.check(case, once)
        met = list(+once)
        for name in met:
            event(f"{law.name}: {name}")
        drawn.update([_ALL, *met])

    for case in law.witnesses:
        law.check(case, witnessed)
    missing: list[str] = []
    for _ in range(_ROUNDS):
        run()
        missing = [name for name in law.interesting if not drawn[name] + witnessed[name]]
        if not missing:
            break
    told = ""
    for name in sorted(drawn | witnessed):
        told += f"  {drawn[name]:>6}  {name}{', and in a witness' if witnessed[name] else ''}\n"
    sys.stdout.write(f"{law.name} met, in cases:\n{told}")
    assert not missing, f"{law.name} never met: {missing}"


_ALL = "all cases"


def fails(law: Law[Any]) -> bool:
    """Say whether a law fails on its cases, the same ones every time."""

    @settings(
        max_examples=10 * law.examples,
        database=None,
        deadline=None,
        derandomize=True,
        phases=(Phase.generate,),
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    @given(law.cases)
    def run(case: object) -> None:
        law.check(case, Counter())

    try:
        for case in law.witnesses:
            law.check(case, Counter())
        # Hypothesis tells the case that fails, which is what is wanted here.
        with contextlib.redirect_stdout(io.StringIO()):
            run()
    except law.noticed:
        return True
    return False


def replaced(owner: object, name: str, wrap: Callable[[Any], Any]) -> Patch:
    """Return a bug that replaces something of the library by what is made from it."""

    def patch(monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(owner, name, wrap(getattr(owner, name)))

    return patch


def seeded(laws: Iterable[Law[Any]]) -> list[Any]:
    """List every law with each of its bugs, as the parameters ``law`` and ``bug`` of a test."""
    return [pytest.param(law, bug, id=f"{law.name}: {name}") for law in laws for name, bug in law.bugs.items()]
