# SPDX-License-Identifier: Apache-2.0
"""The command line about moving between editions: what it prints and writes, and what it leaves alone."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import attrs
import pytest

import commands
import invented
from commands import Ran, Run
from isomodel import catalogue, documents, migration, readiness
from isomodel.assessment import Assessment, Conformity, Organization
from isomodel.catalogue import PackManifest
from isomodel.cli import ExitCode
from isomodel.correspondence import Basis, Correspondence, CorrespondenceTable, Extent, SetRelation, Unmatched
from isomodel.evidence import EvidenceKind
from isomodel.identifiers import ClauseNumber, RequirementRef, StandardRef
from isomodel.model import Clause, Provenance, PublicationStage, Requirement, StandardEdition
from isomodel.policy import Parameter

DAY = invented.ON.isoformat()
PROVENANCE = Provenance(compiled_on=dt.date(2030, 1, 1), method="invented for unit tests", licence="CC0-1.0")
OLD_NAME, NEW_NAME, OTHER_NAME = "ISO 99003:2030", "ISO 99003:2034", "ISO 99004:2031"
SHARED = "7.2#b"
"""A requirement of the common core that the invented editions specialise: ids are for ever."""


plain = commands.plain
run = commands.runner("migrate")


def edition(name: str, clauses: dict[str, str], *, specialising: str = "") -> StandardEdition:
    """Return an edition of the clauses with these items; one requirement may specialise the shared one of the core."""
    standard = StandardRef.parse(name)
    core = RequirementRef.parse(f"{catalogue.core().ref}, {SHARED}")

    def requirement(number: str, item: str) -> Requirement:
        return Requirement(
            ref=RequirementRef(standard, ClauseNumber.parse(number), item),
            statement=f"Invented obligation {number} {item}.",
            consulted="invented",
            specialises=core if f"{number}#{item}" == specialising else None,
        )

    return StandardEdition(
        ref=standard,
        title="Invented management systems",
        discipline="invented",
        publication_stage=PublicationStage.PUBLISHED,
        catalogue_revision=1,
        provenance=PROVENANCE,
        clauses=tuple(
            Clause(
                number=ClauseNumber.parse(number),
                title=f"Invented clause {number}",
                source_confidence=0,
                requirements=tuple(requirement(number, item) for item in items.split()),
            )
            for number, items in clauses.items()
        ),
    )


MANY = " ".join(str(index) for index in range(1, 15))
OLD = edition(OLD_NAME, {"4": "1 2", "5": "a", "7": MANY}, specialising="4#1")
NEW = edition(NEW_NAME, {"4": "1", "5": "a", "6": "1"})
OTHER = edition(OTHER_NAME, {"4": "1", "8": "1"}, specialising="8#1")


def row(local: str, relation: SetRelation, rationale: str) -> Correspondence:
    """Return a row between the parts of one name."""
    return Correspondence(
        source=invented.ref(local, OLD),
        target=invented.ref(local, NEW),
        relation=relation,
        rationale=rationale,
        basis=Basis.JUDGEMENT,
        stated_in="invented",
        source_confidence=0,
    )


def unmatched(local: str, standard: StandardEdition, reason: str) -> Unmatched:
    """Return something without a counterpart."""
    ref = RequirementRef.parse(f"{standard.ref}, {local}")
    return Unmatched(ref=ref, reason=reason, basis=Basis.JUDGEMENT, stated_in="invented", source_confidence=0)


TABLE = CorrespondenceTable(
    source=OLD.ref,
    target=NEW.ref,
    revision=2,
    extent=Extent.COMPLETE,
    provenance=PROVENANCE,
    rows=(
        row("4#1", SetRelation.EQUAL, "Both ask for the same."),
        row("5#a", SetRelation.SUPERSET, "The new one asks for a part of it."),
    ),
    withdrawn=(unmatched("4#2", OLD, "Nobody asks any more."), unmatched("7", OLD, "The whole clause is gone.")),
    added=(unmatched("6#1", NEW, "It is new."),),
)

RECORD = Assessment(
    id="invented",
    organization=Organization(name="Invented Ltd"),
    editions=(OLD.ref,),
    judgements=tuple(invented.judgement(invented.ref(local, OLD)) for local in ("4#1", "4#2", "5#a", "7")),
    evidence=(invented.evidence("EV-1", supports=(invented.ref("4#1", OLD),)),),
)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """Lay out both editions, another standard, how they correspond, and a record against the old one."""
    for name, value in (("old", OLD), ("new", NEW), ("other", OTHER), ("table", TABLE), ("record", RECORD)):
        documents.dump(value, tmp_path / f"{name}.json")
    return tmp_path


def own(files: Path, *names: str) -> tuple[object, ...]:
    """Return the words that give the content of editions of one's own."""
    return tuple(word for name in names or ("old", "new") for word in ("--catalogue", files / f"{name}.json"))


def moving(files: Path, command: str, *words: object) -> tuple[object, ...]:
    """Return the words that carry the record to the new edition, or say what would come of that."""
    record, table = files / "record.json", files / "table.json"
    told = ("--to", NEW_NAME, "--from", OLD_NAME, "--on", DAY, "--table", table)
    return (command, record, *told, *own(files), *words)


def applying(files: Path, *words: object) -> tuple[object, ...]:
    """Return the words that carry the record over into two new files."""
    return moving(files, "apply", "--out", files / "moved.json", "--log", files / "log.json", *words)


def bytes_in(folder: Path) -> dict[str, bytes]:
    """Return the content of every file of a folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def library_plan() -> migration.MigrationPlan:
    """Return what the library itself plans."""
    return migration.plan(RECORD, to=NEW, on=invented.ON, source=OLD, table=TABLE)


# Comparing.


def test_a_comparison_says_what_became_of_everything(run: Run, files: Path) -> None:
    """Counts come first, then everything that changed with its reason; what stays is only counted."""
    ran = run("compare", OLD_NAME, NEW_NAME, "--table", files / "table.json", *own(files))
    assert (ran.code, ran.err) == (ExitCode.FINE, "")
    assert ran.out.splitlines() == [
        "ISO 99003:2030 → ISO 99003:2034",
        "  unchanged 1  changed 1  new 1  withdrawn 15",
        "  withdrawn 4#2: Nobody asks any more.",
        "  changed 5#a → 5#a: The new one asks for a part of it.",
        *(f"  withdrawn 7#{index}: The whole clause is gone." for index in range(1, 15)),
        "  new 6#1: It is new.",
    ]


def test_json_of_a_comparison_is_the_document(run: Run, files: Path) -> None:
    """What --json prints is byte for byte the document of what the library compares."""
    ran = run("compare", OLD_NAME, NEW_NAME, "--table", files / "table.json", *own(files), "--json")
    assert ran == Ran(ExitCode.FINE, documents.dumps(migration.compare(OLD, NEW, table=TABLE)), "")


def test_a_table_that_comes_along_need_not_be_given(run: Run) -> None:
    """Between editions that come along the table that comes along is used, whatever the spelling of their names."""
    ran = run("compare", "27001:2013", "ISO/IEC 27001:2022", "--json")
    assert ran == Ran(ExitCode.FINE, documents.dumps(migration.compare("27001:2013", "27001:2022")), "")


def test_a_pack_gives_the_content_of_its_editions(run: Run, files: Path) -> None:
    """The folder of a pack does for --catalogue what the documents of its editions do."""
    folder = files / "pack"
    folder.mkdir()
    documents.dump(OLD, folder / "old.json")
    documents.dump(NEW, folder / "new.json")
    manifest = PackManifest(
        id="ours", title="Ours", version="1", publisher="Us", licence="CC0-1.0", editions=("old.json", "new.json")
    )
    documents.dump(manifest, folder / "pack.json")
    words = ("compare", OLD_NAME, NEW_NAME, "--table", files / "table.json", "--json")
    packed = run(*words, "--catalogue", folder)
    assert packed.code == ExitCode.FINE
    assert packed == run(*words, *own(files))


# Planning.


def test_a_plan_says_what_would_become_of_the_record(run: Run, files: Path) -> None:
    """Counts come first, then what needs somebody, a few lines of each outcome; nothing is written."""
    before = bytes_in(files)
    ran = run(*moving(files, "plan"))
    assert (ran.code, ran.err) == (ExitCode.FINE, "")
    assert ran.out.splitlines() == [
        "ISO 99003:2030 → ISO 99003:2034 · invented · on 2031-06-15",
        "  requirements 3: kept 1  needs review 1  new 1",
        "  to be reviewed (1):",
        "    5#a → 5#a: The new one asks for a part of it.",
        "  new (1):",
        "    6#1: It is new.",
        "  not carried (15):",
        "    4#2: Nobody asks any more.",
        *(f"    7#{index}: The whole clause is gone." for index in range(1, 12)),
        "    … and 3 more",
        "  links added beside the old ones: 1 of evidence",
    ]
    assert bytes_in(files) == before


def test_every_line_of_a_plan_can_be_asked_for(run: Run, files: Path) -> None:
    """With --all no line is left out, and nothing says that one is."""
    short, long = run(*moving(files, "plan")).out, run(*moving(files, "plan", "--all")).out
    left = [
        "    7#12: The whole clause is gone.",
        "    7#13: The whole clause is gone.",
        "    7#14: The whole clause is gone.",
    ]
    told = short.splitlines()
    at = told.index("    … and 3 more")
    assert long.splitlines() == [*told[:at], *left, *told[at + 1 :]]


def test_json_of_a_plan_is_the_document(run: Run, files: Path) -> None:
    """What --json prints is byte for byte the document of what the library plans."""
    assert run(*moving(files, "plan", "--json")) == Ran(ExitCode.FINE, documents.dumps(library_plan()), "")


def test_a_plan_without_a_day_is_one_for_today_and_says_so(run: Run, files: Path) -> None:
    """Without --on the plan is for today, which is said on standard error and stands in the document."""
    words = [word for word in moving(files, "plan", "--json") if word not in ("--on", DAY)]
    before = dt.datetime.now().astimezone().date()
    ran = run(*words)
    after = dt.datetime.now().astimezone().date()
    planned = documents.loads(ran.out)
    assert isinstance(planned, migration.MigrationPlan)
    assert before <= planned.on <= after
    assert ran.err == f"as of {planned.on}, which is today; --on asks about another day\n"


def test_the_edition_to_carry_from_may_be_left_out_where_there_is_one(run: Run, files: Path) -> None:
    """With one other edition of the standard in the record --from is not needed, also where it is one of one's own."""
    words = [word for word in moving(files, "plan", "--json") if word not in ("--from", OLD_NAME)]
    assert run(*words) == run(*moving(files, "plan", "--json"))


def test_the_edition_to_carry_from_may_be_left_out_where_it_comes_along(run: Run, tmp_path: Path) -> None:
    """Of editions that come along the record's own is found without --from."""
    record = attrs.evolve(invented.empty(), editions=(catalogue.resolve("27001:2013"),))
    documents.dump(record, tmp_path / "record.json")
    ran = run("plan", tmp_path / "record.json", "--to", "27001:2022", "--on", "2026-11-26", "--json")
    planned = migration.plan(record, to="27001:2022", on=dt.date(2026, 11, 26))
    assert ran == Ran(ExitCode.FINE, documents.dumps(planned), "")


# Applying and taking back.


def test_applying_writes_the_assessment_and_the_log(run: Run, files: Path) -> None:
    """The two files hold what the library gives, the shell is told in counts, and the file that was read stays."""
    before = bytes_in(files)
    ran = run(*applying(files))
    moved, log = migration.apply(library_plan(), RECORD)
    assert ran.code == ExitCode.FINE
    assert ran.out.startswith("ISO 99003:2030 → ISO 99003:2034 · invented · on 2031-06-15\n  requirements 3: kept 1  ")
    assert set(ran.err.splitlines()) == {f"written: {files / 'log.json'}", f"written: {files / 'moved.json'}"}
    after = bytes_in(files)
    assert after.pop("moved.json") == documents.dumps(moved).encode()
    assert after.pop("log.json") == documents.dumps(log).encode()
    assert after == before


def test_what_is_not_equal_is_not_carried_as_conforming(run: Run, files: Path) -> None:
    """In the file that is written the equal requirement conforms and the other one waits for a review."""
    assert run(*applying(files)).code == ExitCode.FINE
    moved = documents.load(files / "moved.json", Assessment)
    assert moved.editions == (OLD.ref, NEW.ref)
    carried = {one.target.local: one.conformity for one in moved.judgements if one.target.standard == NEW.ref}
    assert carried == {"4#1": Conformity.CONFORMING, "5#a": Conformity.NOT_ASSESSED}
    assert moved.judgements[: len(RECORD.judgements)] == RECORD.judgements


def test_taking_back_gives_the_record_that_was_carried_over(run: Run, files: Path) -> None:
    """Undoing writes the very assessment that was read before, and leaves the two files it reads as they are."""
    assert run(*applying(files)).code == ExitCode.FINE
    before = bytes_in(files)
    ran = run("undo", files / "moved.json", files / "log.json", "--out", files / "back.json")
    assert ran == Ran(ExitCode.FINE, "", f"written: {files / 'back.json'}\n")
    after = bytes_in(files)
    assert after.pop("back.json") == before["record.json"]
    assert after == before


def test_what_was_recorded_since_stays(run: Run, files: Path) -> None:
    """Undoing takes back only what was carried over; a later judgement about the old edition is in the new file."""
    assert run(*applying(files)).code == ExitCode.FINE
    later = invented.judgement(invented.ref("5#a", OLD), judged_on=invented.day(3))
    moved = documents.load(files / "moved.json", Assessment)
    grown = attrs.evolve(moved, judgements=(*moved.judgements, later))
    documents.dump(grown, files / "grown.json")
    assert run("undo", files / "grown.json", files / "log.json", "--out", files / "back.json").code == ExitCode.FINE
    assert documents.load(files / "back.json") == attrs.evolve(RECORD, judgements=(*RECORD.judgements, later))


def test_what_was_changed_since_is_not_taken_back_in_part(run: Run, files: Path) -> None:
    """Where a carried record is no more what it was, nothing is written and the exit code is 1."""
    assert run(*applying(files)).code == ExitCode.FINE
    moved = documents.load(files / "moved.json", Assessment)
    documents.dump(attrs.evolve(moved, judgements=moved.judgements[:-1]), files / "changed.json")
    ran = run("undo", files / "changed.json", files / "log.json", "--out", files / "back.json")
    assert ran == Ran(
        ExitCode.ERROR, "", "error: assessment invented: a record that was carried over has been changed since\n"
    )
    assert not (files / "back.json").exists()


def test_a_log_of_another_assessment_takes_nothing_back(run: Run, files: Path) -> None:
    """A log is refused for an assessment with another id."""
    assert run(*applying(files)).code == ExitCode.FINE
    documents.dump(attrs.evolve(RECORD, id="another"), files / "another.json")
    ran = run("undo", files / "another.json", files / "log.json", "--out", files / "back.json")
    assert ran == Ran(ExitCode.ERROR, "", "error: assessment another: the log is one of invented\n")
    assert not (files / "back.json").exists()


def test_applying_twice_carries_nothing_twice(run: Run, files: Path) -> None:
    """What has been carried over stays as it is when it is carried over again."""
    assert run(*applying(files)).code == ExitCode.FINE
    words = [word if word != files / "record.json" else files / "moved.json" for word in moving(files, "apply")]
    again = run(*words, "--out", files / "twice.json", "--log", files / "second.json")
    assert again.code == ExitCode.FINE
    assert again.out.splitlines()[-1] == "  nothing is left to carry"
    assert (files / "twice.json").read_bytes() == (files / "moved.json").read_bytes()


# Files that are there.


@pytest.mark.parametrize("name", ["moved.json", "log.json"])
def test_applying_never_overwrites_unasked(run: Run, files: Path, name: str) -> None:
    """A file that is there stays, whichever of the two it is, and then neither is written."""
    (files / name).write_text("precious", encoding="utf-8")
    before = bytes_in(files)
    ran = run(*applying(files))
    assert ran.code == ExitCode.ERROR
    assert ran.out == ""
    assert f"error: {files / name} is there already; --replace puts the new file in its place\n" in ran.err
    assert bytes_in(files) == before


@pytest.mark.parametrize("option", ["--out", "--log"])
def test_the_assessment_that_is_read_is_not_overwritten_unasked(run: Run, files: Path, option: str) -> None:
    """The file that was read is a file that is there: naming it for what is written is refused."""
    before = bytes_in(files)
    other = "--log" if option == "--out" else "--out"
    ran = run(*moving(files, "apply", option, files / "record.json", other, files / "fresh.json"))
    assert (ran.code, ran.out) == (ExitCode.ERROR, "")
    assert f"error: {files / 'record.json'} is there already; --replace" in ran.err
    assert bytes_in(files)["record.json"] == before["record.json"]


def test_applying_replaces_when_told(run: Run, files: Path) -> None:
    """With --replace both files take the place of those that are there."""
    assert run(*applying(files)).code == ExitCode.FINE
    written = bytes_in(files)
    for name in ("moved.json", "log.json"):
        (files / name).write_text("old", encoding="utf-8")
    assert run(*applying(files, "--replace")).code == ExitCode.FINE
    assert bytes_in(files) == written


def test_the_assessment_is_not_written_over_its_log(run: Run, files: Path) -> None:
    """One file cannot be both the assessment and the log: the command refuses it with --replace too."""
    before = bytes_in(files)
    both = ("--out", files / "one.json", "--log", files / "one.json", "--replace")
    ran = run(*moving(files, "apply", *both))
    assert ran.code != ExitCode.FINE
    assert bytes_in(files) == before


def test_undoing_never_overwrites_unasked(run: Run, files: Path) -> None:
    """A file that is there stays, also where it is the very one that was read, unless --replace says otherwise."""
    assert run(*applying(files)).code == ExitCode.FINE
    before = bytes_in(files)
    words = ("undo", files / "moved.json", files / "log.json", "--out", files / "moved.json")
    ran = run(*words)
    assert ran.code == ExitCode.ERROR
    assert ran.err == f"error: {files / 'moved.json'} is there already; --replace puts the new file in its place\n"
    assert bytes_in(files) == before
    assert run(*words, "--replace").code == ExitCode.FINE
    assert bytes_in(files) == {**before, "moved.json": before["record.json"]}


# Toward another standard.


def test_reuse_gives_three_figures(run: Run, files: Path) -> None:
    """Structure, requirements and evidence are told apart, each with its own denominator; nothing is written."""
    before = bytes_in(files)
    ran = run("reuse", files / "record.json", "--toward", OTHER_NAME, "--on", DAY, *own(files, "old", "other"))
    assert (ran.code, ran.err) == (ExitCode.FINE, "")
    assert ran.out.splitlines() == [
        "ISO 99003:2030 toward ISO 99004:2031 · invented · on 2031-06-15",
        "  structure    0 of 2 clauses are about something that a held edition is about too",
        "  requirement  1 of 2 requirements ask for no more than one that is held",
        "  evidence     1 of 2 requirements are shown by current evidence as it stands",
    ]
    assert bytes_in(files) == before


def test_a_policy_decides_what_shows_something_in_reuse(run: Run, files: Path, tmp_path: Path) -> None:
    """Evidence that has lapsed by a policy of one's own shows nothing of another standard either."""
    kinds = [Parameter(name=f"validity.{kind.value}", value=0, unit="months", source="us") for kind in EvidenceKind]
    documents.dump(readiness.default_policy().extended(*kinds, id="strict"), tmp_path / "policy.json")
    words = ("reuse", files / "record.json", "--toward", OTHER_NAME, "--on", DAY, *own(files, "old", "other"))
    ran = run(*words, "--policy", tmp_path / "policy.json")
    assert (ran.code, ran.err) == (ExitCode.FINE, "")
    assert "evidence     0 of 2 requirements" in ran.out


def test_json_of_reuse_is_the_document(run: Run, files: Path) -> None:
    """What --json prints is byte for byte the document of what the library finds."""
    words = ("--toward", OTHER_NAME, "--on", DAY, "--json", *own(files, "old", "other"))
    expected = migration.reuse(RECORD, toward=OTHER, on=invented.ON, editions=(OLD,))
    assert run("reuse", files / "record.json", *words) == Ran(ExitCode.FINE, documents.dumps(expected), "")


def test_the_day_decides_which_evidence_shows_something(run: Run, files: Path) -> None:
    """Years later the same record lends no evidence any more, and the requirement is still asked for by both."""
    words = ("--toward", OTHER_NAME, "--on", "2035-01-01", *own(files, "old", "other"))
    lines = run("reuse", files / "record.json", *words).out.splitlines()
    assert lines[2:] == [
        "  requirement  1 of 2 requirements ask for no more than one that is held",
        "  evidence     0 of 2 requirements are shown by current evidence as it stands",
    ]


# Exit codes.


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("compare", "27001", "27001:2022"), 2, "OLD: '27001' means several editions"),
        (("compare", "27001:2013", "27001"), 2, "NEW: '27001' means several editions"),
        (("compare", "27001:2013"), 2, "NEW"),
        (("compare", "27001:2013", "9001:2015"), 1, "no correspondence from ISO/IEC 27001:2013 to ISO 9001:2015"),
        (
            ("compare", "27001:2013", "27001:2022", "--table", "{}/table.json"),
            1,
            "the table is one from ISO 99003:2030",
        ),
        (("compare", "27001:2013", "27001:2022", "--table", "{}/old.json"), 1, "this is a standard-edition"),
        (("compare", "27001:2013", "27001:2022", "--catalogue", "{}/none.json"), 1, "none.json: No such file"),
        (("plan", "{}/record.json"), 2, "--to"),
        (("plan", "{}/record.json", "--to", "9001", "--on", DAY), 2, "--to: '9001' means several editions"),
        (("plan", "{}/record.json", "--to", "9001:2015", "--on", DAY), 1, "is another edition of ISO 9001"),
        (
            ("plan", "{}/record.json", "--to", "9001:2026", "--from", "9001:2015", "--on", DAY),
            1,
            "not against ISO 9001",
        ),
        (("plan", "{}/record.json", "--to", "9001:2026", "--from", "9001", "--on", DAY), 2, "--from: '9001' means"),
        (("plan", "{}/record.json", "--to", "9001:2026", "--on", "soon"), 2, "'soon' is not a day"),
        (("plan", "{}/old.json", "--to", "9001:2026", "--on", DAY), 1, "this is a standard-edition"),
        (("plan", "{}/recrd.json", "--to", "9001:2026", "--on", DAY), 1, "did you mean {}/record.json?"),
        (("apply", "{}/record.json", "--to", NEW_NAME, "--out", "{}/moved.json"), 2, "--log"),
        (("apply", "{}/record.json", "--to", NEW_NAME, "--log", "{}/log.json"), 2, "--out"),
        (("undo", "{}/record.json", "--out", "{}/back.json"), 2, "LOG"),
        (("undo", "{}/record.json", "{}/table.json", "--out", "{}/back.json"), 1, "this is a correspondence"),
        (("undo", "{}/table.json", "{}/table.json", "--out", "{}/back.json"), 1, "expected assessment"),
        (("reuse", "{}/record.json", "--on", DAY), 2, "--toward"),
        (("reuse", "{}/record.json", "--toward", "27001", "--on", DAY), 2, "means several editions"),
    ],
)
def test_mistakes_have_their_exit_code_and_write_nothing(
    run: Run, files: Path, words: tuple[str, ...], code: int, told: str
) -> None:
    """What is wrong with the command line is 2, with a file or its content 1; it is told, and nothing is written."""
    before = bytes_in(files)
    named = own(files, "old") if words[0] == "reuse" else ()
    ran = run(*(word.replace("{}", str(files)) for word in words), *named)
    assert (ran.code, ran.out) == (code, "")
    assert told.replace("{}", str(files)) in ran.err
    assert bytes_in(files) == before


def test_content_of_ones_own_that_is_missing_is_asked_for(run: Run, files: Path) -> None:
    """An edition that did not come along is named, whether it is the one held or the one aimed at."""
    held = run("reuse", files / "record.json", "--toward", "9001:2015", "--on", DAY)
    assert (held.code != ExitCode.FINE, held.out) == (True, "")
    assert OLD_NAME in held.err
    aimed = run("reuse", files / "record.json", "--toward", OTHER_NAME, "--on", DAY, *own(files, "old"))
    assert (aimed.code != ExitCode.FINE, aimed.out) == (True, "")
    assert OTHER_NAME in aimed.err
