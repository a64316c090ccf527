# SPDX-License-Identifier: Apache-2.0
"""Named parameters with default and source, overridable.

Where a standard leaves a number open, practice fills it in: how old an internal audit may be, how long a record shows
current operation. Such a number is a parameter of a policy, never a constant in a function. A policy is named in
every result that used it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import attrs

from isomodel.errors import InvariantError, UnknownNameError, nearest
from isomodel.model import Extensions

__all__ = ["Parameter", "Policy"]


def _check_value(instance: object, attribute: attrs.Attribute[int], value: int) -> None:
    if type(value) is not int or value < 0:
        raise InvariantError(type(instance).__name__, attribute.name, repr(value), "a whole number from 0")


@attrs.frozen(kw_only=True)
class Parameter:
    """One number that a rule reads.

    Attributes:
        name: Its name, kebab-case.
        value: Its value, in ``unit``.
        unit: What the value counts, such as ``months`` or ``days``.
        source: Who says so, in a few words; ``practice`` where no document does.
        note: What it is for.
    """

    name: str
    value: int = attrs.field(validator=_check_value, metadata={"schema": {"minimum": 0}})
    unit: str
    source: str
    note: str | None = None


@attrs.frozen(kw_only=True)
class Policy:
    """A named set of parameters.

    Attributes:
        id: Its name, kebab-case.
        version: Its own version, free text.
        title: What it is, in a few words.
        parameters: The parameters, each name once.
        extensions: Data of other programs.
    """

    id: str
    version: str
    title: str
    parameters: tuple[Parameter, ...]
    extensions: Extensions = attrs.field(factory=Extensions)

    def __attrs_post_init__(self) -> None:
        """Refuse a name that stands twice."""
        counts = Counter(parameter.name for parameter in self.parameters)
        twice = next((name for name, count in counts.items() if count > 1), None)
        if twice is not None:
            raise InvariantError("Policy", "parameters", f"{twice} twice", "each parameter once")

    def __getitem__(self, name: str) -> int:
        """Return the value of a parameter, in its unit; raises UnknownNameError with the nearest name."""
        return self.parameter(name).value

    def __contains__(self, name: object) -> bool:
        """Say whether the policy has a parameter of that name."""
        return any(parameter.name == name for parameter in self.parameters)

    def parameter(self, name: str) -> Parameter:
        """Return a parameter with its unit and source; raises UnknownNameError with the nearest name."""
        for parameter in self.parameters:
            if parameter.name == name:
                return parameter
        raise UnknownNameError("parameter", name, nearest(name, (parameter.name for parameter in self.parameters)))

    def overridden(self, values: Mapping[str, int], *, id: str, source: str) -> Policy:  # noqa: A002 - the field's name.
        """Return a policy of another name in which the given parameters have other values, on somebody's authority.

        Raises:
            UnknownNameError: A name the policy does not have.
            InvariantError: A value that is no whole number from 0.
        """
        for name in values:
            self.parameter(name)
        parameters = tuple(
            attrs.evolve(parameter, value=values[parameter.name], source=source)
            if parameter.name in values
            else parameter
            for parameter in self.parameters
        )
        return attrs.evolve(self, id=id, parameters=parameters)

    def extended(self, *parameters: Parameter, id: str) -> Policy:  # noqa: A002 - the field's name.
        """Return a policy of another name that has further parameters, such as ``validity.report``.

        Raises:
            InvariantError: A name the policy has already.
        """
        return attrs.evolve(self, id=id, parameters=(*self.parameters, *parameters))
