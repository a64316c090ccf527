# SPDX-License-Identifier: Apache-2.0
"""The ``isomodel`` command: every command is one library call, and this is its door.

Here are the exit codes and the way out of an interrupted run; commands live in ``commands`` and ``lifecycle``, what
they print in ``display``. Importing this module loads none of them: the libraries they need are an optional extra, and
the one thing that works without it is the line that says how to install it.
"""

from __future__ import annotations

import enum
import importlib
import os
import sys
from collections.abc import Sequence

from isomodel.errors import MissingExtraError

__all__ = ["ExitCode", "main"]


class ExitCode(enum.IntEnum):
    """What the command tells the shell."""

    FINE = 0
    """It did what was asked, and what was asked about is in order."""
    ERROR = 1
    """A file could not be read or written, or its content has errors."""
    USAGE = 2
    """The command line itself is wrong."""
    GATE_NOT_MET = 3
    """The answer was computed, and it is not *ready*; or an event may not happen to a case."""
    INTERRUPTED = 130
    """Somebody pressed Ctrl-C."""
    PIPE_CLOSED = 141
    """Whoever read the output stopped reading: 128 and the signal's number, as programs do that the signal ends."""


_EXTRA = ("cyclopts", "rich")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code.

    Args:
        arguments: The words after the command's name; those of the process where left out.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        try:
            from isomodel.cli.commands import run  # noqa: PLC0415 - the extra may be missing, and that has to be said in one line.

            # Importing them is what adds these commands.
            for name in (
                "applicability",
                "catalogue",
                "graph",
                "lifecycle",
                "migration",
                "overview",
                "planning",
                "readiness_changes",
                "schema",
            ):
                importlib.import_module(f"isomodel.cli.{name}")
        except ImportError as error:
            if (error.name or "").partition(".")[0] not in _EXTRA:
                raise
            print(MissingExtraError("cli", "The command line"), file=sys.stderr)
            return ExitCode.ERROR
        code = run(words)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return ExitCode.INTERRUPTED
    except BrokenPipeError:
        # Python flushes standard output once more when it ends; into nothing, so that it does not complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.PIPE_CLOSED
    return code
