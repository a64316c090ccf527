# SPDX-License-Identifier: Apache-2.0
"""Content of one's own: packs of editions, and overlays of purchased text.

A pack is data only, a folder with a manifest; it is read when somebody names it, completely, and tells where it came
from and what its bytes were. An overlay holds text that its owner bought. It is laid over an edition in memory; the
edition stays what it was, so that nothing that is written, printed or exported afterwards can hold the text.
"""

from __future__ import annotations

import hashlib
import itertools
import os
import re
from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TypeVar

import attrs

from isomodel.catalogue._check import stated
from isomodel.correspondence import CorrespondenceTable
from isomodel.errors import DocumentError, InvariantError, IsomodelError, Issue, Severity, nearest
from isomodel.identifiers import RequirementRef, StandardRef
from isomodel.model import Entry, StandardEdition
from isomodel.serialization import DEFAULT_LIMITS, Source, parse, structure

__all__ = [
    "LicensedText",
    "OverlaidEdition",
    "Overlay",
    "Pack",
    "PackError",
    "PackManifest",
    "lay_over",
    "open_pack",
    "verbatim_runs",
]

ENTRY_POINTS = "isomodel.packs"
"""The group of entry points under which a distribution offers a pack: each names a package that holds its files."""

MANIFEST = "pack.json"

VERBATIM = 8
"""How many words in a row make a run that two texts of different authors are unlikely to share."""


# Overlays.


@attrs.frozen(kw_only=True)
class LicensedText:
    """A piece of purchased text.

    Attributes:
        ref: The clause, requirement or control it is the text of.
        text: The text.
        language: Its language, an ISO 639-1 code; absent where nobody said.
    """

    ref: RequirementRef
    text: str = attrs.field(repr=False)
    language: str | None = attrs.field(
        default=None, validator=attrs.validators.optional(attrs.validators.matches_re(r"[a-z]{2}"))
    )


@attrs.frozen(kw_only=True)
class Overlay:
    """Purchased text of one edition, with the licence under which whoever made the file may use it.

    Attributes:
        edition: The edition.
        licence: Who may use the text, and where; in the owner's words.
        texts: The pieces of text, each reference once.
    """

    edition: StandardRef
    licence: str
    texts: tuple[LicensedText, ...]

    def __attrs_post_init__(self) -> None:
        """Refuse text of another edition, and two texts of one language for one reference."""
        seen: set[tuple[RequirementRef, str | None]] = set()
        for one in self.texts:
            if one.ref.standard != self.edition:
                raise InvariantError("Overlay", "texts", str(one.ref), f"a part of {self.edition}")
            if (one.ref, one.language) in seen:
                raise InvariantError("Overlay", "texts", f"{one.ref} twice", "each reference once a language")
            seen.add((one.ref, one.language))


@attrs.frozen(kw_only=True)
class OverlaidEdition:
    """An edition together with purchased text of it, for the eyes of whoever owns the text.

    No document holds it and nothing writes it: give ``edition`` to whatever computes or exports, and ``overlay`` to
    ``dumps`` where the text itself is to be written on purpose.

    Attributes:
        edition: The edition, as it was.
        overlay: The text.
    """

    edition: StandardEdition
    overlay: Overlay

    def __repr__(self) -> str:
        """Name the edition and count the texts; the texts themselves are not shown."""
        return f"<OverlaidEdition {self.edition.ref}: {len(self.overlay.texts)} texts>"

    def __getitem__(self, key: str) -> Entry:
        """Return the clause, item or control of that name, as the edition does."""
        return self.edition[key]

    def text(self, key: str | RequirementRef, *, language: str | None = None) -> str | None:
        """Return the purchased text of a clause, item or control, or None where the overlay has none.

        Args:
            key: Its name in the edition, such as ``8.5.1#c``.
            language: Only text in this language; the first there is where none is named.

        Raises:
            IdentifierError: The text is not a clause number or reference.
            UnknownClauseError: The edition has nothing of that name.
        """
        entry = self.edition[key]
        wanted = _reference(self.edition, entry)
        for one in self.overlay.texts:
            if one.ref == wanted and language in (None, one.language):
                return one.text
        return None


def _reference(edition: StandardEdition, entry: Entry) -> RequirementRef:
    ref = getattr(entry, "ref", None)
    if isinstance(ref, RequirementRef):
        return ref
    return RequirementRef(standard=edition.ref, clause=entry.number)  # type: ignore[union-attr]  # all but a clause have a ref.


def lay_over(edition: StandardEdition, overlay: Overlay) -> OverlaidEdition:
    """Lay purchased text over an edition, in memory.

    Raises:
        DocumentError: The overlay is of another edition, or speaks of parts that the edition does not have; every one
            of them is in ``issues``.
    """
    issues = []
    if overlay.edition != edition.ref:
        issues.append(
            Issue(
                code="other-edition",
                path="/edition",
                message=f"the overlay is of {overlay.edition}, not of {edition.ref}",
                found=str(overlay.edition),
                expected=str(edition.ref),
                nearest=str(edition.ref),
            )
        )
    else:
        issues.extend(
            Issue(
                code="unknown-reference",
                path=f"/texts/{index}/ref",
                message=f"{edition.ref} has no {one.ref.local}",
                found=str(one.ref),
                nearest=edition.nearest(one.ref.local),
            )
            for index, one in enumerate(overlay.texts)
            if one.ref not in edition
        )
    if issues:
        raise DocumentError(f"the overlay of {overlay.edition}", tuple(issues))
    return OverlaidEdition(edition=edition, overlay=overlay)


def verbatim_runs(edition: StandardEdition, overlay: Overlay, *, words: int = VERBATIM) -> tuple[Issue, ...]:
    """Report statements of an edition that share a run of words with purchased text: they may have been copied.

    The message names the statement and counts the words; it does not repeat the text. The statements compared are
    those of the whole edition with every text of the overlay, because what was copied may have been moved.

    Args:
        edition: The edition whose statements are in question.
        overlay: Text to compare them with; it may be of any edition.
        words: How many words in a row make a run.
    """
    if words < 1:
        raise InvariantError("verbatim_runs", "words", str(words), "1 or more")
    known: dict[tuple[str, ...], RequirementRef] = {}
    for one in overlay.texts:
        for run in _runs(one.text, words):
            known.setdefault(run, one.ref)
    issues = []
    for pointer, entry in stated(edition):
        found = [known.get(run) for run in _runs(entry.statement, words)]
        # Runs that follow one another are one longer run.
        alike = [list(some) for there, some in itertools.groupby(found, key=lambda one: one is not None) if there]
        if alike:
            longest = max(alike, key=len)
            message = f"{entry.ref} shares {len(longest) + words - 1} words in a row with the text of {longest[0]}"
            path = f"{pointer}/statement"
            issues.append(Issue(code="verbatim-run", severity=Severity.WARNING, path=path, message=message))
    return tuple(issues)


_WORD = re.compile(r"[^\W_]+")


def _runs(text: str, length: int) -> Iterator[tuple[str, ...]]:
    words = _WORD.findall(text.casefold())
    return (tuple(words[start : start + length]) for start in range(len(words) - length + 1))


# Packs.

_FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}\.json", re.ASCII)


@attrs.frozen(kw_only=True)
class PackManifest:
    """What a pack says about itself.

    Attributes:
        id: Its identifier, stable.
        title: What is in it.
        version: The version of its content.
        publisher: Who made it.
        licence: Under which terms it may be used; an SPDX identifier where there is one.
        editions: The files of its editions, beside the manifest.
        correspondences: The files of its tables of correspondences.
        overlays: The files of its overlays.
    """

    id: str
    title: str
    version: str
    publisher: str
    licence: str
    editions: tuple[str, ...] = ()
    correspondences: tuple[str, ...] = ()
    overlays: tuple[str, ...] = ()

    def __attrs_post_init__(self) -> None:
        """Refuse what is not the plain name of a file beside the manifest, and a name that comes twice."""
        seen: set[str] = set()
        for field in ("editions", "correspondences", "overlays"):
            for name in getattr(self, field):
                if _FILE.fullmatch(name) is None or name == MANIFEST:
                    expected = "the plain name of a .json file beside the manifest"
                    raise InvariantError("PackManifest", field, repr(name)[:80], expected)
                if name in seen:
                    raise InvariantError("PackManifest", field, f"{name} twice", "each file once")
                seen.add(name)


@attrs.frozen(kw_only=True)
class Pack:
    """Editions, correspondences and overlays that somebody else keeps, as they were when they were read.

    Attributes:
        manifest: What the pack says about itself.
        origin: Where it was read from: a folder, or an entry point with its distribution.
        digest: SHA-256 over the names and bytes of its files.
        editions: Its editions, in the order of the manifest.
        correspondences: Its tables.
        overlays: Its overlays.
    """

    manifest: PackManifest
    origin: str
    digest: str
    editions: tuple[StandardEdition, ...]
    correspondences: tuple[CorrespondenceTable, ...]
    overlays: tuple[Overlay, ...]

    def __repr__(self) -> str:
        """Name the pack, its origin and its digest."""
        return f"<Pack {self.manifest.id} {self.manifest.version} from {self.origin}, sha256 {self.digest[:12]}…>"


@attrs.define(eq=False)
class PackError(IsomodelError, ValueError):
    """A pack that cannot be used; ``issues`` holds what is wrong with every file, under its name.

    ``origin`` is where it was looked for, ``reason`` says what is wrong with the pack as a whole, where something is.
    """

    origin: str
    reason: str
    issues: tuple[tuple[str, Issue], ...] = ()

    def __str__(self) -> str:
        """Name the pack and list what is wrong, at most twenty."""
        lines = [f"{self.origin}: {self.reason}", *(f"  {name}: {issue}" for name, issue in self.issues[:_SHOWN])]
        if len(self.issues) > _SHOWN:
            lines.append(f"  … and {len(self.issues) - _SHOWN} more")
        return "\n".join(lines)


_SHOWN = 20


def open_pack(name: str | os.PathLike[str]) -> Pack:
    """Read a pack: from a folder, or by the name of an entry point of an installed distribution.

    A path object, or text with a path separator, is a folder. Any other text is the name of an entry point of the
    group ``isomodel.packs``, whose value is the package that holds the files; importing that package runs its code,
    which is why no entry point is followed unless it is named.

    Raises:
        PackError: There is no such pack, or something is wrong with its files; every problem is in ``issues``.
    """
    text = os.fspath(name)
    if isinstance(name, os.PathLike) or os.sep in text or (os.altsep is not None and os.altsep in text):
        folder: Traversable = Path(text)
        if not os.path.isdir(text):  # noqa: PTH112 - pathlib raises for a name that is too long, as this does not.
            raise PackError(text, "there is no such folder")
        return _read(folder, text)
    # It costs more than everything else this module imports, and only whoever names an entry point needs it.
    from importlib import metadata  # noqa: PLC0415 - as the comment says.

    offered = {one.name: one for one in metadata.entry_points(group=ENTRY_POINTS)}
    if text not in offered:
        close = nearest(text, sorted(offered))
        hint = f"; did you mean {close}?" if close is not None else "."
        reason = f"no installed distribution offers a pack of that name{hint} A folder is named with its path: ./{text}"
        raise PackError(text, reason)
    entry = offered[text]
    where = f" of {entry.dist.name} {entry.dist.version}" if entry.dist is not None else ""
    try:
        package = resources.files(entry.module)
    except (ImportError, TypeError) as error:
        raise PackError(f"entry point {text}{where}", f"{entry.module} is no package that can be imported") from error
    return _read(package, f"entry point {text}{where}")


def _read(folder: Traversable, origin: str) -> Pack:
    reader = _Reader(folder)
    manifest = reader.file(MANIFEST, PackManifest, "pack")
    if manifest is None:
        raise PackError(origin, "its manifest cannot be read", tuple(reader.problems))
    editions = reader.files(manifest.editions, StandardEdition, "standard-edition")
    tables = reader.files(manifest.correspondences, CorrespondenceTable, "correspondence")
    overlays = reader.files(manifest.overlays, Overlay, "overlay")
    if not reader.problems:
        reader.twice(manifest.editions, [str(one.ref) for one in editions])
        reader.twice(manifest.correspondences, [f"{one.source} → {one.target}" for one in tables])
    if reader.problems:
        raise PackError(origin, "its files cannot be read", tuple(reader.problems))
    return Pack(
        manifest=manifest,
        origin=origin,
        digest=reader.digest.hexdigest(),
        editions=editions,
        correspondences=tables,
        overlays=overlays,
    )


_T = TypeVar("_T")


class _Reader:
    """Reads the files of a pack one after the other, and keeps what is wrong with any of them."""

    def __init__(self, folder: Traversable) -> None:
        self.folder = folder
        self.problems: list[tuple[str, Issue]] = []
        self.digest = hashlib.sha256()

    def files(self, names: tuple[str, ...], cls: type[_T], kind: str) -> tuple[_T, ...]:
        """Read files of one kind; those that cannot be read are left out and told in ``problems``."""
        found = (self.file(name, cls, kind) for name in names)
        return tuple(one for one in found if one is not None)

    def twice(self, names: tuple[str, ...], contents: list[str]) -> None:
        """Tell what two files hold: which of them counts would be anybody's guess."""
        seen: dict[str, str] = {}
        for name, content in zip(names, contents, strict=True):
            if content in seen:
                self._wrong(name, "same-content", f"{content} is in {seen[content]} already")
            seen.setdefault(content, name)

    def file(self, name: str, cls: type[_T], kind: str) -> _T | None:
        """Read one document; None where it cannot be read."""
        place = self.folder.joinpath(name)
        try:
            if isinstance(place, Path) and place.is_symlink():
                # A link could lead to any file of whoever opens the pack.
                self._wrong(name, "linked-file", "a pack holds files, not links to files")
                return None
            if isinstance(place, Path) and place.exists() and not place.is_file():
                # Opening a pipe would wait for whoever writes into it.
                self._wrong(name, "unreadable-file", "a pack holds files, and this is none")
                return None
            with place.open("rb") as file:
                data = file.read(DEFAULT_LIMITS.size + 1)
        except OSError as error:
            self._wrong(name, "unreadable-file", error.strerror or "it cannot be opened")
            return None
        # Lengths in front, so that no two packs give the same bytes.
        self.digest.update(f"{len(name)}:{name}:{len(data)}:".encode() + data)
        try:
            source = parse(data, name=name)
            tree = source.tree if isinstance(source.tree, dict) else {}
            wanted = f"isomodel/{kind}/1.0"
            if tree.get("format") != wanted:
                self._wrong(name, "unknown-format", f"this is not the file of a {kind.replace('-', ' ')}", wanted)
                return None
            content = {key: value for key, value in tree.items() if key not in {"$schema", "format"}}
            return structure(Source(name=name, tree=content, text=source.text), cls)
        except DocumentError as error:
            self.problems.extend((name, issue) for issue in error.issues)
            return None

    def _wrong(self, name: str, code: str, message: str, expected: str | None = None) -> None:
        self.problems.append((name, Issue(code=code, message=message, expected=expected)))
