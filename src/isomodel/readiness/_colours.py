# SPDX-License-Identifier: Apache-2.0
"""How a drawing of a standard shows readiness: a colour and a letter for each bucket.

What fails is brown to orange, what is open yellow, grey and pink, what passes blue: colours that people with the usual
kinds of colour blindness tell apart, on all of which dark letters can be read. The letter says the same once more, for
a print in grey.
"""

from __future__ import annotations

from typing import Final, TypedDict

from isomodel.graph import ColourClass
from isomodel.identifiers import RequirementRef
from isomodel.readiness._nouns import Bucket, EntryReadiness

__all__ = ["Colouring", "coloured"]


class Colouring(TypedDict):
    """What :func:`isomodel.graph.draw` takes to colour a drawing.

    Attributes:
        classes: The class of each requirement and control.
        legend: The classes that occur, worst first.
        title: Standard, gate, day and verdict.
    """

    classes: dict[RequirementRef, str]
    legend: tuple[ColourClass, ...]
    title: str


_COLOURS: Final = {
    Bucket.GAP: ("#d98041", "G", "gap"),
    Bucket.PARTIAL: ("#f2ae72", "P", "partly done"),
    Bucket.STALE: ("#f9c9a8", "S", "stale: what showed it has lapsed"),
    Bucket.CONFLICTING: ("#cf7fb0", "C", "the record contradicts itself"),
    Bucket.NOT_ASSESSED: ("#c0c0c6", "?", "not assessed"),
    Bucket.ASSERTED: ("#f5ec3d", "A", "asserted, and nothing shows it"),
    Bucket.PLANNED: ("#cfeafd", "L", "planned, and the risk's owner approved"),
    Bucket.EXPECTED_MINOR: ("#9ccdef", "M", "a minor with an accepted plan"),
    Bucket.MET: ("#4fa3dc", "✓", "met"),
    Bucket.NOT_APPLICABLE: ("#ffffff", "–", "not applicable"),
}


def coloured(entries: tuple[EntryReadiness, ...], title: str) -> Colouring:
    classes = {entry.ref: entry.bucket.value for entry in entries}
    there = {entry.bucket for entry in entries}
    return Colouring(
        classes=classes,
        legend=tuple(
            ColourClass(name=bucket.value, fill=fill, mark=mark, meaning=meaning)
            for bucket, (fill, mark, meaning) in _COLOURS.items()
            if bucket in there
        ),
        title=title,
    )
