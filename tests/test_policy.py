# SPDX-License-Identifier: Apache-2.0
"""Named numbers with a source, overridable on somebody's authority."""

from __future__ import annotations

import time
from typing import Any

import attrs
import pytest

from isomodel.errors import InvariantError, UnknownNameError
from isomodel.policy import Parameter, Policy

AGE = Parameter(name="audit-age", value=12, unit="months", source="practice", note="How old an internal audit may be.")
GAP = Parameter(name="stage-gap", value=90, unit="days", source="invented rules, 4.2")
POLICY = Policy(id="invented", version="1", title="Invented numbers", parameters=(AGE, GAP))


def test_values_are_found_by_name() -> None:
    """A parameter answers by its name, with its value or as a whole."""
    assert POLICY["audit-age"] == 12
    assert POLICY.parameter("stage-gap") is GAP


@pytest.mark.parametrize(("name", "nearest"), [("audit_age", "audit-age"), ("stage-gaps", "stage-gap"), ("x", None)])
def test_unknown_names_are_refused_with_the_nearest(name: str, nearest: str | None) -> None:
    """A name the policy does not have is refused everywhere it can be given."""
    for ask in (POLICY.__getitem__, POLICY.parameter, lambda name: POLICY.overridden({name: 1}, id="x", source="y")):
        with pytest.raises(UnknownNameError) as caught:
            ask(name)
        assert (caught.value.kind, caught.value.name, caught.value.nearest) == ("parameter", name, nearest)


def test_overriding_makes_another_policy() -> None:
    """Overridden values name their authority, the rest stays, and the policy it came from does not change."""
    other = POLICY.overridden({"stage-gap": 60}, id="our-body", source="our certification body")
    assert other == Policy(
        id="our-body",
        version="1",
        title="Invented numbers",
        parameters=(AGE, attrs.evolve(GAP, value=60, source="our certification body")),
    )
    assert POLICY["stage-gap"] == 90
    assert POLICY.overridden({}, id="same", source="nobody").parameters == POLICY.parameters


def test_a_policy_says_whether_it_has_a_parameter() -> None:
    """A name it has is in it, and nothing else."""
    assert "audit-age" in POLICY
    assert "audit" not in POLICY
    assert 12 not in POLICY


def test_extending_makes_another_policy() -> None:
    """What is added stands behind what was there; a name that is taken is refused."""
    more = Parameter(name="validity.report", value=6, unit="months", source="our certification body")
    other = POLICY.extended(more, id="our-body")
    assert (other.id, other.parameters) == ("our-body", (AGE, GAP, more))
    assert "validity.report" not in POLICY
    with pytest.raises(InvariantError):
        POLICY.extended(AGE, id="twice")


@pytest.mark.parametrize("value", [-1, True, 1.5, "12", None])
def test_values_are_whole_numbers_from_zero(value: Any) -> None:  # noqa: ANN401 - a caller who ignores types.
    """A value below zero, or of a type that only resembles a whole number, is refused."""
    with pytest.raises(InvariantError) as caught:
        attrs.evolve(AGE, value=value)
    assert (caught.value.noun, caught.value.field) == ("Parameter", "value")
    assert (caught.value.found, caught.value.expected) == (repr(value), "a whole number from 0")
    assert attrs.evolve(AGE, value=0).value == 0


def test_a_name_stands_once() -> None:
    """Two parameters of one name would leave open which counts."""
    with pytest.raises(InvariantError) as caught:
        Policy(id="p", version="1", title="t", parameters=(AGE, GAP, attrs.evolve(AGE, value=1)))
    assert (caught.value.field, caught.value.found) == ("parameters", "audit-age twice")


def test_many_parameters_are_checked_in_one_pass() -> None:
    """The check for repeated names does not take time that grows with the square of their number."""
    begun = time.process_time()
    Policy(id="p", version="1", title="t", parameters=tuple(attrs.evolve(AGE, name=f"n{at}") for at in range(20_000)))
    assert time.process_time() - begun < 3
