# SPDX-License-Identifier: Apache-2.0
"""What is kept of every version of the formats for ever: its documents, and once it is released its digests.

``corpus`` writes documents of every kind of the present version below ``tests/released/``, as long as that version is
not released. ``freeze`` is a step of a release: it writes down the digest of every schema, example and document of the
version, and from then on a test refuses any change of them. Whatever changes in a document afterwards needs another
version, ``VERSION`` in ``isomodel.documents``.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from drawn import full  # noqa: E402 - the builders of the tests.
from isomodel import lifecycle, readiness, schema  # noqa: E402 - as above.
from isomodel.documents import FORMATS, VERSION, dumps  # noqa: E402 - as above.

NAME = f"{VERSION[0]}.{VERSION[1]}"
HOME = ROOT / "tests" / "released" / NAME
DIGESTS = HOME / "digests.json"
REAL = (
    "src/isomodel/catalogue/data/iso-iec-dir-1-iso-sup-2012.json",
    "src/isomodel/catalogue/correspondence/iso-iec-dir-1-iso-sup-2012--iso-iec-dir-1-iso-sup-2021.json",
    "src/isomodel/lifecycle/data/finding.json",
    "src/isomodel/lifecycle/data/documented-information.json",
    "examples/registers/messy-soa.mapping.json",
    "examples/broken/unknown-clause.json",  # The clause is for the content of an assessment, not for its document.
)
"""Documents that people work with, beside those in which everything is there."""


def corpus() -> str:
    """Write the documents of this version anew."""
    if DIGESTS.exists():
        raise SystemExit(f"{NAME} is released: raise VERSION in isomodel/documents.py")
    written = {f"{kind}-full.json": dumps(full(cls)).encode() for kind, cls in FORMATS.items()}
    written["policy-default.json"] = dumps(readiness.default_policy()).encode()
    written["lifecycle-record-full.jsonl"] = log().encode()
    for name in REAL:
        path = ROOT / name
        kind = json.loads(path.read_bytes())["format"].split("/")[1]
        written[f"{kind}-{path.stem}.json"] = path.read_bytes()
    HOME.mkdir(parents=True, exist_ok=True)
    for path in HOME.iterdir():
        path.unlink()
    for name, data in written.items():
        (HOME / name).write_bytes(data)
    return f"{len(written)} documents of {NAME}"


def log() -> str:
    """Write a log with lines of every form: with and without who and what was told."""
    on = dt.date(2026, 3, 2)
    case = lifecycle.start(lifecycle.definition("evidence"), on=on, by="A. Ødegård")
    case = lifecycle.advance(case, "submit", on=on, facts={"digest": "sha256:" + 64 * "0"})
    return lifecycle.write_log(lifecycle.advance(case, "reject", on=on, facts={"reason": "unreadable"}), name="ev-1")


def freeze() -> str:
    """Write down the digest of everything of this version that is never to change again."""
    if DIGESTS.exists():
        raise SystemExit(f"{NAME} is released already")
    published = ROOT / "schemas"
    if any((published / name).read_text(encoding="utf-8") != text for name, text in schema.files().items()):
        raise SystemExit("schemas/ is not what the classes give; run: make schemas")
    paths = [path for home in (published / NAME, HOME) for path in home.rglob("*") if path.is_file()]
    digests = {
        path.relative_to(ROOT).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(paths)
    }
    DIGESTS.write_text(json.dumps(digests, indent=2) + "\n", encoding="utf-8")
    return f"{len(digests)} files of {NAME} are frozen"


if __name__ == "__main__":
    print({"corpus": corpus, "freeze": freeze}[sys.argv[1]]())
