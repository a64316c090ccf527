# SPDX-License-Identifier: Apache-2.0
"""How long reading strictly takes, beside ``json.loads`` of the same bytes in the same run.

Read are every edition of the catalogue and the sample assessment. Both candidates take turns in one process and only
their own processor time counts, so that other programs on the machine do not. The first reading in a process, which
also makes the reading functions, and reading with forgotten references are shown, not judged. Ends with 1 when the bar
is missed.
"""

from __future__ import annotations

import functools
import gc
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from importlib import resources

from isomodel import documents

ROUNDS = 41
BAR = 6.0
"""The most that reading the largest edition may cost, as a multiple of ``json.loads``."""


def files() -> Iterator[tuple[str, bytes]]:
    """Go through the documents, the largest edition first and the sample assessment last."""
    data = resources.files("isomodel.catalogue").joinpath("data")
    editions = [(file.name, file.read_bytes()) for file in data.iterdir() if file.name != "register.json"]
    yield from sorted(editions, key=lambda each: -len(each[1]))
    sample = resources.files("isomodel.cli").joinpath("demo-assessment.json")
    yield sample.name, sample.read_bytes()


def milliseconds(work: Callable[[], object]) -> float:
    """Return the processor time that some work takes."""
    begun = time.process_time()
    work()
    return (time.process_time() - begun) * 1000


def forget() -> None:
    """Forget the references read so far, as a process that has read none."""
    for thing in gc.get_objects():
        # Caches without a size hold functions made once, not what was read.
        if isinstance(thing, functools._lru_cache_wrapper) and thing.cache_parameters()["maxsize"] is not None:  # noqa: SLF001 - the type has no public name.
            thing.cache_clear()


def main() -> int:
    """Measure, print the table, and say whether the bar is met."""
    ratios: list[float] = []
    print(f"{'document':<26} {'kB':>6} {'json.loads':>11} {'strict':>9} {'ratio':>6} {'forgotten':>10} {'first':>6}")
    for name, data in files():
        plain, strict, cold = [], [], []
        first = milliseconds(lambda data=data: documents.loads(data))  # type: ignore[misc]  # the loop's own data.
        for _ in range(ROUNDS):
            plain.append(milliseconds(lambda data=data: json.loads(data)))  # type: ignore[misc]  # as above.
            strict.append(milliseconds(lambda data=data: documents.loads(data)))  # type: ignore[misc]  # as above.
        for _ in range(ROUNDS // 4):
            forget()
            cold.append(milliseconds(lambda data=data: documents.loads(data)))  # type: ignore[misc]  # as above.
        base = statistics.median(plain)
        ratios.append(statistics.median(strict) / base)
        row = (
            f"{name:<26} {len(data) // 1000:>6} {base:>8.2f} ms {statistics.median(strict):>6.2f} ms {ratios[-1]:>6.2f}"
        )
        print(f"{row} {statistics.median(cold) / base:>10.2f} {first / base:>6.1f}")
    print(f"strict reading of the largest edition / json.loads = {ratios[0]:.2f}, bar {BAR:.2f}")
    return 0 if ratios[0] <= BAR else 1


if __name__ == "__main__":
    sys.exit(main())
