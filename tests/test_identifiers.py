# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: ANN401 (laws hold for values of several classes, and for values of no class at all)
# ruff: noqa: RUF001 (Cyrillic names and typographic marks are what is read here)
"""What the references promise: laws first, then public samples, then what is refused."""

from __future__ import annotations

import copy
import csv
import functools
import itertools
import pickle
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import example, given, reject, settings
from hypothesis import strategies as st

from isomodel import identifiers
from isomodel.errors import InvariantError, IsomodelError
from isomodel.identifiers import (
    AdoptionLayer,
    ClauseNumber,
    ClauseReference,
    IdentifierError,
    IdentifierTypeError,
    RequirementRef,
    StandardRef,
    Supplement,
    UrnError,
    parse_clause_references,
)

DATA = Path(__file__).parent / "data"
LAW = settings(deadline=None)
"""A law is not a stopwatch: the first example pays for patterns compiled when they are first met."""

# Strategies for values of every kind.

YEARS = st.one_of(
    st.integers(1900, 2099).map(str),
    st.tuples(st.integers(1900, 2099), st.integers(1, 12)).map(lambda pair: f"{pair[0]}-{pair[1]:02}"),
)
PART_GROUPS = st.one_of(
    st.integers(0, 99999).map(str),
    st.sampled_from(["1999", "2016", "05", "16", "M91", "B06", "1Q", "3A", "A", "X", "1AB", "III", "IV", "E", "021"]),
)
PARTS = st.one_of(
    st.none(),
    st.lists(PART_GROUPS, min_size=1, max_size=4).map("-".join),
    st.lists(PART_GROUPS, min_size=1, max_size=2).map(lambda groups: "-".join(groups) + ".2"),
)
NUMBERS: dict[str, st.SearchStrategy[str]] = {
    "iso": st.integers(1, 99999).map(str),
    "plain": st.integers(1, 999999).map(str),
    "etsi": st.just("300 328"),
    "dotted": st.sampled_from(["380", "12.2.007.0", "2.312", "71039"]),
    "jis": st.sampled_from(["Q 27001", "Z 8301", "A 0001", "X 0902"]),
    "lettered": st.sampled_from(["7799", "X50", "9100D", "Z1.4", "015", "C10", "1.0"]),
    "csa": st.sampled_from(["Z299", "C22.2 NO. 60601", "A440S1", "12.2", "B149HB", "C22.2 NO. 231SP", "Z240 MH"]),
    "directives": st.sampled_from(["1", "2 ISO", "1 IEC SUP", "JTC 1", "JTC 1 SUP", "IEC SUP"]),
}
GROUPS: list[tuple[str, ...]] = [
    *(body.members or (body.name,) for body in identifiers._BODIES.values() if body.alone or body.members),
    ("ISO", "IEC"),
    ("ISO", "IEC", "IEEE"),
    ("ISO", "CIE"),
    ("IEC", "IEEE"),
    ("ISO", "SAE"),
]
FRONT_BODIES = [body.name for body in identifiers._BODIES.values() if body.level <= 1]


def made(kind: Callable[..., Any], /, **facts: Any) -> Any:
    """Make a value, or look for another example where its facts contradict each other."""
    try:
        return kind(**facts)
    except InvariantError:
        reject()


@st.composite
def supplements(draw: st.DrawFn, *, directives: bool = False) -> Supplement:
    """Draw an amendment, corrigendum or the like."""
    year = draw(st.one_of(st.none(), YEARS))
    if directives:
        return Supplement(kind=draw(st.sampled_from(["ISO SUP", "IEC SUP"])), year=year, incorporated=True)
    kind = draw(st.sampled_from(["Amd", "Cor", "Add", "Suppl", "Ext", "A", "AC", "ISH", "FRAG"]))
    number = str(draw(st.integers(1, 999)))
    drafted = kind in identifiers._DRAFTED_SUPPLEMENTS and draw(st.booleans())
    return Supplement(
        kind=kind,
        number=number if kind in identifiers._NUMBERED_SUPPLEMENTS else draw(st.sampled_from([number, number, None])),
        year=year,
        stage=draw(st.sampled_from(["CD", "AWI", "PRF", *identifiers._DRAFT_SUPPLEMENTS.get(kind, ())]))
        if drafted
        else None,
        incorporated=draw(st.booleans()),
    )


STACKS = st.lists(supplements(), max_size=3).map(tuple)


@st.composite
def chains(draw: st.DrawFn, core: str, level: int | None, *, adopted: bool) -> tuple[AdoptionLayer, ...]:
    """Draw the bodies in front of a text, some with years or numbers of their own."""
    layers: list[AdoptionLayer] = []
    following, below = core, level
    for _ in range(draw(st.sampled_from([1, 2, 3] if adopted else [0, 0, 1, 1, 2, 3]))):
        names = [name for name in FRONT_BODIES if below is not None and identifiers._may_adopt(name, following, below)]
        if not names:
            break
        following = draw(st.sampled_from(names))
        below = identifiers._BODIES[following].level
        layers.append(AdoptionLayer(following))
    dated: bool = draw(st.booleans())
    if layers and dated:
        layers = [
            attrs.evolve(each, year=draw(st.one_of(st.none(), YEARS)), supplements=draw(st.one_of(st.just(()), STACKS)))
            for each in layers
        ]
    if layers and draw(st.sampled_from([True, False, False])):
        style = identifiers._BODIES[layers[-1].body].numbers
        layers[-1] = made(
            AdoptionLayer,
            body=layers[-1].body,
            number=draw(NUMBERS[style]),
            part=draw(PARTS),
            year=layers[-1].year,
            supplements=layers[-1].supplements,
        )
    return tuple(reversed(layers))


@st.composite
def standards(draw: st.DrawFn, *, adopted: bool = False) -> StandardRef:
    """Draw a reference of any publisher, with any chain, stage, type and supplements it can have."""
    publishers = draw(st.sampled_from([("ISO",), ("ISO", "IEC")]) if adopted else st.sampled_from(GROUPS))
    types = [kind for kind in [None, *identifiers._TYPES] if identifiers._may_have_type(publishers, kind)]
    kind = draw(st.one_of(st.none(), st.sampled_from(types)))
    stage = None
    if kind != "DIR" and draw(st.booleans()):
        stages = ["pr", "Fpr"]
        if identifiers._group_level(publishers) == 2:
            stages += [
                *identifiers._STAGES,
                *(name for name, typed in identifiers._TYPED_STAGES.items() if typed == (name, kind)),
            ]
        stage = draw(st.sampled_from(stages))
    part = None if kind == "DIR" else draw(PARTS)
    if part is not None and stage not in {None, "pr", "Fpr"}:
        part = part.removesuffix(".2")
    ref: StandardRef = made(
        StandardRef,
        publishers=publishers,
        number=draw(NUMBERS[identifiers._number_style(publishers, kind)]),
        part=part,
        year=draw(st.one_of(st.none(), YEARS)),
        stage=stage,
        type=kind,
        iteration=None if stage in {None, "pr", "Fpr"} else draw(st.sampled_from([None, None, 1, 12])),
        supplements=draw(STACKS if kind != "DIR" else st.just(()) | st.tuples(supplements(directives=True))),
        edition=draw(st.one_of(st.none(), st.integers(0, 99))),
        language=draw(st.sampled_from([(), (), ("en",), ("en", "fr", "other")])),
        adoption=draw(chains("/".join(publishers), identifiers._group_level(publishers), adopted=adopted)),
        variant=draw(st.one_of(st.none(), st.none(), st.sampled_from(identifiers._VARIANTS))),
        reaffirmed=draw(st.sampled_from([None, None, "2021"])),
    )
    return ref


@st.composite
def clauses(draw: st.DrawFn) -> ClauseNumber:
    """Draw a clause of the body or of an annex, or an annex."""
    annex = draw(st.sampled_from(["", "", "A", "B", "Z", "AA", "SL", "ZA"]))
    first = [] if annex else [draw(st.integers(0, 9999))]
    rest = draw(st.lists(st.integers(1, 9999), max_size=7))
    return ClauseNumber(annex, (*first, *rest))


ITEMS = st.one_of(st.none(), st.from_regex(identifiers._ITEM, fullmatch=True))
REQUIREMENTS = st.builds(RequirementRef, standards(), clauses(), ITEMS)
VALUES: st.SearchStrategy[Any] = st.one_of(standards(), clauses(), REQUIREMENTS, supplements())


def rows(name: str) -> list[dict[str, str]]:
    """Read a table of samples."""
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


class TestLaws:
    """What holds for every value."""

    @LAW
    @given(standards() | standards(adopted=True))
    def test_standard_is_read_back_from_its_print(self, ref: StandardRef) -> None:
        """Reading the print of a standard gives the standard back, so the print of that is the same."""
        assert StandardRef.parse(str(ref)) == ref

    @LAW
    @given(clauses())
    def test_clause_is_read_back_from_its_print(self, clause: ClauseNumber) -> None:
        """Reading the print of a clause number gives it back."""
        assert ClauseNumber.parse(str(clause)) == clause

    @LAW
    @given(REQUIREMENTS)
    def test_requirement_is_read_back_from_print_and_citation(self, ref: RequirementRef) -> None:
        """Both the canonical form and the auditor's citation of a requirement are read back."""
        assert RequirementRef.parse(str(ref)) == ref
        assert RequirementRef.parse(ref.citation) == ref

    @LAW
    @given(VALUES)
    def test_values_pickle_copy_and_hash(self, value: Any) -> None:
        """A copy by pickle or deep copy is equal and has the same hash."""
        for other in (pickle.loads(pickle.dumps(value)), copy.deepcopy(value)):  # noqa: S301 - pickled a moment before.
            assert other == value
            assert hash(other) == hash(value)

    @LAW
    @given(st.one_of(*(st.tuples(kind, kind, kind) for kind in (standards(), clauses(), REQUIREMENTS, supplements()))))
    def test_order_is_total_and_agrees_with_equality(self, three: tuple[Any, Any, Any]) -> None:
        """Exactly one of less, equal and greater holds, and sorting does not depend on where one begins."""
        one, two, three_ = three
        assert (one < two) + (one == two) + (one > two) == 1
        assert (one <= two) == (one < two or one == two)
        assert sorted([one, two, three_]) == sorted([three_, two, one])

    @LAW
    @given(standards(), standards())
    def test_slugs_differ_where_references_differ(self, one: StandardRef, two: StandardRef) -> None:
        """Two references share a slug only if they are equal."""
        assert (one.slug == two.slug) == (one == two)

    @LAW
    @given(standards(), st.data())
    def test_slugs_tell_one_change_apart(self, one: StandardRef, data: st.DataObject) -> None:
        """Changing one attribute changes the slug."""
        name = data.draw(
            st.sampled_from(["number", "part", "year", "edition", "language", "supplements", "adoption", "stage"])
        )
        two = made(functools.partial(attrs.evolve, one), **{name: getattr(data.draw(standards()), name)})
        assert (one.slug == two.slug) == (one == two)

    @LAW
    @given(standards())
    def test_slug_is_made_of_plain_characters(self, ref: StandardRef) -> None:
        """A slug is safe in file names and addresses."""
        assert set(ref.slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-.")
        assert ref.slug == ref.slug.strip("-.")

    @LAW
    @given(standards(), st.data())
    def test_damage_is_refused_or_seen(self, ref: StandardRef, data: st.DataObject) -> None:
        """A print with its end cut off or a letter put in is refused, or read as another value."""
        text = str(ref)
        at = data.draw(st.integers(0, len(text) - 1))
        inserted = data.draw(st.sampled_from("x0§(é!"))
        for damaged in (text[:at], text[:at] + inserted + text[at:]):
            try:
                other = StandardRef.parse(damaged)
            except IdentifierError as error:
                assert 0 <= error.position <= len(damaged)  # noqa: PT017 - what the error says is what is tried.
            else:
                assert other != ref or text[at:].strip("-: ") == ""

    @LAW
    @given(st.text(max_size=60))
    @example("ISO 9001:\u0660")
    @example("ISO 9001:2015\ud800")
    def test_any_text_is_read_or_refused_with_its_place(self, text: str) -> None:
        """Only this module's own error leaves, with a place inside the text and a sentence of one line."""
        for kind in (StandardRef, ClauseNumber, RequirementRef):
            try:
                value = kind.parse(text)
            except IdentifierError as error:
                assert 0 <= error.position <= len(text)  # noqa: PT017 - what the error says is what is tried.
                assert len(str(error).splitlines()) == 1  # noqa: PT017 - what the error says is what is tried.
            else:
                assert kind.parse(str(value)) == value

    @LAW
    @given(
        st.lists(
            st.sampled_from(
                [
                    "ISO",
                    "IEC",
                    "EN",
                    "BS",
                    "TS",
                    "Guide",
                    "/",
                    "-",
                    ":",
                    " ",
                    "9001",
                    "27001",
                    "2015",
                    "1",
                    ".2",
                    "Amd",
                    "+A1",
                    "(E)",
                    "ED2",
                    "(",
                    ")",
                    "NO.",
                    "CSA",
                    "JIS",
                    "Q",
                    "GOST R",
                    "--",
                    "Cor",
                    "16",
                    "/",
                    " ",
                    ",",
                    "8.5.1",
                    "c)",
                    "§",
                    "Annex A",
                ]
            ),
            max_size=14,
        ).map("".join)
    )
    def test_whatever_is_read_prints_and_reads_the_same(self, text: str) -> None:
        """Every text made of the right words is refused, or has a print that is read as the same value."""
        for kind in (StandardRef, RequirementRef):
            try:
                value = kind.parse(text)
            except IdentifierError:
                continue
            assert kind.parse(str(value)) == value

    @LAW
    @given(standards(adopted=True))
    def test_adoption_is_never_the_adopted_text(self, ref: StandardRef) -> None:
        """A reference with bodies in front of it differs from the one without them."""
        assert attrs.evolve(ref, adoption=()) != ref

    @LAW
    @given(clauses(), clauses())
    def test_within_means_self_or_ancestor(self, one: ClauseNumber, two: ClauseNumber) -> None:
        """A clause is within another exactly if that is itself or one of its ancestors; ancestors come before."""
        assert one.is_within(two) == (two == one or two in one.ancestors)
        assert all(above < one for above in one.ancestors)
        assert one.depth == len(one.ancestors) + 1

    @LAW
    @given(st.integers(1, 30), st.lists(st.integers(1, 30), min_size=1, max_size=3))
    def test_references_are_found_where_they_were_put(self, first: int, rest: list[int]) -> None:
        """A clause behind a clause word is found, with the place of its number."""
        number = ".".join(map(str, [first, *rest]))
        text = f"see clause {number} there"
        (found,) = parse_clause_references(text)
        assert (str(found.clause), text[found.start : found.end]) == (number, number)

    @LAW
    @given(st.text(alphabet="ISO 9001:2015§clause8.5.1,A.5.7-–/&c)abto", max_size=80))
    def test_places_lie_in_the_text_in_order(self, text: str) -> None:
        """What is found lies in the text, in order, without overlapping."""
        found = parse_clause_references(text)
        assert all(each.start < each.end <= len(text) for each in found)
        assert all(one.end <= two.start for one, two in itertools.pairwise(found))


@pytest.mark.parametrize("row", rows("identifiers-sample.csv"), ids=lambda row: row["string"])
def test_sample_has_the_expected_parse(row: dict[str, str]) -> None:
    """Public references read as the sample says, in every column, and are read back from their print."""
    ref = StandardRef.parse(row["string"])
    found = {
        "string": row["string"],
        "publisher": ref.publisher,
        "number": ref.number,
        "part": ref.part or "",
        "year": ref.year or "",
        "stage_or_type": ref.stage_or_type,
        "amendment": ref.amendment,
        "language": ",".join(ref.language),
    }
    assert found == row
    assert StandardRef.parse(str(ref)) == ref


SPELLINGS = [
    # Loose spellings and other scripts.
    ("iso9001:2015", "ISO 9001:2015"),
    ("ISO-9001 : 2015", "ISO 9001:2015"),
    ("ISO 9001：2015", "ISO 9001:2015"),
    ("ISO\u00a09001\u20132015", "ISO 9001:2015"),
    ("ISO 9001 – 2015", "ISO 9001:2015"),
    ("ISO IEC 27001", "ISO/IEC 27001"),
    ("ISO-IEC-27001:2022", "ISO/IEC 27001:2022"),
    ("ISO /IEC 17030:2003", "ISO/IEC 17030:2003"),
    ("ISO/IEC27001:2022", "ISO/IEC 27001:2022"),
    ("ISO 9001:--", "ISO 9001"),
    ("ISO/TR27957:2008", "ISO/TR 27957:2008"),
    ("ISO TR 23081-3", "ISO/TR 23081-3"),
    ("ИСО/МЭК ТО 19791:2008", "ISO/IEC TR 19791:2008"),
    ("ИСО/ОПМС 26000:2010(R)", "ISO/FDIS 26000:2010(ru)"),
    ("ИСО/ПМС 1956/2", "ISO/DIS 1956-2"),
    ("Руководство ИСО/МЭК 76", "ISO/IEC Guide 76"),
    ("GUIDE ISO/CEI 71:2001(F)", "ISO/IEC Guide 71:2001(fr)"),
    ("ISO/CEI 17025:2005/Cor.1:2006(F)", "ISO/IEC 17025:2005/Cor 1:2006(fr)"),
    ("CEI 60601-1:2005", "IEC 60601-1:2005"),
    ("CEI/IEC 60601-1:2005", "IEC 60601-1:2005"),
    ("IEC/CEI 60601-1:2005", "IEC 60601-1:2005"),
    ("CEI 64-8:2021", "CEI 64-8:2021"),
    ("ISO/IWA 2:2007", "IWA 2:2007"),
    # Parts, years, stages, iterations, editions.
    ("ISO 4037/III", "ISO 4037-III"),
    ("ISO 105/F", "ISO 105-F"),
    ("ISO 1000-1973", "ISO 1000:1973"),
    ("UNE-EN ISO 9001/2000", "UNE-EN ISO 9001:2000"),
    ("IEC 50(151):1978", "IEC 50-151:1978"),
    ("ISO/IEC/IEEE 8802-22.2:2015", "ISO/IEC/IEEE 8802-22.2:2015"),
    ("ISO/CD2 14065:2018", "ISO/CD 14065.2:2018"),
    ("ISO/NWIP 19144-4", "ISO/NP 19144-4"),
    ("ISO/IEC PDTS 27035-3", "ISO/IEC CD TS 27035-3"),
    ("ISO/WD IWA 19", "WD IWA 19"),
    ("EN WD IWA 19", "EN WD IWA 19"),
    ("WD/ISO 10360-2", "ISO/WD 10360-2"),
    ("FprISO/IEC 17029", "FprISO/IEC 17029"),
    ("BS prEN ISO 9001", "BS prEN ISO 9001"),
    ("E DIN EN ISO 9001:2025-08", "E DIN EN ISO 9001:2025-08"),
    ("ISO 11553-1 Ed.2", "ISO 11553-1 ED2"),
    ("ISO 9001 (all parts)", "ISO 9001 (all parts)"),
    ("IEC 60034:2022 SER", "IEC 60034:2022 SER"),
    ("ISO/IEC 2382-36:2019(E/F)", "ISO/IEC 2382-36:2019(en,fr)"),
    ("BS EN ISO 9001:2015 (French version)", "BS EN ISO 9001:2015(fr)"),
    # Supplements.
    ("ISO 9001:2015 Amd 1:2024", "ISO 9001:2015/Amd 1:2024"),
    ("ISO 9001:2015, Amendment 1:2024", "ISO 9001:2015/Amd 1:2024"),
    ("ISO 1942-1:1983/Amd7-2021", "ISO 1942-1:1983/Amd 7:2021"),
    ("ISO 3183:2012/DAmd 1(fr)", "ISO 3183:2012/DAM 1(fr)"),
    ("ISO/IEC 10646-1:1993/pDCOR.2", "ISO/IEC 10646-1:1993/CD Cor 2"),
    ("ISO/IEC 14496-10:2014/FPDAM 1(en)", "ISO/IEC 14496-10:2014/CD Amd 1(en)"),
    ("ISO 17301-1:2016/FDCor 1.3", "ISO 17301-1:2016/FDCOR 1.3"),
    ("EN ISO 10077-1:2006+AC:2009+AC2:2009", "EN ISO 10077-1:2006+AC:2009+AC2:2009"),
    ("IEC 60601-1:2005+AMD1:2012+AMD2:2020 CSV", "IEC 60601-1:2005+Amd 1:2012+Amd 2:2020 CSV"),
    ("BS 1501-2 Addendum No. 1:1973", "BS 1501-2/Add 1:1973"),
    ("ISO/IEC Directives, Part 1:2022 + IEC Supplement:2022", "ISO/IEC DIR 1:2022+IEC SUP:2022"),
    ("ISO/IEC Directives, Part 1 -- Consolidated ISO Supplement", "ISO/IEC DIR 1 ISO SUP"),
    ("ISO/IEC JTC 1 DIR:2004", "ISO/IEC DIR JTC 1:2004"),
    # National bodies.
    ("IS/ISO 9001 : 2015", "IS/ISO 9001:2015"),
    ("NEN-EN-ISO 9001:2015", "NEN-EN-ISO 9001:2015"),
    ("OENORM EN ISO 9001:2015", "ÖNORM EN ISO 9001:2015"),
    ("TS EN ISO 9001:2015", "TS EN ISO 9001:2015"),
    ("CAN/CSA-ISO 9001:16 (R2025)", "CAN/CSA-ISO 9001:2016 (R2025)"),
    ("CAN/CSA-ISO 10993.11-98 (R2003)", "CAN/CSA-ISO 10993-11:1998 (R2003)"),
    ("CAN/CSA-C22.2 NO. 0.16-M92 (R2001)", "CAN/CSA C22.2 NO. 0.16:1992 (R2001)"),
    ("CAN/CSA-A220 SERIES-06 (R2021)", "CAN/CSA A220:2006 SERIES (R2021)"),
    ("CAN/CSA-CEI/IEC 61000-4-28-01/A2:10", "CAN/CSA-IEC 61000-4-28:2001/A2:2010"),
    ("CSA B149.1:F20", "CSA B149.1:2020(fr)"),
    ("JISX0902-1:2019", "JIS X 0902-1:2019"),
    ("KS Q 9001", "KS Q 9001"),
    ("KS Q ISO 9001:2015", "KS Q ISO 9001:2015"),
    ("ГОСТ Р 12.4.202-99", "GOST R 12.4.202:1999"),
    ("ГОСТ Р 71039— 2023", "GOST R 71039:2023"),
    ("ANSI/AAMI/ISO 13485:2016", "ANSI/AAMI ISO 13485:2016"),
    ("AS/NZS 4801:2001", "AS/NZS 4801:2001"),
    ("ETSI EN 300 328", "ETSI EN 300 328"),
    # What was adopted, printed behind it.
    ("DIN EN ISO 9001:2015-11 (EN ISO 9001:2015, IDT)", "DIN EN ISO 9001:2015-11 (EN ISO 9001:2015)"),
    ("GB/T 22080-2016/ISO/IEC 27001:2013", "GB/T 22080:2016 (ISO/IEC 27001:2013)"),
    ("ГОСТ 6996 (ИСО 4136-89)", "GOST 6996 (ISO 4136:1989)"),
    (
        "BS EN ISO 9001:2016 (EN ISO 9001:2015 (ISO 9001:2014))(en)",
        "BS EN ISO 9001:2016 (EN ISO 9001:2015 (ISO 9001:2014))(en)",
    ),
    # URNs: RFC 5141, and as public catalogues write them.
    ("urn:iso:std:iso:9001:ed-5:en", "ISO 9001 ED5(en)"),
    ("urn:iso:std:iso:9999:-1:ed-1:v1-amd1.v1:en,fr:amd:2:v2:en", "ISO 9999-1+Amd 1/Amd 2 ED1(en)"),
    ("iso:std:iso-iec:27001:ed-3:v1:en", "ISO/IEC 27001 ED3(en)"),
    ("urn:iso:std:iso:9001:stage-90.92", "ISO 9001"),
    ("urn:iso:std:iso:9001:ed-5:stage-60.60:amd:2024:v1", "ISO 9001/Amd 1:2024 ED5"),
    ("urn:iso:std:iso:9001:ed-5:stage-40.20:amd:2024:v1", "ISO 9001/DAM 1:2024 ED5"),
    ("urn:iso:std:iso:9001:amd:1:stage-50.00", "ISO 9001/FDAM 1"),
    ("urn:iso:std:iso:9001:amd:1:stage-20.00", "ISO 9001/AWI Amd 1"),
    ("urn:iso:std:iso:9001:DIS", "ISO/DIS 9001"),
    ("urn:iso:std:iso:9001:draft", "ISO/Draft 9001"),
    ("urn:iso:std:iso:9001:stage-draft", "ISO/Draft 9001"),
    ("urn:iso:std:iso:9001:stage-20.00", "ISO/AWI 9001"),
    ("urn:iso:std:iso:9001:stage-30.20.v2", "ISO/CD 9001.2"),
    ("urn:iso:std:iso:ts:22003:-1:stage-50.00", "ISO/FDTS 22003-1"),
    ("urn:iso:std:iso-iec:guide:51:ed-3", "ISO/IEC Guide 51 ED3"),
    ("urn:iso:std:iwa:14:-1", "IWA 14-1"),
    ("urn:iso:std:iso:iwa:36:ed-1", "IWA 36 ED1"),
    ("urn:iec:std:iec:62443-2-1:2010-11:::", "IEC 62443-2-1:2010-11"),
]


@pytest.mark.parametrize(("text", "printed"), SPELLINGS)
def test_spelling_prints_in_the_canonical_form(text: str, printed: str) -> None:
    """However a reference is written, it prints in one way, which is read as the same reference."""
    assert str(StandardRef.parse(text)) == printed
    assert StandardRef.parse(printed) == StandardRef.parse(text)


@pytest.mark.parametrize("row", rows("identifiers-negative.csv"), ids=lambda row: row["text"] or "nothing")
def test_junk_is_refused_with_its_place(row: dict[str, str]) -> None:
    """What is no reference is refused, by an error that is also a ValueError and says where reading stopped."""
    text = row["text"].encode().decode("unicode_escape")
    with pytest.raises(IdentifierError) as refused:
        StandardRef.parse(text)
    assert isinstance(refused.value, (IsomodelError, ValueError))
    assert refused.value.text == text
    assert 0 <= refused.value.position <= len(text)
    assert refused.value.expected


class TestErrors:
    """What the errors say."""

    def test_sentence_names_found_place_expected_and_nearest(self) -> None:
        """The sentence says what was found, where, what would do, and what comes closest."""
        with pytest.raises(IdentifierError) as refused:
            StandardRef.parse("ISO 9001:2015 foo")
        error = refused.value
        assert (error.position, error.nearest) == (14, "ISO 9001:2015")
        assert str(error) == (
            "'ISO 9001:2015 foo' is not a standard reference: found 'foo' at position 14, "
            "expected the end of the reference; the nearest valid one is 'ISO 9001:2015'"
        )

    def test_misspelt_publisher_gets_a_suggestion(self) -> None:
        """An unknown publisher is refused with the closest known one."""
        with pytest.raises(IdentifierError) as refused:
            StandardRef.parse("IAFT 16949:2016")
        assert refused.value.nearest == "IATF"

    def test_end_of_text_is_named(self) -> None:
        """Where the text ends too early, the sentence says so."""
        with pytest.raises(IdentifierError, match="found the end at position 3, expected a number"):
            StandardRef.parse("ISO")

    @pytest.mark.parametrize("kind", [StandardRef, ClauseNumber, RequirementRef])
    @pytest.mark.parametrize("value", [4.10, 4, None, b"4.1", ["4.1"], True])
    def test_only_text_is_read(self, kind: Any, value: Any) -> None:
        """A number or anything else is refused by type, since 4.10 has lost its zero before anyone looks."""
        with pytest.raises(IdentifierTypeError) as refused:
            kind.parse(value)
        assert isinstance(refused.value, TypeError)
        assert "not text" in str(refused.value)
        with pytest.raises(IdentifierTypeError):
            parse_clause_references(value)

    @pytest.mark.parametrize("kind", [StandardRef, ClauseNumber, RequirementRef])
    def test_long_text_is_refused_at_the_limit(self, kind: Any) -> None:
        """A text longer than the limit is refused without being read, and is not repeated in full."""
        with pytest.raises(IdentifierError) as refused:
            kind.parse("ISO 9001" * 131072)
        assert refused.value.position == identifiers.MAX_LENGTH
        assert len(str(refused.value)) < 300

    @pytest.mark.parametrize(
        "error",
        [
            IdentifierError("clause number", "x", 0, "numbers", "4.1"),
            IdentifierTypeError("clause number", "4.1", 0, "text"),
            UrnError("ISO 9001:2015", "no edition"),
        ],
    )
    def test_errors_pickle(self, error: Exception) -> None:
        """An error survives pickling with its sentence."""
        assert str(pickle.loads(pickle.dumps(error))) == str(error)  # noqa: S301 - pickled a moment before.

    def test_control_characters_are_shown_not_sent(self) -> None:
        """A sentence about a hostile text has no control characters in it."""
        with pytest.raises(IdentifierError) as refused:
            StandardRef.parse("ISO 9001\x1b[2J\n\u202e")
        assert str(refused.value).isprintable()


class TestStandardRef:
    """The attributes and helpers of a standard reference."""

    def test_parts_are_named(self) -> None:
        """A reference gives its parts by name."""
        ref = StandardRef.parse("UNI CEI EN ISO/IEC 27001:2024+A1:2024")
        assert ref.publishers == ("ISO", "IEC")
        assert [layer.body for layer in ref.adoption] == ["UNI", "CEI", "EN"]
        assert ref.supplements == (Supplement(kind="A", number="1", year="2024", incorporated=True),)
        assert StandardRef.parse("ISO/DTS 14064-4").type == "TS"
        assert StandardRef.parse("ISO/DTS 14064-4").stage == "DTS"

    def test_layer_keeps_its_own_year_where_it_is_printed(self) -> None:
        """A year printed for each body of a chain goes to that body."""
        ref = StandardRef.parse("BS EN ISO 9001:2016+A1:2020 (EN ISO 9001:2015 (ISO 9001:2014))")
        assert [layer.year for layer in ref.adoption] == ["2016", "2015"]
        assert ref.year == "2014"
        assert ref.adoption[0].supplements == (Supplement(kind="A", number="1", year="2020", incorporated=True),)
        assert ref.base.adoption[0].supplements == ()

    def test_adoption_with_another_number_keeps_both(self) -> None:
        """A text adopted under another number has that number on the layer."""
        ref = StandardRef.parse("GB/T 19001-2016/ISO 9001:2015")
        assert (ref.number, ref.year) == ("9001", "2015")
        assert ref.adoption == (AdoptionLayer("GB/T", number="19001", year="2016"),)
        assert ref != StandardRef.parse("ISO 9001:2015")

    def test_undated_and_base(self) -> None:
        """Undated drops all that names an edition; base drops the supplements only."""
        ref = StandardRef.parse("ISO 9001:2015/Amd 1:2024 ED5(en)")
        assert str(ref.undated) == "ISO 9001"
        assert str(ref.base) == "ISO 9001:2015 ED5"
        assert ref.is_dated
        assert not ref.undated.is_dated

    @pytest.mark.parametrize(
        ("text", "slug"),
        [
            ("ISO/IEC 27001:2022", "iso-iec-27001-2022"),
            ("ISO 9001:2015/Amd 1:2024", "iso-9001-2015-amd-1-2024"),
            ("DIN EN ISO 9001:2015-11", "din-en-iso-9001-2015-11"),
            ("ČSN EN ISO 9001:2016", "csn-en-iso-9001-2016"),
            ("I.S. EN ISO 9001", "i-s-en-iso-9001"),
            ("ISO/CD 9001.2", "iso-cd-9001-draft-2"),
            ("GOST R 12.4.202-99", "gost-r-12.4.202-1999"),
            ("GB/T 1999 (ISO 9001:2015)", "gb-t-iso-9001-2015-by-gb-t-no-1999"),
            ("BS ISO 9001:1999 (ISO 9001:2015)", "bs-iso-9001-2015-by-bs-1999"),
        ],
    )
    def test_slug(self, text: str, slug: str) -> None:
        """A slug is the print in lower case, joined by hyphens."""
        assert StandardRef.parse(text).slug == slug

    def test_order_is_by_number_not_by_letter(self) -> None:
        """Numbers, parts and supplements are ordered as numbers; undated comes first, adoptions after the original."""
        printed = [
            "ISO 9001",
            "ISO 9001:2008",
            "ISO 9001:2015",
            "BS EN ISO 9001:2015",
            "ISO 9001:2015/Amd 2:2024",
            "ISO 9001:2015/Amd 10:2024",
            "ISO 14001:2015",
            "ISO 22003-2:2022",
            "ISO 22003-10:2022",
            "ISO/IEC 27001:2022",
        ]
        assert [str(ref) for ref in sorted(map(StandardRef.parse, reversed(printed)))] == printed

    def test_order_is_for_one_class_only(self) -> None:
        """References of different classes are not ordered."""
        clause: Any = ClauseNumber.parse("4")
        for compare in ("__lt__", "__le__", "__gt__", "__ge__"):
            assert getattr(StandardRef.parse("ISO 9001"), compare)(clause) is NotImplemented

    @pytest.mark.parametrize(
        ("text", "edition", "urn"),
        [
            ("ISO 9001:2015", 5, "urn:iso:std:iso:9001:ed-5"),
            ("ISO 9001:2015/Amd 1:2024", 5, "urn:iso:std:iso:9001:ed-5:amd:1"),
            ("ISO 9001:2015 ED5(en)", None, "urn:iso:std:iso:9001:ed-5:en"),
            ("ISO/IEC TS 17021-2:2012", 1, "urn:iso:std:iso-iec:ts:17021:-2:ed-1"),
            ("ISO/IEC Guide 51:2014", 3, "urn:iso:std:iso-iec:guide:51:ed-3"),
            ("IWA 14-1:2013", 1, "urn:iso:std:iso:iwa:14:-1:ed-1"),
        ],
    )
    def test_urn_has_the_edition_for_the_year(self, text: str, edition: int | None, urn: str) -> None:
        """The URN of a published ISO document is that of RFC 5141 with edition; it is read back but for the year."""
        ref = StandardRef.parse(text)
        assert ref.to_urn(edition=edition) == urn
        assert StandardRef.parse(urn).publishers == ref.publishers
        assert StandardRef.parse(urn).number == ref.number

    @pytest.mark.parametrize(
        ("text", "edition", "reason"),
        [
            ("ISO 9001:2015", None, "edition is not known"),
            ("ISO 9001:2015", 0, "not one from 1 to 99"),
            ("ISO 9001 ED5", 4, "is to edition 5"),
            ("ISO/DIS 9001", 1, "only published"),
            ("ISO 9001:2015/DAM 1", 5, "only published"),
            ("BS EN ISO 9001:2015", 5, "adopted"),
            ("IEC 60601-1:2005", 3, "only ISO"),
            ("ISO/IEC DIR 1:2022", 1, "of this type"),
            ("ISO/IEC/IEEE 8802-22.2:2015", 1, "such a part"),
            ("ISO 9001 (all parts)", 5, "form of delivery"),
            ("ISO 9001:2015/A1:2024", 5, "such a supplement"),
            ("ISO 9001:2015+Amd 1:2024", 5, "consolidated"),
        ],
    )
    def test_no_urn_without_what_it_needs(self, text: str, edition: int | None, reason: str) -> None:
        """Where there is no URN, the error says what stands in the way."""
        with pytest.raises(UrnError, match=reason) as refused:
            StandardRef.parse(text).to_urn(edition=edition)
        assert isinstance(refused.value, LookupError)

    @pytest.mark.parametrize(
        "facts",
        [
            {"publishers": ()},
            {"publishers": ["ISO"]},
            {"publishers": ("FOO",)},
            {"publishers": ("ISO", "BS")},
            {"publishers": ("ISO", "ISO")},
            {"publishers": ("IEEE",)},
            {"number": "09001"},
            {"number": None},
            {"number": 9001},
            {"part": "foo"},
            {"part": "1.2", "stage": "DIS"},
            {"year": "15"},
            {"year": "2015-13"},
            {"stage": "FOO"},
            {"stage": "E"},
            {"stage": "DTS"},
            {"type": "FOO"},
            {"type": "DIR", "number": "1", "stage": "CD"},
            {"iteration": 2},
            {"iteration": 0, "stage": "CD"},
            {"iteration": True, "stage": "CD"},
            {"supplements": [Supplement(kind="Amd")]},
            {"supplements": (Supplement(kind="Amd"),) * 9},
            {"supplements": ("Amd 1",)},
            {"edition": 100},
            {"language": "en"},
            {"language": ("EN",)},
            {"adoption": ("BS",)},
            {"adoption": (AdoptionLayer("EN"), AdoptionLayer("BS"))},
            {"adoption": (AdoptionLayer("BS"), AdoptionLayer("GB/T", number="1"))},
            {"variant": "foo"},
            {"reaffirmed": "25"},
        ],
    )
    def test_what_cannot_be_printed_cannot_be_made(self, facts: dict[str, Any]) -> None:
        """A value that its print would not give back is refused, with the attribute at fault."""
        with pytest.raises(InvariantError):
            StandardRef(**({"publishers": ("ISO",), "number": "9001"} | facts))

    @pytest.mark.parametrize(
        "make",
        [
            lambda: Supplement(kind="Foo"),
            lambda: Supplement(kind="A"),
            lambda: Supplement(kind="Amd", number="01"),
            lambda: Supplement(kind="Amd", year="24"),
            lambda: Supplement(kind="Amd", number="1", stage="DCOR"),
            lambda: Supplement(kind="A", number="1", stage="CD"),
            lambda: Supplement(kind="Amd", iteration=2),
            lambda: Supplement(kind="IEC SUP"),
            lambda: Supplement(kind="IEC SUP", number="1", incorporated=True),
            lambda: AdoptionLayer("ISO"),
            lambda: AdoptionLayer("FOO"),
            lambda: AdoptionLayer("EN", part="1"),
            lambda: AdoptionLayer("TS", number="1"),
            lambda: AdoptionLayer("EN", number="x"),
            lambda: ClauseNumber("a", (1,)),
            lambda: ClauseNumber("", ()),
            lambda: ClauseNumber("", (4, 0)),
            lambda: ClauseNumber("", (10000,)),
            lambda: ClauseNumber("", (1,) * 9),
            lambda: ClauseNumber("", [4]),  # type: ignore[arg-type]  # a list is what is refused.
            lambda: RequirementRef(StandardRef.parse("ISO 9001"), ClauseNumber.parse("4"), "C"),
            lambda: RequirementRef(StandardRef.parse("ISO 9001"), ClauseNumber.parse("4"), "1-2"),
        ],
    )
    def test_parts_cannot_contradict_themselves(self, make: Callable[[], object]) -> None:
        """The smaller values refuse what could not be printed and read back."""
        with pytest.raises(InvariantError):
            make()


class TestClauseNumber:
    """Clause numbers as text that sorts as in the document."""

    @pytest.mark.parametrize(
        "text", ["8.5.1", "4", "0.1", "4.10", "A.5.23", "A.5", "Annex A", "ZA.1", "1.2.3.4.5.6.7.8"]
    )
    def test_canonical_text_is_kept(self, text: str) -> None:
        """What is read prints as it was, also 4.10."""
        assert str(ClauseNumber.parse(text)) == text

    @pytest.mark.parametrize(
        "text",
        ["", "A", "a.5", "8.", ".8", "8..5", "08.5", "8.05", "8.0", "8.5.1.", "8,5", "8.5 ", " 8.5", "10000",
         "8.5.1 c)", "1.2.3.4.5.6.7.8.9", "AAA.1", "Annex", "Annex a", "Annex A.", "8.5.x", "Clause 8.5", "८.५",
         "8.5\n", "-1", "1e3"],
    )  # fmt: skip
    def test_anything_else_is_refused(self, text: str) -> None:
        """Leading zeros, stray dots, too many components and letters out of place are refused with their place."""
        with pytest.raises(IdentifierError) as refused:
            ClauseNumber.parse(text)
        assert 0 <= refused.value.position <= len(text)

    def test_annex_words_of_other_languages(self) -> None:
        """An annex is read in the words of other languages, and in the loose form with a space."""
        assert ClauseNumber.parse("Anhang B") == ClauseNumber("B", ())
        assert ClauseNumber.parse("Annex A 5.7") == ClauseNumber.parse("Annex A.5.7") == ClauseNumber.parse("A.5.7")

    def test_order_of_the_document(self) -> None:
        """Clauses sort by number, annexes after the body, an annex before its clauses."""
        printed = [
            "0.1",
            "4",
            "4.2",
            "4.10",
            "10.2",
            "Annex A",
            "A.5",
            "A.5.9",
            "A.5.10",
            "Annex B",
            "Annex AA",
            "ZA.1",
        ]
        assert [str(each) for each in sorted(map(ClauseNumber.parse, reversed(printed)))] == printed

    def test_ancestors(self) -> None:
        """The way up ends at the main clause, or at the annex."""
        assert list(map(str, ClauseNumber.parse("A.5.23").ancestors)) == ["A.5", "Annex A"]
        assert list(map(str, ClauseNumber.parse("8.5.1").ancestors)) == ["8.5", "8"]
        assert ClauseNumber.parse("Annex A").parent is None
        assert ClauseNumber.parse("A.5").is_annex
        assert not ClauseNumber.parse("8.5").is_annex
        assert ClauseNumber.parse("8.5.1").is_within(ClauseNumber.parse("8"))
        assert not ClauseNumber.parse("8.5.1").is_within(ClauseNumber.parse("8.5.10"))


class TestRequirementRef:
    """Addresses of requirements."""

    @pytest.mark.parametrize(
        ("text", "printed"),
        [
            ("ISO 9001:2015, 8.5.1#c", "ISO 9001:2015, 8.5.1#c"),
            ("ISO 9001:2015, 8.5.1#c-2", "ISO 9001:2015, 8.5.1#c-2"),
            ("ISO 9001:2015, 8.5.1#1", "ISO 9001:2015, 8.5.1#1"),
            ("ISO 9001:2015 8.5.1 c)", "ISO 9001:2015, 8.5.1#c"),
            ("ISO 9001:2015 8.5.1(c)", "ISO 9001:2015, 8.5.1#c"),
            ("ISO 9001:2015 8.5.1 c", "ISO 9001:2015, 8.5.1#c"),
            ("ISO 9001:2015 8.5.1c", "ISO 9001:2015, 8.5.1#c"),
            ("ISO 9001:2015 8.5.1 (item 2)", "ISO 9001:2015, 8.5.1#2"),
            ("ISO 9001:2015 6.1.2 a) 1)", "ISO 9001:2015, 6.1.2#a.1"),
            ("ISO 9001:2015 6.1.2 a) 1) ii)", "ISO 9001:2015, 6.1.2#a.1.ii"),
            ("ISO 9001:2015 8.5.1 c) (obligation 2)", "ISO 9001:2015, 8.5.1#c-2"),
            ("ISO 9001:2015 Clause 7.1.5.2.b", "ISO 9001:2015, 7.1.5.2#b"),
            ("ISO 9001 §7.5.3.2", "ISO 9001, 7.5.3.2"),
            ("ISO 9001:2015, cl. 8.5", "ISO 9001:2015, 8.5"),
            ("ISO/IEC 27001:2022 A.5.7", "ISO/IEC 27001:2022, A.5.7"),
            ("ISO/IEC 27001:2022, Annex A", "ISO/IEC 27001:2022, Annex A"),
            ("ISO/IEC 27001:2022 Anhang A.5.7", "ISO/IEC 27001:2022, A.5.7"),
            ("DIN EN ISO 9001:2015-11 – Abschnitt 8.5.1 c)", "DIN EN ISO 9001:2015-11, 8.5.1#c"),
            ("GOST R ISO 9001-2015 п. 8.5.1", "GOST R ISO 9001:2015, 8.5.1"),
            ("GB/T 19001-2016 第8.5.1", "GB/T 19001:2016, 8.5.1"),
            ("ISO 9001:2015 (E), 4.1", "ISO 9001:2015(en), 4.1"),
        ],
    )
    def test_loose_forms_print_canonically(self, text: str, printed: str) -> None:
        """However an address is written, it prints in one way."""
        assert str(RequirementRef.parse(text)) == printed

    @pytest.mark.parametrize(
        "text",
        ["", "ISO 9001:2015", "ISO 9001:2015,", "8.5.1", "8.5.1#c", "ISO 9001:2015, 8.5.1#", "ISO 9001:2015, 8.5.1#C",
         "ISO 9001:2015, 8.5.1#c-1", "ISO 9001:2015, 8.5.1#01", "ISO 9001:2015, 8.5.1#1.a", "ISO 9001:2015, 8.5.1 1)",
         "ISO 9001:2015, 8.5.1, 8.6", "ISO 9001:2015, 08.5", "ISO 9001:2015, 8.5.1 c) and d)", "ISO 9001:2015, Annex",
         "ISO 9001:20155, 8.5.1", "ISO 9001:2015 Table 1", "ISO 9001:20158.5.1", "foo, 4.1"],
    )  # fmt: skip
    def test_junk_is_refused_with_its_place(self, text: str) -> None:
        """What is no address of one requirement is refused."""
        with pytest.raises(IdentifierError) as refused:
            RequirementRef.parse(text)
        assert 0 <= refused.value.position <= len(text)

    def test_forms_of_one_address(self) -> None:
        """One address has a canonical, a local and a cited form, and a slug."""
        ref = RequirementRef.parse("ISO 9001:2015, 8.5.1#c")
        assert (ref.local, ref.citation, ref.slug) == ("8.5.1#c", "ISO 9001:2015, 8.5.1 c)", "iso-9001-2015/8.5.1/c")
        control = RequirementRef.parse("ISO/IEC 27001:2022, Annex A")
        assert (control.local, control.slug) == ("Annex A", "iso-iec-27001-2022/annex-a")
        assert RequirementRef.parse("ISO 9001:2015, 8.5.1#1").citation == "ISO 9001:2015, 8.5.1 (item 1)"

    def test_order_is_natural(self) -> None:
        """Addresses sort by standard, clause and item: numbers as numbers, letters, nested ones after their parent."""
        printed = ["4.1", "4.1#2", "4.1#10", "4.1#a", "4.1#b", "4.1#b.1", "4.1#b.10", "4.1#b-2", "4.1#aa", "4.2"]
        refs = [RequirementRef.parse(f"ISO 9001:2015, {local}") for local in printed]
        assert [ref.local for ref in sorted(sorted(refs, key=str))] == printed


class TestClauseReferences:
    """Clause references in free text."""

    @pytest.mark.parametrize("row", rows("clause-references.csv"), ids=lambda row: row["text"] or "nothing")
    def test_references_in_the_wild(self, row: dict[str, str]) -> None:
        """References people write are found, with their standard, and nothing else is taken for one."""
        assert "|".join(map(str, parse_clause_references(row["text"]))) == row["references"]

    def test_places_are_those_of_the_locators(self) -> None:
        """Start and end frame the number with its item, or the whole range, and neither standard nor clause word."""
        text = "As ISO 9001:2015, clause 8.5.1 h) and A.5.9 – A.5.13 say"
        found = parse_clause_references(text)
        assert [text[each.start : each.end] for each in found] == ["8.5.1 h)", "A.5.9 – A.5.13"]

    def test_range_of_siblings_expands(self) -> None:
        """A range between siblings lists every clause of it; a single clause is a list of one."""
        (controls,) = parse_clause_references("A.5.35-37")
        assert list(map(str, controls.expand())) == ["A.5.35", "A.5.36", "A.5.37"]
        (mains,) = parse_clause_references("clauses 4 to 6")
        assert list(map(str, mains.expand())) == ["4", "5", "6"]
        (annexes,) = parse_clause_references("Annex A to Annex C")
        assert list(map(str, annexes.expand())) == ["Annex A", "Annex B", "Annex C"]
        (single,) = parse_clause_references("clause 8.5.1")
        assert list(map(str, single.expand())) == ["8.5.1"]

    @pytest.mark.parametrize("text", ["4.1 - 5.3", "A.5.9 - A.6.1", "8.5 to 8.5.3", "Annex A to B.1"])
    def test_range_across_parents_is_not_expanded(self, text: str) -> None:
        """What lies between clauses of different parents only an edition can say."""
        (found,) = parse_clause_references(text)
        with pytest.raises(IdentifierError, match="sibling"):
            found.expand()

    def test_value_is_plain(self) -> None:
        """A found reference is a value that compares and copies."""
        (found,) = parse_clause_references("§4")
        assert found == ClauseReference(
            standard=None, clause=ClauseNumber("", (4,)), item=None, through=None, start=1, end=2
        )
        assert copy.deepcopy(found) == found


HOSTILE = [
    "1", "1.", "A.", "A.5.", "(", "§", " ", "-", "ISO", "ISO ", "ISO/", "ISO 9001:2015, ", "clause ", "8.5.1 ",
    "8.5.1, ", "A.5.7, ", "a) ", "8.5.1 a) ", "9001-", "9001:", "Annex ", "EN ISO ", "CSA C22.2 NO. ", "\u3000", "条款",
    "/Amd 1:2024",
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_patterns_are_linear(piece: str) -> None:
    """Every pattern stops on a mebibyte of hostile text within a fraction of a second."""
    text = (piece * (2**20 // len(piece) + 1))[: 2**20]
    patterns = [
        value
        for name, value in vars(identifiers).items()
        for value in (value.values() if isinstance(value, dict) else [value])
        if hasattr(value, "fullmatch") and name.startswith("_")
    ]
    assert len(patterns) > 50
    for pattern in patterns:
        begun = time.perf_counter()
        pattern.match(text)
        assert time.perf_counter() - begun < 0.5, pattern


@pytest.mark.parametrize("piece", HOSTILE)
def test_search_is_linear(piece: str) -> None:
    """Four times the text takes not much more than four times as long."""

    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        begun = time.perf_counter()
        parse_clause_references(text)
        return time.perf_counter() - begun

    assert seconds(2**18) < 8 * seconds(2**16) + 0.5
