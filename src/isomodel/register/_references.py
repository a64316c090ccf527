# SPDX-License-Identifier: Apache-2.0
"""Numbers of clauses and controls in the cells of a register, and the titles beside them, read against an edition.

A number is taken only if the edition has it and only one reading of it exists; a title is never needed, but one that
belongs to another number puts both in doubt.
"""

from __future__ import annotations

import difflib
import functools
import itertools
import re
from collections.abc import Iterator, Sequence
from typing import Final

import attrs

from isomodel.errors import Issue, Severity
from isomodel.identifiers import (
    ClauseNumber,
    ClauseReference,
    IdentifierError,
    RequirementRef,
    StandardRef,
    parse_clause_references,
)
from isomodel.model import Control, StandardEdition
from isomodel.register._columns import Column, Place, RefusedError, Table, cut
from isomodel.register._days import mangled
from isomodel.register._results import Outcome
from isomodel.register._words import BareNumbers, ColumnMapping, Field, fold

__all__ = ["Cell", "References"]

LONGEST_REFERENCE: Final = 400
"""How long a cell with a number, or with a number and a title, may be."""

_CLAUSE_WORDS: Final = frozenset(
    map(
        fold,
        (
            "clause",
            "clauses",
            "cl",
            "subclause",
            "abschnitt",
            "abschn",
            "kapitel",
            "kap",
            "klausel",
            "chapitre",
            "chap",
            "article",
            "art",
            "paragraphe",
        ),
    )
)
_CONTROL_WORDS: Final = frozenset(
    map(
        fold,
        (
            "control",
            "controls",
            "annex",
            "annex a",
            "annex control",
            "annex a control",
            "anhang",
            "anhang a",
            "annexe",
            "annexe a",
            "maßnahme",
            "mesure",
            "contrôle",
        ),
    )
)
_OTHER_WORDS: Final = frozenset({"", "requirement", "section", "sec", "ref", "no", "nr"})
_PREFIXES: Final = _CLAUSE_WORDS | _CONTROL_WORDS | _OTHER_WORDS
"""Words in front of a number."""

_MARKUP: Final = " \t\r\n*_`\"“”„'’[]()"
_ITEM_END: Final = re.compile(r"(?<![^\W\d_])[a-z]$")
_GLUED: Final = re.compile(r"(?<![^\W_])([A-Za-z])[ .-]?(?=\d{1,2}\.\d)")
_PADDED: Final = re.compile(r"(?<=\.)0+(?=\d)")
_COMMA_NUMBER: Final = re.compile(r"(\d{1,2}),(\d{1,2})")
_MAIN: Final = re.compile(r"(?P<prefix>[^\W\d]*\.?\s*)(?P<number>[1-9]\d?)(?P<rest>(?:[\s.:)–—-].*)?)", re.DOTALL)
_EDGE: Final = " \t\r\n-–—:.;,|)*_"
_TITLE_AFTER: Final = re.compile(rf"[{re.escape(_EDGE)}]+(?=[^\W\d_]{{2}})|[{re.escape(_EDGE)}]*$")
_MORE_NUMBERS: Final = re.compile(r"\d\.\d|(?<![^\W_])[A-Z]\.\d")
_STANDARD_FIRST: Final = re.compile(
    r"(?P<name>(?:[A-Z]{2,7}[ /_-]{0,3}){0,4}\d{4,5}(?:-\d{1,3})?(?: ?: ?\d{4})?)[\s:,_/|§–-]+(?=[A-Z§\d])",
    re.IGNORECASE,
)
_BARE_STANDARD: Final = re.compile(r"(\d{4,5})(?:-\d{1,3})?(?: ?: ?\d{4})?")
_SEPARATORS: Final = re.compile(r"[\s,;/&+|]*(?:(?:and|und|et|y|e|to|bis|à)\b)?[\s,;/&+|]*", re.IGNORECASE)
_SIMILAR: Final = 0.6


@attrs.frozen
class Cell:
    """A cell to be read as a reference, with the titles beside it."""

    place: Place
    column: Column
    text: str
    titles: tuple[str, ...] = ()

    def refused(self, code: str, message: str, expected: str, near: str | None = None) -> RefusedError:
        """Make the refusal of this cell."""
        return RefusedError(self.place.issue(code, message, self.column, found=self.text, expected=expected, near=near))


class References:
    """The numbers and titles of an edition, as a register may write them."""

    def __init__(self, table: Table, edition: StandardEdition, mapping: ColumnMapping) -> None:
        """Index the titles and decide what a number without a letter is."""
        self._edition = edition
        self._mapping = mapping
        self._hints = table.hints
        self._names = frozenset(fold(name) for name in mapping.standard_names)
        self._annexes = tuple(dict.fromkeys(control.ref.clause.annex for control in edition.controls()))
        self._title_of = {clause.number: fold(clause.title) for clause in edition.walk() if clause.title is not None}
        self._title_of |= {control.ref.clause: fold(control.title) for control in edition.controls()}
        self._titled: dict[str, set[ClauseNumber]] = {}
        for number, title in self._title_of.items():
            self._titled.setdefault(title, set()).add(number)
        self._rule = self._bare_numbers(table)
        self._different: list[tuple[int, str, str]] = []
        self._compared = 0
        self._standard = functools.lru_cache(maxsize=256)(self._read_standard)

    def _bare_numbers(self, table: Table) -> BareNumbers | None:
        """Say what a number without a letter is: by the mapping, else by the headers of number and title."""
        if self._mapping.bare_numbers is not BareNumbers.AS_HEADER:
            return self._mapping.bare_numbers
        if not self._annexes:
            return BareNumbers.BODY
        said = (column.numbers for column in (*table.of(Field.REFERENCE), *table.of(Field.TITLE)))
        return next((numbers for numbers in said if numbers is not None), None)

    # Standards.

    def check_standard(self, name: str, cell: Cell) -> bool:
        """Say whether a name means the edition, or no standard at all (False); raises for any other standard."""
        if fold(name) in self._names:
            return True
        ref = self._standard(name)
        mine = self._edition.ref
        if ref is None:
            return False
        same = (ref.number, ref.part) == (mine.number, mine.part) and set(ref.publishers) <= set(mine.publishers)
        if same and not ref.adoption and not ref.supplements and ref.year in {None, mine.year}:
            return True
        if (ref.number, ref.part) == (mine.number, mine.part):
            message = f"{cut(name)!r} is another edition or an adoption of {mine} and does not stand in for it"
            raise cell.refused("other-edition", message, f"{mine}, or a name the mapping gives it")
        issue = cell.place.issue(
            "other-standard",
            f"the row is about {cut(name)}",
            cell.column,
            found=name,
            expected=str(mine),
            severity=Severity.INFORMATION,
        )
        raise RefusedError(issue, Outcome.OTHER_STANDARD)

    def _read_standard(self, text: str) -> StandardRef | None:
        plain = text.strip()
        bare = _BARE_STANDARD.fullmatch(plain)
        if bare is not None:
            # A number alone names a publisher only where it is the edition's own; whose any other is does not matter.
            mine = self._edition.ref
            plain = f"{'/'.join(mine.publishers) if bare[1] == mine.number else 'ISO'} {plain}"
        try:
            return StandardRef.parse(plain)
        except IdentifierError:
            return None

    # Numbers.

    def holds_number(self, text: str) -> bool:
        """Say whether a cell has a clause or control in it, or what was one, rather than a heading."""
        if len(text) > LONGEST_REFERENCE:
            return False
        plain = self._plain(text)
        return (
            bool(parse_clause_references(plain))
            or self._main(plain) is not None
            or mangled(plain) is not None
            or _COMMA_NUMBER.fullmatch(plain) is not None
        )

    def read(self, cell: Cell) -> tuple[tuple[RequirementRef, ...], str]:
        """Return what a cell names, and the title behind it; raises RefusedError for what cannot be read."""
        expected = "a clause or control such as 8.5.1 or A.5.7, as text"
        if len(cell.text) > LONGEST_REFERENCE:
            raise cell.refused("no-reference", "the cell is too long to be a reference", expected)
        plain = self._plain(cell.text)
        day = mangled(plain)
        if day is not None:
            message = f"{cut(cell.text)!r} is a day: a spreadsheet makes one of a number that is not kept as text"
            raise cell.refused("date-as-reference", message, expected, self._from_day(day))
        comma = _COMMA_NUMBER.fullmatch(plain)
        if comma is not None:
            number = f"{comma[1]}.{comma[2]}"
            message = f"{cut(cell.text)!r} is a number with a decimal comma; whether it was {number} cannot be known"
            raise cell.refused("number-as-reference", message, expected, number)
        standard = _STANDARD_FIRST.match(plain)
        if standard is not None and self.check_standard(standard["name"].replace("_", " ").strip(), cell):
            plain = plain[standard.end() :].lstrip("§ ")
        found = parse_clause_references(plain)
        if not found:
            return self._read_main(plain, cell)
        title = self._between(plain, found, cell)
        known = attrs.evolve(cell, titles=(*cell.titles, title) if title else cell.titles)
        rule = self._rule_behind(plain[: found[0].start])
        targets = dict.fromkeys(
            self._resolved(clause, ref.item, known, rule) for ref in found for clause in self._expanded(ref, known)
        )
        self._check_title(tuple(targets), known)
        return tuple(targets), title

    def _plain(self, text: str) -> str:
        """Take off markup and what spreadsheets and people put around a number, but not the bracket of an item."""
        plain = text.strip(_MARKUP)
        if _ITEM_END.search(plain) and text.rstrip(" *_`\"'").endswith(")"):
            plain += ")"
        plain = _PADDED.sub("", plain.replace("\u00a0", " "))
        return _GLUED.sub(self._with_dot, plain)

    def _with_dot(self, match: re.Match[str]) -> str:
        letter = match[1].upper()
        return f"{letter}." if letter in self._annexes else match[0]

    def _between(self, plain: str, found: Sequence[ClauseReference], cell: Cell) -> str:
        """Check that nothing of the cell was overlooked, and return the title behind the last number."""
        before = plain[: found[0].start]
        gaps = [plain[left.end : right.start] for left, right in itertools.pairwise(found)]
        after = plain[found[-1].end :]
        for ref in found:
            if ref.standard is not None:
                self.check_standard(str(ref.standard), cell)
        readable = found[0].standard is not None or fold(before).strip("§ ") in _PREFIXES
        listed = all(
            ref.standard is not None or _SEPARATORS.fullmatch(gap) or fold(gap) in _PREFIXES
            for gap, ref in zip(gaps, found[1:], strict=True)
        )
        if not readable or not listed or _TITLE_AFTER.match(after) is None or _MORE_NUMBERS.search(after):
            message = f"not all of {cut(cell.text)!r} can be read as clauses and a title"
            raise cell.refused("unread-reference", message, "the number alone, or in front of the title")
        return after.strip(_EDGE)

    @staticmethod
    def _expanded(ref: ClauseReference, cell: Cell) -> tuple[ClauseNumber, ...]:
        try:
            return ref.expand()
        except IdentifierError:
            message = f"what lies between {ref.clause} and {ref.through} cannot be said"
            raise cell.refused("bad-range", message, "a range inside one clause, or a list") from None

    @staticmethod
    def _main(plain: str) -> re.Match[str] | None:
        match = _MAIN.fullmatch(plain)
        if match is None or fold(match["prefix"]) not in _PREFIXES:
            return None
        return match if _TITLE_AFTER.match(match["rest"]) else None

    def _read_main(self, plain: str, cell: Cell) -> tuple[tuple[RequirementRef, ...], str]:
        """Read a main clause or a group of controls: one number without a dot, which may also be a running number."""
        match = self._main(plain)
        if match is None:
            message = f"{cut(cell.text)!r} names no clause or control"
            raise cell.refused("no-reference", message, "a number such as 8.5.1 or A.5.7")
        title = match["rest"].strip(_EDGE)
        known = attrs.evolve(cell, titles=(*cell.titles, title) if title else cell.titles)
        clause = ClauseNumber("", (int(match["number"]),))
        numbers = [clause, *(ClauseNumber(annex, clause.numbers) for annex in self._annexes)]
        named = {fold(name) for name in known.titles}
        said = (
            bool(match["prefix"].strip())
            or self._mapping.bare_numbers is not BareNumbers.AS_HEADER
            or cell.column.numbers is not None
        )
        if not said and not any(self._title_of.get(number) in named for number in numbers):
            message = f"{cut(cell.text)!r} may be a clause or a running number"
            expected = "a header such as 'Clause', the word clause in front, or the title of the clause"
            raise cell.refused("ambiguous-reference", message, expected)
        target = self._resolved(clause, None, known, self._rule_behind(match["prefix"]))
        self._check_title((target,), known)
        return (target,), title

    def _rule_behind(self, words: str) -> BareNumbers | None:
        """Say what a number is behind these words: they say more of it than the header does."""
        word = fold(words).strip("§ ")
        if word in _CLAUSE_WORDS:
            return BareNumbers.BODY
        return BareNumbers.ANNEX if word in _CONTROL_WORDS else self._rule

    def _resolved(self, clause: ClauseNumber, item: str | None, cell: Cell, rule: BareNumbers | None) -> RequirementRef:
        mine = self._edition.ref
        body = RequirementRef(mine, clause, item)
        controls = [RequirementRef(mine, ClauseNumber(annex, clause.numbers), item) for annex in self._annexes]
        if clause.is_annex or rule is BareNumbers.BODY or not controls:
            readings = [body]
        elif rule is BareNumbers.ANNEX:
            readings = controls
        else:
            readings = [body, *controls]
        known = [ref for ref in readings if ref in self._edition]
        if len(known) > 1:
            named = {fold(title) for title in cell.titles}
            titled = [ref for ref in known if ref.item is None and self._title_of.get(ref.clause) in named]
            known = titled if len(titled) == 1 else known
        if len(known) == 1:
            return known[0]
        if known:
            message = f"{clause} may be {' or '.join(ref.local for ref in known)}"
            expected = "the letter of the annex, a header such as 'Control' or 'Clause', or a mapping with bare_numbers"
            raise cell.refused("ambiguous-reference", message, expected)
        others = [] if clause.is_annex else [ref.local for ref in (body, *controls) if ref in self._edition]
        wanted = readings[0].local
        if others:
            message = f"{mine} has no {wanted}, as the header or the word in front makes it, and has {others[0]}"
            expected = "a number that fits the header, the letter of the annex, or a mapping with bare_numbers"
            raise cell.refused("unknown-reference", message, expected, others[0])
        close = self._nearest(readings[0])
        raise cell.refused("unknown-reference", f"{mine} has no {wanted}", f"a clause or control of {mine}", close)

    def _nearest(self, ref: RequirementRef) -> str | None:
        """Return what the edition has instead: the control the number is inside of, else the nearest."""
        above = None if ref.clause.parent is None else RequirementRef(ref.standard, ref.clause.parent)
        if above is not None and above in self._edition and isinstance(self._edition[above], Control):
            return above.local
        return self._hints.near("reference", ref.local, lambda: self._edition.nearest(ref.local))

    def _from_day(self, day: tuple[int, int]) -> str | None:
        """Return the number a day was made of, where only one of the possible ones exists."""
        pairs = [pair for pair in dict.fromkeys([day, (day[1], day[0])]) if 0 not in pair]
        refs = [
            RequirementRef(self._edition.ref, ClauseNumber(annex, pair))
            for pair in pairs
            for annex in ("", *self._annexes)
        ]
        found = [ref.local for ref in refs if ref in self._edition]
        return found[0] if len(found) == 1 else None

    # Titles.

    def _check_title(self, targets: tuple[RequirementRef, ...], cell: Cell) -> None:
        """Refuse a number whose title is that of another: one of the two is wrong, and nobody can say which."""
        if len(targets) != 1 or targets[0].item is not None:
            return
        mine = targets[0].clause
        for title in cell.titles:
            others = self._titled.get(fold(title), set())
            if others and mine not in others:
                close = str(min(others))
                message = f"{cut(title)!r} is the title of {close}, not of {mine}"
                raise cell.refused("title-of-another", message, "a number and a title that belong together", close)

    def note_titles(self, number: int, targets: tuple[RequirementRef, ...], titles: Sequence[str]) -> None:
        """Remember how far the titles of a row are from the edition's."""
        if len(targets) != 1 or not titles or targets[0].item is not None:
            return
        mine = self._title_of.get(targets[0].clause)
        if mine is None:
            return
        self._compared += 1
        if not any(_alike(mine, fold(title)[:200]) for title in titles):
            self._different.append((number, targets[0].local, titles[0]))

    def differing(self, place: Place) -> Iterator[Issue]:
        """Say which titles are strange: each for itself, or all of them at once where most are."""
        mine = self._edition.ref
        if len(self._different) * 2 > self._compared > 1:
            message = (
                f"{len(self._different)} of {self._compared} titles differ from those of {mine}: they are in another "
                "language, or the register is of another edition"
            )
            yield place.issue("titles-differ", message, expected=f"a register of {mine}", severity=Severity.WARNING)
            return
        for number, local, title in self._different:
            message = f"the title {cut(title)!r} is not what {mine} calls {local}"
            yield attrs.evolve(place, row=number).issue("title-differs", message, severity=Severity.INFORMATION)


def _alike(mine: str, theirs: str) -> bool:
    """Say whether two folded titles may mean the same: most letters, or at least half of the words of the other."""
    words = set(theirs.split())
    shared = len(words & set(mine.split())) * 2 >= len(words) > 0
    return shared or difflib.SequenceMatcher(None, mine, theirs).ratio() >= _SIMILAR
