# SPDX-License-Identifier: Apache-2.0
"""Try the installed wheel as a user gets it: ``smoke.py bare`` without extras, ``smoke.py cli`` with the command."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import subprocess
import sys
from importlib import metadata, resources
from importlib.util import find_spec
from pathlib import Path

HEAVY = ("attrs", "cattrs", "cyclopts", "jsonschema", "networkx", "rich")
DATA = (
    "py.typed",
    "catalogue/data/register.json",
    "catalogue/structure/iso-9001-2015.csv",
    "readiness/gates.json",
    "readiness/policy.json",
    "readiness/truth-table.json",
    "schemas/1.0/index.json",
    "schemas/1.0/isomodel.d.ts",
)


def installed() -> None:
    """Look at what is installed: away from any checkout, complete, with its licences, and light to import."""
    import isomodel

    home = Path(isomodel.__file__)
    assert home.is_relative_to(sys.prefix), f"{home} is not the installed package"
    assert isomodel.__version__ == metadata.version("isomodel")
    loaded = [name for name in HEAVY if name in sys.modules]
    assert loaded == [], f"import isomodel loads {loaded}"
    for name in DATA:
        assert resources.files("isomodel").joinpath(name).is_file(), f"{name} is not in the wheel"
    published = resources.files("isomodel").joinpath("schemas", "1.0")
    digests = json.loads(published.joinpath("index.json").read_text(encoding="utf-8"))["sha256"]
    for name, digest in digests.items():
        found = published.joinpath(*name.split("/")).read_bytes()
        assert hashlib.sha256(found).hexdigest() == digest, f"schemas/1.0/{name} is not what the index says"
    files = {Path(str(file)).name for file in metadata.files("isomodel") or ()}
    assert files >= {"LICENSE", "LICENSE-DATA"}, "the licences are not in the wheel"
    print(f"isomodel {isomodel.__version__} in {home.parent}")


def evaluates() -> None:
    """Load every edition, find nothing wrong with it, and answer a question about a record made here."""
    from isomodel import Assessment, Organization, catalogue, dumps, loads, readiness

    for ref in catalogue.editions():
        edition = catalogue.load(ref)
        wrong = [str(issue) for issue in catalogue.check(edition) if issue.severity.value == "error"]
        assert wrong == [], wrong
        record = Assessment(id="smoke", organization=Organization(name="Nobody"), editions=(ref,))
        assert loads(dumps(record)) == record
        result = readiness.evaluate(record, (edition,), standard=ref, gate="stage-2", on=dt.date(2026, 11, 23))
        # Nothing is recorded: undetermined, unless nobody can be audited to the edition any more.
        expected = "not-ready" if edition.publication_stage.value == "withdrawn" else "undetermined"
        assert result.verdict.value == expected, result
        binding = [one for one in edition.as_of(result.as_of).requirements() if one.strength.value == "shall"]
        assert result.requirements.total == len(binding)
        print(repr(result))
    tables = [catalogue.correspondence(*pair) for pair in catalogue.correspondences()]
    assert tables
    assert all(table.rows for table in tables)
    assert catalogue.titles("ISO 9001:2015", "fr")


def command(*words: str) -> subprocess.CompletedProcess[str]:
    """Run the installed command."""
    program = Path(sys.prefix) / "bin" / "isomodel"
    return subprocess.run([program, *words], capture_output=True, check=False, text=True)


def without_extra() -> None:
    """Without the extra the command says in one line how to install it, and nothing else is missing."""
    assert find_spec("cyclopts") is None, "this environment is not bare"
    done = command("demo")
    assert (done.returncode, done.stdout) == (1, ""), done
    [line] = done.stderr.splitlines()
    assert 'pip install "isomodel[cli]"' in line
    print(line)


def with_extra() -> None:
    """With the extra the demonstration answers, the catalogue is in order, and both doors are the same."""
    done = command("demo")
    assert done.returncode == 0, done
    assert "ISO/IEC 27001:2022" in done.stdout
    assert command("catalogue", "check").returncode == 0
    module = subprocess.run([sys.executable, "-m", "isomodel", "demo"], capture_output=True, check=True, text=True)
    assert module.stdout == done.stdout
    print(done.stdout.splitlines()[0])


if __name__ == "__main__":
    installed()
    evaluates()
    {"bare": without_extra, "cli": with_extra}[sys.argv[1]]()
