# SPDX-License-Identifier: Apache-2.0
"""Text from documents made safe to show.

Whatever comes out of a document may carry terminal escapes, bidirectional overrides or newlines meant to forge a second
line. Everything that reaches a terminal or a report goes through :func:`printable` first; nothing here knows where the
text goes afterwards, and nothing here changes what is stored.
"""

from __future__ import annotations

import re
import textwrap

__all__ = ["printable", "shortened", "wrapped"]

# C0 and C1 controls, the soft hyphen, the bidirectional controls, the line and paragraph separators, the byte order
# mark, the interlinear and tag characters, other format controls, the noncharacters that XML forbids, and lone
# surrogates: a reader can see none of them.
_INVISIBLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ufffe\uffff\ud800-\udfff\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f]"
)


def printable(value: str) -> str:
    r"""Return the text on one line with every invisible or controlling character written out.

    >>> printable("a\x1b[2Jb\nc")
    'a\\x1b[2Jb\\nc'
    """
    return _INVISIBLE.sub(_escaped, value)


def shortened(value: str, width: int) -> str:
    """Return printable text of at most ``width`` characters, an ellipsis standing for what was cut.

    >>> shortened("management review", 10)
    'managemen…'
    """
    safe = printable(value)
    return safe if len(safe) <= width else (safe[: width - 1] + "…" if width > 0 else "")


def wrapped(value: str, width: int, *, indent: str = "") -> str:
    """Return printable text broken into lines of at most ``width`` characters, each after ``indent``."""
    return textwrap.fill(printable(value), width=width, initial_indent=indent, subsequent_indent=indent)


def _escaped(match: re.Match[str]) -> str:
    return match.group().encode("unicode_escape").decode("ascii")
