# SPDX-License-Identifier: Apache-2.0
"""A drawing coloured by readiness: every bucket has a colour and a letter that people can tell apart."""

from __future__ import annotations

import itertools
import xml.etree.ElementTree as ET
from collections import Counter

import attrs
import pytest

from invented import ON, SMALL, empty, entries_of, finding, perfect, ref
from isomodel import graph, readiness
from isomodel.readiness import Bucket, Readiness, _colours

SVG = "{http://www.w3.org/2000/svg}"


def asked(**changes: object) -> Readiness:
    """Return the answer about a perfect record, changed as named."""
    record = attrs.evolve(perfect(SMALL), **changes)  # type: ignore[arg-type]  # lists by their names.
    return readiness.evaluate(record, [SMALL], standard=SMALL.ref, gate="stage-2", on=ON)


def drawn(answer: Readiness) -> str:
    """Return the drawing of an answer."""
    return graph.draw(graph.build([SMALL.as_of(ON)]), SMALL.ref, **readiness.colours(answer))


def test_each_requirement_and_control_is_coloured_by_its_bucket() -> None:
    """The class of each is its bucket, and the legend has the buckets that occur, worst first."""
    gone = tuple(one for one in perfect(SMALL).judgements if one.target != ref("9.1#1", SMALL))
    answer = asked(judgements=gone, findings=(finding("F", ref("8.1#a", SMALL)),))
    made = readiness.colours(answer)
    assert made["classes"] == {entry.ref: entry.bucket.value for entry in answer.entries}
    assert [one.name for one in made["legend"]] == ["gap", "not-assessed", "met"]
    assert made["title"] == "ISO 99002:2030 · stage-2 · as of 2031-06-15 · NOT READY"


def test_the_drawing_shows_colour_letter_count_and_verdict() -> None:
    """A tile has the colour and the letter of its bucket; legend and heading say what they mean and when it was so."""
    answer = asked(findings=(finding("F", ref("8.1#a", SMALL)),))
    root = ET.fromstring(drawn(answer))  # noqa: S314 - our own drawing.
    tiles = {}
    for tile in root.findall(f"{SVG}g"):
        name = (tile.findtext(f"{SVG}title") or "").partition(":")[0]
        tiles[name] = (tile[1].get("fill"), [text.text for text in tile.findall(f"{SVG}text")])
    assert len(tiles) == len(answer.entries)
    assert tiles["8.1#a"] == (_colours._COLOURS[Bucket.GAP][0], ["a", "G"])
    assert tiles["A.5.1"] == (_colours._COLOURS[Bucket.MET][0], ["A.5.1", "✓"])
    told = [text.text for text in root.findall(f"{SVG}text")]
    assert told[0] == "ISO 99002:2030 · stage-2 · as of 2031-06-15 · NOT READY"
    assert told[told.index("gap: 1") - 1] == "G"
    assert told[told.index("met: 16") - 1] == "✓"


def test_what_is_drawn_is_what_was_counted() -> None:
    """The marks on the tiles are as many as the buckets hold."""
    answer = readiness.evaluate(empty(SMALL), [SMALL], standard=SMALL.ref, gate="stage-1", on=ON)
    root = ET.fromstring(drawn(answer))  # noqa: S314 - our own drawing.
    marks = Counter(tile.findall(f"{SVG}text")[-1].text for tile in root.findall(f"{SVG}g"))
    assert marks == {"?": len(entries_of(SMALL.as_of(ON)))}


def test_every_bucket_has_a_colour_a_letter_and_a_meaning_of_its_own() -> None:
    """No bucket is without, no two share one, and the order is that from worst to best."""
    assert list(_colours._COLOURS) == list(Bucket)
    for part in zip(*_colours._COLOURS.values(), strict=True):
        assert len(set(part)) == len(Bucket)


def linear(fill: str) -> tuple[float, float, float]:
    """Return the parts of a colour as light."""
    parts = [int(fill[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return red, green, blue


def luminance(light: tuple[float, float, float]) -> float:
    """Return the relative luminance of WCAG 2."""
    return 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2]


SIGHT = {
    "usual": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
"""How light is seen (Machado, Oliveira and Fernandes, 2009, at full severity)."""


def lab(light: tuple[float, float, float]) -> tuple[float, float, float]:
    """Return light as CIE Lab with the white point D65."""
    red, green, blue = light
    axes = (
        (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047,
        0.2126 * red + 0.7152 * green + 0.0722 * blue,
        (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883,
    )
    x, y, z = (one ** (1 / 3) if one > 0.008856 else 7.787 * one + 16 / 116 for one in axes)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def test_letters_can_be_read_on_every_colour() -> None:
    """The contrast of the ink of a tile is at least 4.5 to 1 (WCAG 2, 1.4.3)."""
    ink = luminance(linear("#0f172a"))
    for fill, *_ in _colours._COLOURS.values():
        assert (luminance(linear(fill)) + 0.05) / (ink + 0.05) >= 4.5, fill


@pytest.mark.parametrize("sight", SIGHT)
def test_colours_can_be_told_apart_by_every_eye(sight: str) -> None:
    """What fails, what is open and what passes never look alike; a difference of 10 is seen at a glance."""
    kinds = {meaning.bucket: meaning.outcome for meaning in readiness.truth_table().buckets}
    seen = {}
    for bucket, (fill, *_) in _colours._COLOURS.items():
        light = linear(fill)
        red, green, blue = (max(0.0, sum(a * b for a, b in zip(row, light, strict=True))) for row in SIGHT[sight])
        seen[bucket] = lab((red, green, blue))
    for one, other in itertools.combinations(seen, 2):
        apart = sum((a - b) ** 2 for a, b in zip(seen[one], seen[other], strict=True)) ** 0.5
        assert apart > (10 if kinds[one] is not kinds[other] else 5), f"{one.value}, {other.value}: {apart:.1f}"
