# SPDX-License-Identifier: Apache-2.0
"""The commands: each reads what it was given, makes one call of the library, and prints the answer.

This is the only place of the package that asks which day it is, and it says so when it does. What is wrong with the
command line is a :class:`UsageError`; everything else that can go wrong has its class in the library already.
"""

from __future__ import annotations

import calendar
import datetime as dt
import enum
import functools
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import Annotated, Any, TypedDict, TypeVar

import attrs
from cyclopts import App, CycloptsError, Parameter
from rich.text import Text

from isomodel import assessment, catalogue, documents, readiness
from isomodel.assessment import Assessment, EditionMismatchError, Role
from isomodel.catalogue import UnknownEditionError
from isomodel.cli import ExitCode, display
from isomodel.documents import Existing
from isomodel.errors import SHOWN_ISSUES, DocumentError, IsomodelError, Issue, Severity, UnknownNameError, nearest
from isomodel.evidence import EvidenceKind, validities
from isomodel.identifiers import IdentifierError, StandardRef
from isomodel.model import StandardEdition, UnknownClauseError
from isomodel.policy import Policy
from isomodel.readiness import Gate, Readiness, Verdict
from isomodel.register import DEFAULT_TABLE_LIMITS, ColumnMapping, read_register
from isomodel.serialization import DEFAULT_LIMITS, canonical, parse, unstructure
from isomodel.version import VERSION

__all__ = [
    "AskedGate",
    "AskedGates",
    "Day",
    "Every",
    "Json",
    "Numbers",
    "On",
    "Opened",
    "Own",
    "UsageError",
    "any_edition",
    "app",
    "asked_day",
    "asked_edition",
    "content_for",
    "counting",
    "editions_of",
    "expected_document",
    "has_errors",
    "load_file",
    "member",
    "naming",
    "near_day",
    "open_document",
    "private_editions",
    "read_bytes",
    "resolved",
    "run",
    "write",
    "write_text",
]

T = TypeVar("T")
E = TypeVar("E", bound=enum.Enum)

DEMO_FILE = "demo-assessment.json"
DEMO_STANDARD = "ISO/IEC 27001:2022"
DEMO_GATE = Gate.STAGE_2
DEMO_DAY = dt.date(2026, 11, 23)
"""What the demonstration asks: always the same, so that it always answers the same."""


@attrs.define(eq=False)
class UsageError(IsomodelError, ValueError):
    """A command line that cannot be obeyed; ``option`` is the word at fault, ``reason`` says what would do."""

    option: str
    reason: str

    def __str__(self) -> str:
        """Name the option and the reason."""
        return f"{self.option}: {self.reason}"


app = App(
    name="isomodel",
    help=(
        "ISO management-system standards as a typed model: what they ask for, and whether you are ready for an audit."
        "\n\n"
        "Exit codes: 0 fine, 1 a file has errors, 2 wrong command line, 3 the gate is not met or the event not allowed."
    ),
    version_flags=(),
    help_format="markdown",
    suppress_keyboard_interrupt=False,
    default_parameter=Parameter(negative=(), show_default=False),
)
app.register_install_completion_command(help="Install completion for the shell in use.")


def run(words: Sequence[str]) -> int:
    """Run the words of a command line and return the exit code; what went wrong is said on standard error."""
    out, err = display.Screen(sys.stdout), display.Screen(sys.stderr)
    try:
        code = app(
            words,
            console=out.help_console(),
            exit_on_error=False,
            print_error=False,
            result_action="return_value",
        )
    except (CycloptsError, UsageError) as error:
        err.show(
            _complaint(str(error)), display.said("isomodel --help and isomodel COMMAND --help tell what can be said.")
        )
        return ExitCode.USAGE
    except DocumentError as error:
        shown = error.issues[:SHOWN_ISSUES]
        err.show(*display.issue_lines(error.source, shown))
        more = len(error.issues) - len(shown)
        hint = f"; {more} more, isomodel check lists all" if more else ""
        err.show(_complaint(f"{error.source} cannot be read: {display.counted_issues(error.issues)}{hint}"))
        return ExitCode.ERROR
    except documents.FileExistsRefusal as error:
        err.show(_complaint(f"{error.path} is there already; --replace puts the new file in its place"))
        return ExitCode.ERROR
    except BrokenPipeError:
        raise
    except IsomodelError as error:
        err.show(_complaint(str(error)))
        return ExitCode.ERROR
    except OSError as error:
        err.show(_complaint(_about_file(error)))
        return ExitCode.ERROR
    return code if isinstance(code, int) else ExitCode.FINE


def _complaint(sentence: str) -> Text:
    return Text.assemble(("error: ", "bold red"), display.said(sentence))


def _about_file(error: OSError) -> str:
    if error.filename is None:
        return str(error)
    name = os.fspath(error.filename)
    told = f"{name}: {error.strerror or error}"
    if isinstance(error, FileNotFoundError) and (close := _neighbour(Path(name))) is not None:
        told += f"; did you mean {close}?"
    return told


def _neighbour(path: Path) -> str | None:
    try:
        close = nearest(path.name, sorted(other.name for other in path.parent.iterdir()))
    except OSError:
        return None
    return str(path.with_name(close)) if close is not None else None


# What the command line says, in the library's terms.

_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", re.ASCII)
_NEARLY = re.compile(r"([0-9]{4})[-/.]?([0-9]{1,2})[-/.]?([0-9]{1,2})", re.ASCII)
_POINTS = re.compile(r"([0-9]{1,2})\.\s?([0-9]{1,2})\.\s?([0-9]{4})", re.ASCII)


def _day(_: object, tokens: Sequence[Any]) -> dt.date:
    text = tokens[0].value
    try:
        if _DAY.fullmatch(text):
            return dt.date.fromisoformat(text)
    except ValueError:
        pass
    close = near_day(text)
    hint = f"; did you mean {close}?" if close is not None else ""
    message = f"{text!r} is not a day written as YYYY-MM-DD{hint}"
    raise ValueError(message)


def near_day(text: str) -> dt.date | None:
    """Return the day that a text nearly is, or None where it is none at all."""
    if found := _NEARLY.fullmatch(text.strip()):
        year, month, day = (int(part) for part in found.groups())
    elif found := _POINTS.fullmatch(text.strip()):
        day, month, year = (int(part) for part in found.groups())
    else:
        return None
    year, month = max(year, 1), max(1, min(month, 12))
    return dt.date(year, month, max(1, min(day, calendar.monthrange(year, month)[1])))


def member(kind: type[E], _: object, tokens: Sequence[Any]) -> E:
    """Read a word of the command line as a member of an enumeration."""
    text = tokens[0].value
    known = [member.value for member in kind]
    if text in known:
        return kind(text)
    close = nearest(text, known)
    hint = f"; did you mean {close}?" if close is not None else ""
    message = f"{text!r} is not one of {', '.join(known)}{hint}"
    raise ValueError(message)


def _gates(kind: object, tokens: Sequence[Any]) -> tuple[Gate, ...]:
    return tuple(member(Gate, kind, [token]) for token in tokens)


AskedGate = Annotated[Gate, Parameter(name="--gate", converter=functools.partial(member, Gate))]
AskedGates = Annotated[tuple[Gate, ...], Parameter(name="--gate", converter=_gates)]
AskedRole = Annotated[Role, Parameter(name="--role", converter=functools.partial(member, Role))]
Day = Annotated[dt.date, Parameter(converter=_day)]
On = Annotated[dt.date | None, Parameter(converter=_day)]
Own = Annotated[tuple[Path, ...], Parameter(name="--catalogue")]
Every = Annotated[bool, Parameter(name="--all")]
Json = Annotated[bool, Parameter(name="--json")]
Numbers = Annotated[Path | None, Parameter(name="--policy")]


class Counting(TypedDict):
    """How long evidence counts, as functions take it that know no policy."""

    record_currency_months: int
    validity_months: dict[EvidenceKind, int]


def counting(numbers: Policy | None) -> Counting:
    """Return for how long evidence counts under a policy; under the usual one where none is given."""
    used = numbers if numbers is not None else readiness.default_policy()
    return Counting(record_currency_months=used["record-currency"], validity_months=validities(used))


def asked_day(on: dt.date | None) -> dt.date:
    """Return the day asked about; where none is, it is today, and that is said."""
    if on is not None:
        return on
    today = dt.datetime.now().astimezone().date()
    display.Screen(sys.stderr).show(display.said(f"as of {today}, which is today; --on asks about another day"))
    return today


@contextmanager
def naming(option: str) -> Iterator[None]:
    """Turn what the library says about a name into a complaint about the option that gave it."""
    try:
        yield
    except UnknownEditionError as error:
        known = "" if error.nearest or error.candidates else f" There are {', '.join(map(str, catalogue.editions()))}."
        raise UsageError(option, f"{error}{known}") from error
    except (EditionMismatchError, IdentifierError, UnknownClauseError, UnknownNameError) as error:
        raise UsageError(option, str(error)) from error


# Reading and writing files.


@attrs.frozen
class Opened:
    """A document together with the text that tells where its parts stand."""

    name: str
    value: object
    data: bytes

    def located(self, issues: Iterable[Issue]) -> tuple[Issue, ...]:
        """Give issues about the content the line and column they have in the file."""
        return parse(self.data, name=self.name).located(issues)


def open_document(path: Path) -> Opened:
    """Read a document of any kind."""
    data = read_bytes(path)
    return Opened(str(path), documents.loads(data, name=str(path)), data)


def read_bytes(path: Path) -> bytes:
    """Read a file, and no more of it than a document may have."""
    # One byte more than allowed is enough to know; the rest of a huge file is never read.
    with path.open("rb") as file:
        return file.read(DEFAULT_LIMITS.size + 1)


def load_file(path: Path, cls: type[T]) -> T:
    """Read a document that has to be of one class; raises DocumentError."""
    return expected_document(open_document(path), cls)


def expected_document(opened: Opened, cls: type[T]) -> T:
    """Return what a document holds, which has to be of one class; raises DocumentError."""
    if not isinstance(opened.value, cls):
        kinds = sorted(kind for kind, held in documents.FORMATS.items() if held is cls)
        found = next(kind for kind, held in documents.FORMATS.items() if held is type(opened.value))
        issue = Issue(
            code="wrong-document",
            message=f"this is {'an' if found[0] in 'aeiou' else 'a'} {found}",
            path="/format",
            found=found,
            expected=" or ".join(kinds),
        )
        raise DocumentError(opened.name, opened.located([issue]))
    return opened.value


def write(value: object, path: Path, *, replace: bool) -> None:
    """Write a document, and say so."""
    write_text(documents.dumps(value), path, replace=replace)


def write_text(text: str, path: Path, *, replace: bool) -> None:
    """Write text as UTF-8, and say so; raises FileExistsRefusal where something is there and is not to be replaced."""
    documents.dump_text(text, path, existing=Existing.REPLACE if replace else Existing.REFUSE)
    display.Screen(sys.stderr).show(display.said(f"written: {path}"))


def private_editions(paths: Iterable[Path]) -> dict[StandardRef, StandardEdition]:
    """Read editions of one's own: each path is a standard-edition document, the folder of a pack, or a pack's name."""
    held: dict[StandardRef, StandardEdition] = {}
    for path in paths:
        for edition in _own_editions(path):
            if edition.ref in held:
                raise UsageError("--catalogue", f"gives {edition.ref} twice; which one counts is not for us to say")
            held[edition.ref] = edition
    return held


def _own_editions(path: Path) -> tuple[StandardEdition, ...]:
    if path.is_dir():
        return catalogue.open_pack(path).editions
    # A plain word that is no file is the name under which an installed distribution offers a pack.
    named = not path.suffix and len(path.parts) == 1 and not os.path.lexists(path)
    return catalogue.open_pack(str(path)).editions if named else (load_file(path, StandardEdition),)


def editions_of(record: Assessment, private: Mapping[StandardRef, StandardEdition]) -> tuple[StandardEdition, ...]:
    """Return the content of those editions of a record that can be found; checking the record tells the others."""
    bundled = catalogue.editions()
    found = (private.get(ref) or (catalogue.load(ref) if ref in bundled else None) for ref in record.editions)
    return tuple(edition for edition in found if edition is not None)


def asked_edition(
    name: str | None, record: Assessment, private: Mapping[StandardRef, StandardEdition]
) -> StandardEdition:
    """Return the edition asked about: by its name, or the only one of the record."""
    with naming("--standard"):
        if name is None:
            if len(record.editions) != 1:
                listed = " or ".join(str(ref) for ref in record.editions)
                raise UsageError(
                    "--standard", f"needed, because this assessment is not against one edition only: {listed}"
                )
            ref = record.editions[0]
        else:
            ref = resolved(name, private)
        available = {edition.ref: edition for edition in editions_of(record, private)}
        if ref in record.editions and ref not in available:
            raise UsageError("--standard", f"{ref} is not in the catalogue; --catalogue FILE gives its content")
        return assessment.edition_for(record, available.values(), ref)


def content_for(
    gates: Iterable[Gate], editions: Iterable[StandardEdition], private: Mapping[StandardRef, StandardEdition]
) -> tuple[StandardEdition, ...]:
    """Return the content that gates read: of the editions, and for a transition of those they replace, if to be found.

    The last days of the editions that are replaced decide about a transition.
    """
    held = {edition.ref: edition for edition in editions}
    if Gate.TRANSITION in gates:
        bundled = catalogue.editions()
        for ref in [ref for edition in held.values() for ref in edition.supersedes if ref not in held]:
            if ref in private:
                held[ref] = private[ref]
            elif ref in bundled:
                held[ref] = catalogue.load(ref)
    return tuple(held.values())


def any_edition(
    name: str, private: Mapping[StandardRef, StandardEdition], *, option: str = "--standard"
) -> StandardEdition:
    """Return an edition by its name, whether or not a record is against it."""
    with naming(option):
        ref = resolved(name, private)
        return private.get(ref) or catalogue.load(ref)


def resolved(name: str, private: Mapping[StandardRef, StandardEdition]) -> StandardRef:
    """Return the edition a name means: one that comes along, or one of one's own."""
    try:
        return catalogue.resolve(name)
    except UnknownEditionError:
        try:
            ref = StandardRef.parse(name)
        except IdentifierError:
            ref = None
        if ref is None or (ref not in private and ref.year is None):
            raise
        return ref


def has_errors(issues: Iterable[Issue]) -> bool:
    """Say whether any of the issues is an error."""
    return any(issue.severity is Severity.ERROR for issue in issues)


# Commands.


@app.command
def demo(*, as_json: Json = False, save: Path | None = None, replace: bool = False) -> int:
    """Show an answer for an invented company; no file is needed.

    The exit code is 0 whatever the answer: nothing of yours was asked about.

    Args:
        as_json: Print the answer as a readiness document.
        save: Write the company's assessment to this file, to look at and to change.
        replace: Let the file take the place of one that is there.
    """
    data = resources.files("isomodel.cli").joinpath(DEMO_FILE).read_bytes()
    record = expected_document(Opened(DEMO_FILE, documents.loads(data, name=DEMO_FILE), data), Assessment)
    err = display.Screen(sys.stderr)
    if save is not None:
        write(record, save, replace=replace)
    edition = catalogue.load(DEMO_STANDARD)
    result = readiness.evaluate(record, (edition,), standard=edition.ref, gate=DEMO_GATE, on=DEMO_DAY)
    _answer(result, as_json=as_json, blockers=display.BLOCKERS_SHOWN)
    if not as_json:
        ask = f"--standard {str(edition.ref)!r} --gate {DEMO_GATE.value} --on {DEMO_DAY}"
        how = f"An invented company. isomodel demo --save FILE writes its record, isomodel readiness FILE {ask} asks."
        err.show(Text(), display.said(how, "dim"))
    return ExitCode.FINE


@app.command(name="readiness")
def readiness_(  # noqa: PLR0913 - one parameter an option.
    file: Path,
    /,
    *,
    gate: AskedGate,
    standard: str | None = None,
    on: On = None,
    as_json: Json = False,
    explain: str | None = None,
    policy: Numbers = None,
    own: Own = (),
    every: Every = False,
) -> int:
    """Say whether an organization is ready for an audit, why, and when that changes.

    The exit code is 0 when the verdict is ready, and 3 when it is not-ready or undetermined.

    Args:
        file: The assessment.
        gate: The audit or decision asked about; of a transition, --standard names the new edition.
        standard: The edition asked about, in any spelling; may be left out when the assessment is against one only.
        on: The day asked about, as YYYY-MM-DD; today where left out.
        as_json: Print the answer as a readiness document; with --explain, the explanation.
        explain: Print why a clause, requirement or control, such as 9.3, 8.5.1#c or A.5.7, is where it is counted;
            "verdict" explains the whole.
        policy: A policy document with other numbers than the usual ones.
        own: An edition of your own, as a document or the folder of a pack; may be given several times.
        every: List every blocker.
    """
    record = load_file(file, Assessment)
    private = private_editions(own)
    numbers = load_file(policy, Policy) if policy is not None else None
    edition = asked_edition(standard, record, private)
    day = asked_day(on)
    err = display.Screen(sys.stderr)
    with display.busy("reading the record"):
        known = content_for([gate], [edition], private)
        result = readiness.evaluate(record, known, standard=edition.ref, gate=gate, on=day, policy=numbers)
        wrong = assessment.issues(record, editions_of(record, private), on=day, **counting(numbers))
    if explain is None:
        _answer(result, as_json=as_json, blockers=None if every else display.BLOCKERS_SHOWN)
    else:
        with naming("--explain"):
            explanation = result.explain(None if explain == "verdict" else explain)
        screen = display.Screen(sys.stdout)
        if as_json:
            screen.emit(canonical(unstructure(explanation)))
        else:
            screen.show(display.explanation_view(explanation))
    if has_errors(wrong):
        told = f"the record has {display.counted_issues(wrong)}; isomodel check {file} lists them"
        err.show(Text.assemble(("note: ", "bold yellow"), display.said(told)))
    if result.verdict is Verdict.READY:
        return ExitCode.FINE
    if as_json or explain is not None:
        err.show(display.said(display.verdict_line(result)))
    return ExitCode.GATE_NOT_MET


def _answer(result: Readiness, *, as_json: bool, blockers: int | None) -> None:
    screen = display.Screen(sys.stdout)
    if as_json:
        screen.emit(documents.dumps(result))
    else:
        screen.show(*display.readiness_view(result, blockers=blockers))


@app.command
def check(
    file: Path,
    /,
    *,
    on: On = None,
    as_json: Json = False,
    policy: Numbers = None,
    own: Own = (),
) -> int:
    """Tell everything that is wrong with a document: its form, and for assessments and editions its content too.

    The exit code is 1 when anything found is an error, and 0 otherwise.

    Args:
        file: A document of any kind: an assessment, an edition, a policy and so on.
        on: The day that decides what is past in an assessment, as YYYY-MM-DD; today where left out.
        as_json: Print an array of issues.
        policy: A policy document with other numbers than the usual ones for how long evidence counts.
        own: An edition of your own, as a document or the folder of a pack; may be given several times.
    """
    private = private_editions(own)
    numbers = load_file(policy, Policy) if policy is not None else None
    with display.busy("checking"):
        name, found = _checked(file, private, on, numbers)
    screen = display.Screen(sys.stdout)
    if as_json:
        screen.emit(canonical([unstructure(issue) for issue in found]))
    else:
        screen.show(*display.issue_lines(name, found), display.said(f"{name}: {display.counted_issues(found)}"))
    return ExitCode.ERROR if has_errors(found) else ExitCode.FINE


def _checked(
    file: Path, private: Mapping[StandardRef, StandardEdition], on: dt.date | None, numbers: Policy | None
) -> tuple[str, tuple[Issue, ...]]:
    try:
        opened = open_document(file)
    except DocumentError as error:
        return error.source, error.issues
    if isinstance(opened.value, Assessment):
        editions = editions_of(opened.value, private)
        wrong = assessment.issues(opened.value, editions, on=asked_day(on), **counting(numbers))
        return opened.name, opened.located(wrong)
    if isinstance(opened.value, StandardEdition):
        return opened.name, opened.located(catalogue.check(opened.value))
    return opened.name, ()


@app.command
def import_register(  # noqa: PLR0913 - one parameter an option.
    file: Path,
    /,
    *,
    standard: str,
    by: str,
    on: On = None,
    role: AskedRole = Role.OWNER,
    mapping: Path | None = None,
    encoding: str | None = None,
    into: Path | None = None,
    organization: str | None = None,
    out: Path | None = None,
    replace: bool = False,
    dry_run: bool = False,
    as_json: Json = False,
    own: Own = (),
) -> int:
    """Read a register kept as a table, such as a Statement of Applicability or a gap list, into an assessment.

    Nothing is guessed: a row that cannot be read stays out and says why, and the exit code is 1 when there is one. The
    assessment is printed unless --out names a file.

    Args:
        file: The table: delimited text with a header, one row for each clause or control.
        standard: The edition it is about, in any spelling.
        by: Who stands behind the register; a column that names the assessor of a row goes before.
        on: The day the register speaks of, as YYYY-MM-DD; today where left out.
        role: In which capacity they judged.
        mapping: A JSON file that says what headers and words of this register mean.
        encoding: How the text is encoded, where it is not UTF-8.
        into: The assessment to add to.
        organization: Whose assessment it is, for a new one.
        out: The file to write the assessment to.
        replace: Let the file take the place of one that is there.
        dry_run: Write nothing; tell row by row what was read, and why a row stays out.
        as_json: With --dry-run or --out, tell what was read as JSON.
        own: An edition of your own, as a document or the folder of a pack; may be given several times.
    """
    if into is None and organization is None and not dry_run:
        raise UsageError("--organization", "needed for a new assessment; --into adds to one that exists")
    edition = any_edition(standard, private_editions(own))
    record = load_file(into, Assessment) if into is not None else None
    rules = load_file(mapping, ColumnMapping) if mapping is not None else None
    with file.open("rb") as table:
        data = table.read(DEFAULT_TABLE_LIMITS.size + 1)
    with display.busy("reading the register"):
        read = read_register(
            data,
            name=file.name,
            edition=edition,
            mapping=rules,
            judged_by=by,
            judged_on=asked_day(on),
            role=role,
            encoding=encoding,
        )
    if record is None:
        whole = read.to_assessment(id=_slug(file.stem), organization=organization or _slug(file.stem))
    else:
        whole = read.merged_into(record)
    screen, err = display.Screen(sys.stdout), display.Screen(sys.stderr)
    if out is not None and not dry_run:
        write(whole, out, replace=replace)
    elif not dry_run:
        screen.emit(documents.dumps(whole))
    if as_json and (dry_run or out is not None):
        screen.emit(canonical(unstructure(read)))
    elif dry_run:
        screen.show(*(display.said(line) for line in read.report(width=screen.width).splitlines()))
    else:
        err.show(*display.issue_lines(str(file), read.issues[:SHOWN_ISSUES]))
        if len(read.issues) > SHOWN_ISSUES:
            err.show(display.said(f"… and {len(read.issues) - SHOWN_ISSUES} more; --dry-run tells all of them"))
        err.show(display.said(read.summary()))
    return ExitCode.ERROR if has_errors(read.issues) else ExitCode.FINE


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-") or "register"


@app.command
def rules(*, gate: AskedGate | None = None, as_json: Json = False) -> int:
    """Show the rules of the gates and the truth table: everything a verdict comes from.

    Args:
        gate: Only the rules of this gate.
        as_json: Print one object with a gate-rules and a truth-table document.
    """
    held = readiness.gate_rules()
    if gate is not None:
        held = attrs.evolve(held, rules=tuple(rule for rule in held.rules if gate in rule.gates))
    truth = readiness.truth_table()
    screen = display.Screen(sys.stdout)
    if as_json:
        screen.emit(canonical({"gate_rules": _tree(held), "truth_table": _tree(truth)}))
    else:
        screen.show(*display.rules_view(held.rules), *display.truth_view(screen, truth))
    return ExitCode.FINE


def _tree(value: object) -> object:
    tree: object = parse(documents.dumps(value)).tree
    return tree


@app.command(name=("version", "--version"))
def version() -> int:
    """Print the version."""
    display.Screen(sys.stdout).show(display.said(f"isomodel {VERSION}"))
    return ExitCode.FINE
