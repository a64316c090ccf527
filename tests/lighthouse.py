# SPDX-License-Identifier: Apache-2.0
"""An invented standard about lighthouses, with clauses and controls whose numbers can be mistaken for each other.

``ISO/IEC 99003:2031`` does not exist. It has numbers that only the body has, that only the annex has, and that both
have; numbers with two digits; lettered items; and one clause whose requirements may be set aside.
"""

from __future__ import annotations

import datetime as dt

from isomodel.identifiers import ClauseNumber, RequirementRef, StandardRef
from isomodel.model import (
    Clause,
    ClauseKind,
    Control,
    NonApplicability,
    Provenance,
    PublicationStage,
    Requirement,
    StandardEdition,
)

STANDARD = StandardRef.parse("ISO/IEC 99003:2031")

# Number, title, items of requirements; a star marks an item that may be set aside.
_BODY = (
    ("4", "Bearings", ""),
    ("4.1", "Sea and shore", "1"),
    ("4.2", "Ships and keepers", "1 2"),
    ("4.3", "Limits", "1"),
    ("5", "The watch", ""),
    ("5.1", "Standing watch", "1"),
    ("5.2", "Lamp policy", "a b"),
    ("6", "Planning", ""),
    ("6.1", "Weather", "1"),
    ("8", "Operation", ""),
    ("8.3", "Building lighthouses", "1* 2*"),
    ("8.5", "Running the light", ""),
    ("8.5.1", "Lighting", "a b c d"),
    ("8.5.2", None, "1"),
    ("8.6", "Fog", "1"),
    ("9", "Looking back", ""),
    ("9.2", "Inspection", "1"),
    ("10", "Getting better", ""),
    ("10.1", "Mending", "1"),
    ("10.2", "Causes", "1"),
)

_ANNEX = (
    (
        "A.5",
        "Keeping the light",
        ("Lamp policies", "Roles of the watch", "Separation of duties", "Watch book", "Spare lamp", "Oil", "Lenses",
         "Clockwork", "Log", "Use of the boat", "Rope", "Flags"),
    ),
    ("A.6", "Keepers", ("Screening of keepers", "Terms of service", "Leaving the service")),
    (
        "A.7",
        "The tower",
        ("Fences", "Locks", "Doors", "Windows", "Stairs", "Roof", "Gallery", "Paint", "Lightning", "Fire", "Water"),
    ),
)  # fmt: skip


def _requirement(number: str, token: str) -> Requirement:
    rule = NonApplicability.WITH_JUSTIFICATION if token.endswith("*") else NonApplicability.NEVER
    item = token.rstrip("*")
    return Requirement(
        ref=RequirementRef(STANDARD, ClauseNumber.parse(number), item),
        statement=f"Invented obligation {number} {item}.",
        non_applicability=rule,
        consulted="invented",
    )


def _clause(number: str) -> Clause:
    parsed = ClauseNumber.parse(number)
    title, items = next((title, items) for name, title, items in _BODY if name == number)
    return Clause(
        number=parsed,
        title=title,
        source_confidence=0,
        requirements=tuple(_requirement(number, token) for token in items.split()),
        clauses=tuple(_clause(name) for name, _, _ in _BODY if ClauseNumber.parse(name).parent == parsed),
    )


def _group(number: str, title: str, titles: tuple[str, ...]) -> Clause:
    controls = tuple(
        Control(
            ref=RequirementRef(STANDARD, ClauseNumber.parse(f"{number}.{index}")),
            title=name,
            statement=f"Invented: {name.lower()}.",
            theme="invented",
            source_confidence=0,
            consulted="invented",
        )
        for index, name in enumerate(titles, start=1)
    )
    return Clause(
        number=ClauseNumber.parse(number), title=title, kind=ClauseKind.ANNEX, source_confidence=0, controls=controls
    )


LIGHTHOUSE = StandardEdition(
    ref=STANDARD,
    title="Lighthouses",
    discipline="lighthouses",
    publication_stage=PublicationStage.PUBLISHED,
    catalogue_revision=7,
    provenance=Provenance(compiled_on=dt.date(2031, 1, 1), method="invented for unit tests", licence="CC0-1.0"),
    clauses=(
        *(_clause(number) for number, _, _ in _BODY if "." not in number),
        Clause(
            number=ClauseNumber.parse("Annex A"),
            title="Reference controls for lighthouses",
            kind=ClauseKind.ANNEX,
            source_confidence=0,
            clauses=tuple(_group(*row) for row in _ANNEX),
        ),
    ),
)
"""The edition: 16 clauses with requirements of their own and 26 controls."""
