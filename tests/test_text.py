# SPDX-License-Identifier: Apache-2.0
"""Text from documents made safe to show."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isomodel.text import printable, shortened, wrapped

# Format characters that are visible signs of their own: numbers and verse ends of Arabic, Syriac and Kaithi writing.
VISIBLE_FORMATS = {0x600, 0x601, 0x602, 0x603, 0x604, 0x605, 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD}


def test_no_character_that_cannot_be_seen_passes() -> None:
    """Of all characters, exactly the controls, formats, line separators and halves of pairs are written out."""
    passed = {code for code in range(0x110000) if printable(chr(code)) == chr(code)}
    hidden = {code for code in range(0x110000) if unicodedata.category(chr(code)) in ("Cc", "Cf", "Zl", "Zp", "Cs")}
    assert passed & hidden <= VISIBLE_FORMATS
    written = set(range(0x110000)) - passed
    unassigned = {code for code in written - hidden if unicodedata.category(chr(code)) == "Cn"}
    assert written - hidden - unassigned == set()
    assert ord(" ") in passed
    assert ord("é") in passed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain – ünïcödé 日本 😀", "plain – ünïcödé 日本 😀"),
        ("a\x1b[2Jb\nc", "a\\x1b[2Jb\\nc"),
        ("\x1b]0;title\x07", "\\x1b]0;title\\x07"),
        ("a\tb\rc\x00", "a\\tb\\rc\\x00"),
        ("\x9b31m", "\\x9b31m"),
        ("user\u202etxt.exe", "user\\u202etxt.exe"),
        ("a\u2028b\u2029c\x85d", "a\\u2028b\\u2029c\\x85d"),
        ("a\u200bb\ufeffc\xadd", "a\\u200bb\\ufeffc\\xadd"),
        ("\U000e0041", "\\U000e0041"),
        ("\ud800", "\\ud800"),
        ("[red]markup[/red] & <b>", "[red]markup[/red] & <b>"),
        ("", ""),
    ],
)
def test_printable(text: str, expected: str) -> None:
    """What would command, hide or reorder is written out; everything else stays, markup included."""
    assert printable(text) == expected


@settings(max_examples=100)
@given(text=st.text(max_size=60), width=st.integers(0, 30))
def test_shortened_text_fits(text: str, width: int) -> None:
    """Shortened text is never wider than asked, is on one line, and is whole or ends in an ellipsis."""
    short = shortened(text, width)
    assert len(short) <= width
    assert len(short.splitlines()) <= 1
    if short != printable(text):
        assert short == (printable(text)[: width - 1] + "…" if width else "")


@pytest.mark.parametrize(
    ("width", "expected"), [(17, "management review"), (16, "management revi…"), (10, "managemen…"), (1, "…"), (0, "")]
)
def test_shortened(width: int, expected: str) -> None:
    """An ellipsis stands for what was cut, and counts."""
    assert shortened("management review", width) == expected


def test_wrapped() -> None:
    """Long text is broken between words, each line after the indent, none wider than asked."""
    assert wrapped("one two three four", 9) == "one two\nthree\nfour"
    assert wrapped("one two three four", 11, indent="  ") == "  one two\n  three\n  four"
    assert wrapped("a\nb \x1b[0m", 40) == "a\\nb \\x1b[0m"
    assert wrapped("", 10) == ""


@settings(max_examples=100)
@given(text=st.text(max_size=80), width=st.integers(8, 30))
def test_wrapped_text_fits(text: str, width: int) -> None:
    """No line of wrapped text is wider than asked, and nothing in it is hidden."""
    for line in wrapped(text, width, indent="> ").split("\n"):
        assert len(line) <= width
        assert printable(line) == line
