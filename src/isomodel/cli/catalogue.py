# SPDX-License-Identifier: Apache-2.0
"""The commands about standards: ``isomodel catalogue``.

What there is, what is in it, how editions correspond, and making one of one's own. Importing this module adds its
commands to the command line.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from isomodel import catalogue, correspondence, documents
from isomodel.cli import ExitCode, display
from isomodel.cli.commands import (
    Json,
    On,
    UsageError,
    app,
    asked_day,
    expected_document,
    has_errors,
    load_file,
    naming,
    open_document,
    read_bytes,
    write,
)
from isomodel.errors import DocumentError, Issue
from isomodel.identifiers import IdentifierError, StandardRef
from isomodel.model import StandardEdition
from isomodel.serialization import canonical, unstructure

__all__ = ["shelf"]

shelf = App(name="catalogue", help="Which standard editions there are, and what is in them.", version_flags=())
app.command(shelf)


@shelf.command(name="list")
def list_(*, on: On = None, as_json: Json = False) -> int:
    """List the editions that come along; with a day, every edition that is known, and what may be done with it.

    Args:
        on: The day asked about, as YYYY-MM-DD: which editions are current, being replaced or ended on it.
        as_json: Print an array of objects, one an edition.
    """
    screen = display.Screen(sys.stdout)
    if on is not None:
        standings = catalogue.editions(on=on)
        if as_json:
            screen.emit(canonical([unstructure(one) for one in standings]))
        else:
            screen.show(display.standings_view(screen, standings))
        return ExitCode.FINE
    with display.busy("reading the catalogue"):
        editions = [catalogue.load(ref) for ref in catalogue.editions()]
    if as_json:
        screen.emit(canonical([_told(edition) for edition in editions]))
    else:
        screen.show(display.editions_view(screen, editions))
    return ExitCode.FINE


def _told(edition: StandardEdition) -> dict[str, object]:
    return {
        "ref": str(edition.ref),
        "title": edition.title,
        "discipline": edition.discipline,
        "publication_stage": edition.publication_stage.value,
        "verification": edition.verification.value,
        **display.counted(edition),
    }


@shelf.command
def show(
    ref: str,
    clause: str | None = None,
    /,
    *,
    as_json: Json = False,
    overlay: Annotated[Path | None, Parameter(name="--overlay")] = None,
) -> int:
    """Show an edition, or one of its clauses, requirements or controls.

    Args:
        ref: The edition in any spelling, or the path of a standard-edition document.
        clause: A clause such as 8.5.1, a requirement such as 8.5.1#c, or a control such as A.5.7.
        as_json: Print the edition as a document; of a part, the part.
        overlay: Text you bought, as an overlay document: shown below the clause, and never part of a document.
    """
    if overlay is not None and (clause is None or as_json):
        raise UsageError("--overlay", "shows bought text beside one CLAUSE, and not with --json, which others may read")
    with naming("REF"):
        edition = load_file(Path(ref), StandardEdition) if ref.endswith(".json") else catalogue.load(ref)
    with naming("CLAUSE"):
        entry = edition[clause] if clause is not None else None
    laid = catalogue.lay_over(edition, load_file(overlay, catalogue.Overlay)) if overlay is not None else None
    screen = display.Screen(sys.stdout)
    if as_json:
        screen.emit(documents.dumps(edition) if entry is None else canonical(unstructure(entry)))
    elif entry is None:
        screen.show(*display.edition_view(edition))
    else:
        screen.show(*display.entry_view(edition, entry))
        if laid is not None:
            screen.show(*display.bought_view(laid, entry))
    return ExitCode.FINE


@shelf.command
def search(*words: Annotated[str, Parameter(required=True)], as_json: Json = False) -> int:
    """Find clauses, requirements and controls that hold every word, in every edition that comes along.

    Args:
        words: The words; case does not count.
        as_json: Print an array of objects: edition, ref, text.
    """
    found = catalogue.search(" ".join(words))
    screen = display.Screen(sys.stdout)
    if as_json:
        told = [
            {"edition": str(match.edition), "ref": display.match_place(match), "text": match.text} for match in found
        ]
        screen.emit(canonical(told))
    elif found:
        screen.show(display.matches_view(screen, found))
    else:
        display.Screen(sys.stderr).show(display.said(f"nothing holds {' and '.join(words)}"))
    return ExitCode.FINE


@shelf.command(name="check")
def check_editions(
    *files: Path,
    as_json: Json = False,
    markdown: Annotated[bool, Parameter(name="--markdown")] = False,
    overlay: Annotated[tuple[Path, ...], Parameter(name="--overlay")] = (),
) -> int:
    """Compare editions with their tables of clause numbers and titles, and with themselves.

    The exit code is 1 when anything found is an error, and 0 otherwise.

    Args:
        files: Standard-edition documents; every edition that comes along where none is given.
        as_json: Print an array of objects, one an edition, each with its issues.
        markdown: Print the numbers as a Markdown page, and no issues.
        overlay: Text you bought, as an overlay document: report statements that share a run of words with it, without
            repeating the text; may be given several times.
    """
    bought = [load_file(path, catalogue.Overlay) for path in overlay]
    screen = display.Screen(sys.stdout)
    if markdown:
        given = [load_file(file, StandardEdition) for file in files]
        screen.emit(catalogue.statistics_page(given or [catalogue.load(ref) for ref in catalogue.editions()]))
        return ExitCode.FINE
    told: list[object] = []
    wrong = False
    for name, edition, found in _compared(files, bought):
        wrong = wrong or has_errors(found)
        issues = [unstructure(issue) for issue in found]
        numbers = catalogue.statistics(edition, cores=(catalogue.core(),)) if edition is not None else None
        if as_json:
            about = _told(edition) if edition is not None else {}
            confidence = display.by_source_confidence(edition) if edition is not None else {}
            counted = numbers.row() if numbers is not None else {}
            rest = {"by_source_confidence": confidence, "statistics": counted, "issues": issues}
            told.append({"source": name, **about, **rest})
            continue
        if edition is not None and numbers is not None:
            screen.show(*display.checked_view(edition, name if files else None, numbers))
        screen.show(*display.issue_lines(name, found), display.said(f"  {display.counted_issues(found)}"))
    if as_json:
        screen.emit(canonical(told))
    return ExitCode.ERROR if wrong else ExitCode.FINE


def _compared(
    files: Sequence[Path], bought: Sequence[catalogue.Overlay]
) -> Iterator[tuple[str, StandardEdition | None, tuple[Issue, ...]]]:
    def issues(edition: StandardEdition) -> tuple[Issue, ...]:
        copied = (issue for text in bought for issue in catalogue.verbatim_runs(edition, text))
        return (*catalogue.check(edition, cores=(catalogue.core(),)), *copied)

    for ref in () if files else catalogue.editions():
        edition = catalogue.load(ref)
        yield str(ref), edition, issues(edition)
    for file in files:
        try:
            opened = open_document(file)
            edition = expected_document(opened, StandardEdition)
        except DocumentError as error:
            yield error.source, None, error.issues
        else:
            yield opened.name, edition, opened.located(issues(edition))


@shelf.command
def shared(*names: Annotated[str, Parameter(required=True)], as_json: Json = False) -> int:
    """List what an integrated system does once for several standards.

    Args:
        names: Two editions or more, in any spelling.
        as_json: Print an array of objects: the core's requirement, and those that only specialise it.
    """
    if len(names) < _SEVERAL:
        raise UsageError("NAMES", "needs two editions or more")
    with naming("NAMES"):
        editions = [catalogue.load(name) for name in names]
    found = catalogue.shared(editions)
    screen = display.Screen(sys.stdout)
    if as_json:
        screen.emit(canonical([unstructure(one) for one in found]))
    else:
        screen.show(display.shared_view(screen, editions, found))
    return ExitCode.FINE


_SEVERAL = 2


@shelf.command(name="correspondence")
def correspondence_(source: str | None = None, target: str | None = None, /, *, as_json: Json = False) -> int:
    """Show how two editions correspond, requirement by requirement; without names, which tables come along.

    Args:
        source: The edition to start from, in any spelling.
        target: The edition it is compared with.
        as_json: Print the table as a document; without names, an array of pairs.
    """
    screen = display.Screen(sys.stdout)
    if source is None:
        pairs = catalogue.correspondences()
        if as_json:
            screen.emit(canonical([{"source": str(one), "target": str(other)} for one, other in pairs]))
        else:
            screen.show(*(display.said(f"{one} → {other}") for one, other in pairs))
        return ExitCode.FINE
    if target is None:
        raise UsageError("TARGET", "needed beside SOURCE")
    with naming("SOURCE and TARGET"):
        table = catalogue.correspondence(source, target)
    if as_json:
        screen.emit(documents.dumps(table))
    else:
        screen.show(*display.correspondence_view(screen, table, correspondence.gap_summary(table)))
    return ExitCode.FINE


@shelf.command
def titles(ref: str, language: str | None = None, /, *, as_json: Json = False) -> int:
    """Show the titles of an edition in another language; without one, which languages there are.

    Args:
        ref: The edition, in any spelling.
        language: An ISO 639-1 code, such as fr.
        as_json: Print an array of objects; without a language, of the codes.
    """
    screen = display.Screen(sys.stdout)
    with naming("REF"):
        known = catalogue.languages(ref)
    if language is None:
        if as_json:
            screen.emit(canonical(list(known)))
        else:
            screen.show(*(display.said(one) for one in known))
        return ExitCode.FINE
    try:
        found = catalogue.titles(ref, language)
    except catalogue.UnknownEditionError as error:
        raise UsageError("LANGUAGE", str(error)) from error
    if as_json:
        screen.emit(canonical([unstructure(one) for one in found]))
    else:
        screen.show(display.titles_view(screen, found))
    return ExitCode.FINE


@shelf.command
def new(  # noqa: PLR0913 - one parameter an option.
    numbers: Path,
    /,
    *,
    ref: str,
    title: str,
    discipline: str,
    licence: str,
    entries: Path | None = None,
    on: On = None,
    out: Path | None = None,
    replace: bool = False,
) -> int:
    """Make an edition from a table of numbers and titles, and one of requirements where there is one.

    Args:
        numbers: Comma-separated values with the columns id, title and, as far as known, kind, parent, sources_agreeing,
            topic, content and note.
        ref: How the edition is cited; one of your own with a leading X-, as in "X-ACME 12:2026".
        title: Its title.
        discipline: Its subject in one kebab-case word or two.
        licence: Under which terms the content may be used; an SPDX identifier where there is one.
        entries: Comma-separated values with the columns clause, item, statement and those of a requirement.
        on: The day the tables were compiled, as YYYY-MM-DD; today where left out.
        out: The file to write the edition to; it is printed where left out.
        replace: Let the file take the place of one that is there.
    """
    try:
        name = StandardRef.parse(ref)
    except IdentifierError as error:
        raise UsageError("--ref", str(error)) from error
    edition = catalogue.scaffold(
        _table(numbers),
        ref=name,
        title=title,
        discipline=discipline,
        compiled_on=asked_day(on),
        licence=licence,
        entries=_table(entries) if entries is not None else "",
        name=str(numbers),
        entries_name=str(entries),
    )
    if out is None:
        display.Screen(sys.stdout).emit(documents.dumps(edition))
    else:
        write(edition, out, replace=replace)
    return ExitCode.FINE


def _table(path: Path) -> str:
    try:
        return read_bytes(path).decode("utf-8")
    except UnicodeDecodeError as error:
        issue = Issue(code="not-utf-8", message=f"byte {error.start} is not UTF-8; save the table as UTF-8")
        raise DocumentError(str(path), (issue,)) from error


@shelf.command
def pack(name: str, /, *, as_json: Json = False) -> int:
    """Show what is in a pack of editions, where it comes from and the digest of its files.

    Args:
        name: The folder of the pack, with a path separator (./ours), or the name an installed distribution offers.
        as_json: Print an object.
    """
    held = catalogue.open_pack(name)
    screen = display.Screen(sys.stdout)
    if as_json:
        screen.emit(
            canonical(
                {
                    **unstructure(held.manifest),
                    "origin": held.origin,
                    "sha256": held.digest,
                    "content": [_told(edition) for edition in held.editions],
                }
            )
        )
    else:
        screen.show(*display.pack_view(screen, held))
    return ExitCode.FINE
