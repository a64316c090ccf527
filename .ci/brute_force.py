# SPDX-License-Identifier: Apache-2.0
"""Hold every impact against brute force: take an item of evidence out of a record, and ask again.

``python .ci/brute_force.py RECORD DAY`` goes through every item of evidence, standard and gate of a record. The laws of
the tests do the same with drawn records; this is the whole of a real one, and takes minutes. It ends with 1 where an
impact says anything that asking again does not, or the other way round.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections import Counter
from platform import python_version

import attrs

from isomodel import Assessment, catalogue, load, readiness
from isomodel.readiness import Gate, Readiness


def moved(before: tuple[object, ...], after: tuple[object, ...], name: str, value: str) -> set[tuple[object, ...]]:
    """Return what is named in one of two lists, with its values, where these differ."""
    one = {getattr(item, name): getattr(item, value) for item in before}
    two = {getattr(item, name): getattr(item, value) for item in after}
    return {(key, one.get(key), two.get(key)) for key in {*one, *two} if one.get(key) != two.get(key)}


def blocking(answer: Readiness) -> set[tuple[object, str]]:
    """Return what stands in the way."""
    return {(one.kind, one.subject) for one in answer.blockers}


def undermined(answer: Readiness) -> set[object]:
    """Return what leans on something that fails."""
    return {one.ref for one in answer.undermined}


def agrees(told: readiness.ReadinessComparison, before: Readiness, after: Readiness) -> bool:
    """Say whether what is told of a gate is what two answers differ in."""
    return (
        (told.before, told.after) == (before.verdict, after.verdict)
        and {(one.ref, one.before, one.after) for one in told.entries}
        == moved(before.entries, after.entries, "ref", "bucket")
        and {(one.id, one.before, one.after) for one in told.facts} == moved(before.facts, after.facts, "id", "outcome")
        and {(one.id, one.before, one.after) for one in told.rules} == moved(before.rules, after.rules, "id", "outcome")
        and {(one.kind, one.subject) for one in told.blockers_gone} == blocking(before) - blocking(after)
        and {(one.kind, one.subject) for one in told.blockers_new} == blocking(after) - blocking(before)
        and set(told.undermined_gone) == undermined(before) - undermined(after)
        and set(told.undermined_new) == undermined(after) - undermined(before)
        and (told.before_changes_on, told.after_changes_on) == (before.changes_on, after.changes_on)
    )


def main(path: str, day: str) -> int:
    """Go through a record, print what was compared, and return how many impacts were wrong."""
    record, on = load(path, Assessment), dt.date.fromisoformat(day)
    editions = catalogue.load_for(record)
    names = sorted({item.id for item in record.evidence})
    met: Counter[str] = Counter()
    wrong: list[str] = []
    for ref in record.editions:
        before = {gate: readiness.evaluate(record, editions, standard=ref, gate=gate, on=on) for gate in Gate}
        for name in names:
            if sys.stderr.isatty():
                sys.stderr.write(f"\r{ref}, {name}  ")
            left = attrs.evolve(record, evidence=tuple(item for item in record.evidence if item.id != name))
            told = readiness.impact(record, editions, standard=ref, of=name, on=on, gates=tuple(Gate))
            by_gate = {one.gate: one for one in told.gates}
            flips = set()
            for gate in Gate:
                after = readiness.evaluate(left, editions, standard=ref, gate=gate, on=on)
                met["answers compared"] += 1
                met["entries that move"] += len(by_gate[gate].entries)
                met["answers in which nothing happens"] += not by_gate[gate].differs
                if after.verdict is not before[gate].verdict:
                    flips.add(gate)
                    met["gates that flip"] += 1
                if not agrees(by_gate[gate], before[gate], after):
                    wrong.append(f"{ref}, {name}, {gate.value}")
            if set(told.flips) != flips:
                wrong.append(f"{ref}, {name}: flips")
    print(f"brute force, Python {python_version()}: {path} on {day}")
    print(f"{len(names)} items of evidence, {len(record.editions)} standards, {len(Gate)} gates")
    for name, count in sorted(met.items()):
        print(f"{count:>8}  {name}")
    print(f"{len(wrong):>8}  wrong", *wrong[:20], sep="\n")
    return min(len(wrong), 1)


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
