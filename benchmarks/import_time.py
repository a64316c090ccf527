# SPDX-License-Identifier: Apache-2.0
"""How long ``import isomodel`` takes, beside importing pydantic's ``BaseModel`` in the same run.

Every measurement is a fresh process; the candidates take turns, so that a slow moment of the machine hits all of them.
What counts is the ratio of the medians over an interpreter that imports nothing. Ends with 1 when the bar is missed.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

ROUNDS = 21
BAR = 1.0
"""The most that ``import isomodel`` may cost, as a share of what pydantic's ``BaseModel`` costs."""

CANDIDATES = {
    "nothing": "pass",
    "pydantic": "from pydantic import BaseModel",
    "isomodel": "import isomodel",
    "isomodel, one noun": "from isomodel import StandardRef",
    "isomodel, all nouns": "from isomodel import *",
}


def milliseconds(script: str) -> float:
    """Return how long a fresh interpreter takes for a script."""
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", script], check=True)
    return (time.perf_counter() - begun) * 1000


def main() -> int:
    """Measure, print the table, and say whether the bar is met."""
    for script in CANDIDATES.values():
        milliseconds(script)  # The first run writes byte code.
    taken: dict[str, list[float]] = {name: [] for name in CANDIDATES}
    for _ in range(ROUNDS):
        for name, script in CANDIDATES.items():
            taken[name].append(milliseconds(script))
    bare = statistics.median(taken["nothing"])
    over = {name: statistics.median(times) - bare for name, times in taken.items()}
    print(f"milliseconds over an interpreter that imports nothing ({bare:.1f}), median of {ROUNDS} processes each")
    for name, cost in over.items():
        print(f"  {name:<22} {cost:7.1f}   {cost / over['pydantic']:5.2f} x pydantic")
    ratio = over["isomodel"] / over["pydantic"]
    print(f"import isomodel / from pydantic import BaseModel = {ratio:.2f}, bar {BAR:.2f}")
    return 0 if ratio <= BAR else 1


if __name__ == "__main__":
    sys.exit(main())
