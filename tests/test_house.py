# SPDX-License-Identifier: Apache-2.0
"""The promises of the house: one fact in one place, pages that lead somewhere, tables that are the data they show."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest

import isomodel
from isomodel import catalogue, readiness
from isomodel.cli import ExitCode
from isomodel.documents import FORMATS, LOGS, VERSION
from isomodel.evidence import NATURE, EvidenceStatus
from isomodel.identifiers import MAX_LENGTH
from isomodel.readiness import Axes
from isomodel.register import DEFAULT_TABLE_LIMITS, TableLimits
from isomodel.serialization import DEFAULT_LIMITS, Limits

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "isomodel"
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), *ROOT.glob("*.md")])
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def listed_files() -> list[Path]:
    """List the files of the project: what git knows or would take; everything in an unpacked source distribution."""
    try:
        command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True)
        names = [name for name in done.stdout.split("\0") if name]
    except (OSError, subprocess.CalledProcessError):
        made = ("build", "dist", "__pycache__")
        found = (path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file())
        names = [str(path) for path in found if not any(part in made or part.startswith(".") for part in path.parts)]
    return [ROOT / name for name in sorted(names) if (ROOT / name).is_file()]


FILES = listed_files()


def text_of(path: Path) -> str:
    """Read a file of the project."""
    return path.read_text(encoding="utf-8")


def json_of(name: str) -> Any:  # noqa: ANN401 - whatever the file holds.
    """Read a data file of the package as plain JSON."""
    return json.loads(text_of(PACKAGE / name))


def table(page: Path, first_column: str, second_column: str) -> list[list[str]]:
    """Return the rows of the table of a page whose header begins with these two columns."""
    lines = text_of(page).splitlines()
    header = f"| {first_column} | {second_column} |"
    start = next((number for number, line in enumerate(lines) if line.startswith(header)), None)
    assert start is not None, f"{page.name} has no table {header}"
    rows = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip().strip("|").split(" | ")])
    return rows


def code(cell: str) -> str:
    """Take a cell out of its backticks."""
    assert cell.startswith("`"), cell
    assert cell.endswith("`"), cell
    return cell[1:-1]


def relative(path: Path) -> str:
    """Name a file of the project."""
    return str(path.relative_to(ROOT))


# Facts that stand once.


def test_version_is_written_once() -> None:
    """The number of the version stands in one file, and the package, the build and the command read it there."""
    from isomodel.version import VERSION as VERSION_OF_PACKAGE  # noqa: PLC0415 - beside the other VERSION.

    assert isomodel.__version__ == VERSION_OF_PACKAGE
    assert PROJECT["project"]["dynamic"] == ["version"]
    assert "version" not in PROJECT["project"]
    assert PROJECT["tool"]["hatch"]["version"]["path"] == "src/isomodel/version.py"
    quoted = re.compile(rf"""["']{re.escape(VERSION_OF_PACKAGE)}["']""")
    sources = [path for path in FILES if path.is_relative_to(PACKAGE) and path.suffix == ".py"]
    assert [path.name for path in sources if quoted.search(text_of(path))] == ["version.py"]


def test_no_registry_is_named() -> None:
    """No file names the host of a package index: where packages come from is the business of whoever installs."""
    hosts = re.compile(
        "|".join(
            ("pypi" + r"\.org", "pythonhosted" + r"\.org", "npmjs" + r"\.", "deb" + r"ian\.org", "ana" + r"conda\.")
        )
    )
    named = [relative(path) for path in FILES if hosts.search(path.read_bytes().decode(errors="replace"))]
    assert named == []


@pytest.mark.parametrize(
    "path", [path for path in FILES if path.suffix in {".py", ".toml", ".yaml", ".sh", ".md"}], ids=relative
)
def test_files_say_their_licence(path: Path) -> None:
    """Every source file and page begins with its SPDX line, after a shebang where it has one."""
    head = text_of(path).splitlines()[:2]
    assert any("SPDX-License-Identifier: Apache-2.0" in line for line in head)


def test_tools_say_their_licence() -> None:
    """The files without a suffix that the project runs say their licence as well."""
    for name in ("Makefile", ".ci/run", ".ci/wheel", ".ci/environment"):
        assert "SPDX-License-Identifier: Apache-2.0" in "\n".join(text_of(ROOT / name).splitlines()[:2]), name


def test_licences_are_whole() -> None:
    """Both licences are there with their full texts, and the metadata names both."""
    assert "TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION" in text_of(ROOT / "LICENSE")
    assert "Section 8 -- Interpretation." in text_of(ROOT / "LICENSE-DATA")
    assert PROJECT["project"]["license"] == "Apache-2.0 AND CC-BY-4.0"
    assert PROJECT["project"]["license-files"] == ["LICENSE", "LICENSE-DATA"]


def test_catalogue_files_carry_their_licence() -> None:
    """Each data file of the catalogue says that it is under CC BY 4.0, and the tables of readiness name Apache-2.0."""
    data = PACKAGE / "catalogue" / "data"
    for path in sorted(data.glob("*.json")):
        content = json.loads(text_of(path))
        licence = content.get("licence") or content["provenance"]["licence"]
        assert licence == "CC-BY-4.0", path.name
    for path in sorted((PACKAGE / "catalogue" / "correspondence").glob("*.json")):
        assert json.loads(text_of(path))["provenance"]["licence"] == "CC-BY-4.0", path.name
    tables = [*(PACKAGE / "catalogue" / "structure").glob("*.csv"), *(PACKAGE / "catalogue" / "titles").glob("*.csv")]
    for path in sorted(tables):
        assert text_of(path).startswith("# SPDX-License-Identifier: CC-BY-4.0\n"), path.name
    for name in ("readiness/truth-table.json", "readiness/gates.json", "applicability/rules.json"):
        assert json_of(name)["licence"] == "Apache-2.0"


def test_every_edition_file_is_registered() -> None:
    """The register names every data file of the catalogue, and each edition has a structure table."""
    data = PACKAGE / "catalogue" / "data"
    registered = {line["file"] for line in json_of("catalogue/data/register.json")["editions"] if "file" in line}
    assert registered | {"register.json"} == {path.name for path in data.iterdir()}
    for ref in catalogue.editions():
        assert (PACKAGE / "catalogue" / "structure" / f"{ref.slug}.csv").is_file()


SUPPRESSION = re.compile(r"#\s*(?:noqa|type:\s*ignore|pragma:)")
REASONED = re.compile(r"#\s*(?:noqa: [A-Z0-9, ]+ - \S|type: ignore\[[a-z-]+(?:, ?[a-z-]+)*\]\s+# \S)")


@pytest.mark.parametrize("path", [path for path in FILES if path.suffix == ".py"], ids=relative)
def test_suppressions_have_reasons(path: Path) -> None:
    """Whatever is switched off for a line is named, and the reason stands beside it."""
    bare = [
        f"{number}: {line.strip()}"
        for number, line in enumerate(text_of(path).splitlines(), start=1)
        if SUPPRESSION.search(line) and not REASONED.search(line)
    ]
    assert path.name == Path(__file__).name or bare == []


def test_ignored_rules_have_reasons() -> None:
    """Each lint rule that is ignored for the project has its reason beside it."""
    listing = (
        text_of(ROOT / "pyproject.toml").partition("[tool.ruff.lint]")[2].partition("[tool.ruff.lint.pydocstyle]")[0]
    )
    rules = [line for line in listing.splitlines() if re.search(r'"[A-Z]+[0-9]+"', line)]
    assert len(rules) > 5
    assert [line for line in rules if not re.search(r"# \S.*\.$", line)] == []


def test_layers_are_told_in_contributing() -> None:
    """The page for contributors lists the layers as the import contract has them, from the top."""
    layers = PROJECT["tool"]["importlinter"]["contracts"][0]["layers"]
    told = [
        row[0].replace("`", "").replace(", ", " | ")
        for row in table(ROOT / "CONTRIBUTING.md", "modules, from the top", "what is there")
    ]
    assert told == layers


def test_changelog_has_its_sections() -> None:
    """What is not released yet stands on top of the changelog, under the six sections in their order."""
    headings = [line for line in text_of(ROOT / "CHANGELOG.md").splitlines() if line.startswith("##")]
    sections = ["Backwards-incompatible", "Deprecated", "Added", "Changed", "Fixed", "Catalogue data"]
    assert headings[:7] == ["## Unreleased", *(f"### {section}" for section in sections)]


# Pages that lead somewhere.

LINK = re.compile(r"(?<!!)\[[^\]\n]+\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def links(page: Path) -> Iterator[tuple[str, Path, str]]:
    """Go through the links of a page inside the project: as written, the file, the place in it."""
    for written in LINK.findall(FENCE.sub("", text_of(page))):
        if "://" not in written and not written.startswith("mailto:"):
            name, _, anchor = written.partition("#")
            yield written, (page.parent / name).resolve() if name else page, anchor


def anchors(page: Path) -> set[str]:
    """List the places of a page a link can lead to, named as the usual renderers name headings."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", text_of(page)), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=relative)
def test_links_lead_somewhere(page: Path) -> None:
    """Every link inside the project leads to a file that is there and to a heading it has."""
    broken = [
        written
        for written, target, anchor in links(page)
        if not target.exists() or (anchor and anchor not in anchors(target)) or not target.is_relative_to(ROOT)
    ]
    assert broken == []


def test_every_page_is_reachable() -> None:
    """Every page of the documentation can be reached from its index."""
    reached: set[Path] = set()
    pending = [DOCS / "index.md"]
    while pending:
        page = pending.pop()
        if page not in reached and page.is_file() and page.suffix == ".md":
            reached.add(page)
            pending.extend(target for _, target, _ in links(page))
    assert sorted(relative(page) for page in DOCS.rglob("*.md") if page not in reached) == []


def test_readme_leads_to_the_documentation() -> None:
    """The first page people see leads to the index of the documentation and to the pages of the house."""
    targets = {relative(target) for _, target, _ in links(ROOT / "README.md")}
    assert targets >= {
        "docs/index.md",
        "docs/tutorial.md",
        "CONTRIBUTING.md",
        "SECURITY.md",
        "CHANGELOG.md",
        "LICENSE",
        "LICENSE-DATA",
    }


def test_make_targets_that_pages_name_exist() -> None:
    """Every ``make`` command that a page shows is a target of the Makefile that says what it does."""
    targets = set(re.findall(r"^([a-z]+):.*## ", text_of(ROOT / "Makefile"), re.MULTILINE))
    shown = {name for page in PAGES for name in re.findall(r"(?:`|^\$ )make ([a-z]+)", text_of(page), re.MULTILINE)}
    assert {"demo", "test"} <= shown <= targets


# Tables that are the data they show.

READINESS_PAGE = DOCS / "explanation" / "readiness.md"


def test_buckets_on_the_page_are_the_data() -> None:
    """The page on readiness shows the buckets from worst to best as the data file has them."""
    buckets = sorted(json_of("readiness/truth-table.json")["buckets"], key=lambda bucket: int(bucket["rank"]))
    expected = [[bucket["bucket"], bucket["outcome"], bucket["meaning"]] for bucket in buckets]
    assert table(READINESS_PAGE, "bucket", "counts as") == expected


def test_truth_table_on_the_page_is_the_data() -> None:
    """The page on readiness shows each row of the truth table, in order: what it asks for, its bucket, its citation."""
    axes = [field.name for field in attrs.fields(Axes)]
    expected = [
        [
            row["id"],
            "; ".join(f"{axis.replace('_', ' ')}: {' or '.join(row[axis])}" for axis in axes if axis in row),
            row["bucket"],
            row["citation"],
        ]
        for row in json_of("readiness/truth-table.json")["rows"]
    ]
    assert table(READINESS_PAGE, "row", "when all of this holds") == expected


def test_axes_on_the_page_are_those_of_the_class() -> None:
    """The page on readiness names every axis and every value it can have."""
    rows = {
        name.replace(" ", "_"): set(re.findall(r"\*([a-z-]+)\*", told))
        for name, told in table(READINESS_PAGE, "axis", "values, with the question each answers")
    }
    hints = {field.name: field.type for field in attrs.fields(attrs.resolve_types(Axes))}
    assert rows == {name: {member.value for member in kind} for name, kind in hints.items() if kind is not None}


def test_gate_rules_on_the_page_are_the_data() -> None:
    """The page on readiness shows every rule of the gates, in order, as the data file has it."""
    expected = [
        [
            f"`{rule['id']}`",
            ", ".join(rule["gates"]),
            rule["kind"],
            rule.get("where", "every edition"),
            rule["sentence"],
            rule["citation"],
            rule["confidence"],
        ]
        for rule in json_of("readiness/gates.json")["rules"]
    ]
    assert table(READINESS_PAGE, "rule", "gates") == expected


def looked_at(rule: dict[str, Any]) -> str:
    """Say what a rule looks at, as the page does."""
    if "needs" in rule:
        return " and ".join(" or ".join(f"`{fact}`" for fact in group) for group in rule["needs"])
    over = rule["over"]
    what = over["entries"]
    if "documented_information" in over:
        what += f" that ask for a {' or '.join(over['documented_information'])}"
    if "topics" in over:
        what += f" about {', '.join(over['topics'])}"
    if "within" in over:
        what += f" about, or in a clause about, {', '.join(over['within'])}"
    return f"{rule['reads']} of {what}: {', '.join(rule['passes'])} pass; {', '.join(rule['unknown'])} leave it open"


def test_what_rules_look_at_on_the_page_is_the_data() -> None:
    """The page on readiness says of every rule which facts or entries it looks at and which values pass."""
    expected = [[f"`{rule['id']}`", looked_at(rule)] for rule in json_of("readiness/gates.json")["rules"]]
    assert table(READINESS_PAGE, "rule", "what it looks at") == expected


def test_facts_on_the_page_are_those_of_the_rules() -> None:
    """The page on readiness tells of exactly the facts that rules need, each once."""
    rules = json_of("readiness/gates.json")["rules"]
    needed = {fact for rule in rules for group in rule.get("needs", ()) for fact in group}
    told = [code(row[0]) for row in table(READINESS_PAGE, "fact", "what speaks against it")]
    assert sorted(told) == sorted(needed)


def test_policy_on_the_page_is_the_data() -> None:
    """The page on readiness shows the parameters of the default policy with value, unit, source and purpose."""
    expected = [
        [f"`{each['name']}`", f"{each['value']} {each['unit']}", each["source"], each["note"]]
        for each in json_of("readiness/policy.json")["parameters"]
    ]
    assert table(READINESS_PAGE, "parameter", "value") == expected
    assert [f"`{each.name}`" for each in readiness.default_policy().parameters] == [row[0] for row in expected]


def test_kinds_of_evidence_on_the_page_are_those_of_the_class() -> None:
    """The page on evidence gives the nature of every kind of evidence."""
    expected = [[kind.value, nature.value] for kind, nature in NATURE.items()]
    assert table(DOCS / "explanation" / "evidence.md", "kind", "nature") == expected


def test_statuses_of_evidence_on_the_page_are_those_of_the_class() -> None:
    """The page on evidence explains every status, in the order of the class."""
    told = [row[0] for row in table(DOCS / "explanation" / "evidence.md", "status", "means")]
    assert told == [status.value for status in EvidenceStatus]


def test_formats_on_the_page_are_those_that_are_read() -> None:
    """The reference of documents lists every format with its version and class, in order, and no other."""
    version = f"{VERSION[0]}.{VERSION[1]}"
    expected = []
    for kind, cls in FORMATS.items():
        home = cls.__module__.rpartition("._")[0] or cls.__module__
        expected.append([f"isomodel/{kind}/{version}", f"{home}.{cls.__name__}"])
    told = table(DOCS / "reference" / "documents.md", "format", "class")
    assert [[code(row[0]), code(row[1])] for row in told] == expected
    logs = [[f"isomodel/{kind}/{version}", f"isomodel.lifecycle.{cls.__name__}"] for kind, cls in LOGS.items()]
    told = table(DOCS / "reference" / "documents.md", "log", "class of a line")
    assert [[code(row[0]), code(row[1])] for row in told] == logs


def test_limits_on_the_page_are_those_in_force() -> None:
    """The security policy gives the limits that are in force, each with its number."""
    told = {code(row[0]): int(row[1].split()[0]) for row in table(ROOT / "SECURITY.md", "limit", "default")}
    assert told == {field.name: getattr(DEFAULT_LIMITS, field.name) for field in attrs.fields(Limits)}
    tables = {code(row[0]): int(row[1].split()[0]) for row in table(ROOT / "SECURITY.md", "table limit", "default")}
    assert tables == {field.name: getattr(DEFAULT_TABLE_LIMITS, field.name) for field in attrs.fields(TableLimits)}
    assert f"at most {MAX_LENGTH} characters" in text_of(ROOT / "SECURITY.md")


def test_exit_codes_on_the_page_are_those_of_the_command() -> None:
    """The reference of the command line lists every exit code, in order."""
    told = [int(row[0]) for row in table(DOCS / "reference" / "command-line.md", "code", "means")]
    assert told == [each.value for each in ExitCode]


def makers_of(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Find what takes the code of an issue, a function or a class with fields, and at which place it takes it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            names = [each.arg for each in node.args.args if each.arg not in {"self", "cls"}]
        elif isinstance(node, ast.ClassDef):
            names = [
                each.target.id
                for each in node.body
                if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name)
            ]
        else:
            continue
        if "code" in names:
            yield node.name, names.index("code")


def spellings(value: ast.expr) -> Iterator[str]:
    """Say what a code can be; an asterisk stands for what is put in at run time."""
    if isinstance(value, ast.IfExp):
        yield from spellings(value.body)
        yield from spellings(value.orelse)
    elif isinstance(value, ast.Constant) and isinstance(value.value, str):
        yield value.value
    elif isinstance(value, ast.JoinedStr):
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else "*" for part in value.values)


def issue_codes() -> Iterator[str]:
    """Find the codes that the package gives to issues, in its code and in its table of rules."""
    yield from (rule["code"] for rule in json_of("applicability/rules.json")["rules"])
    trees = [ast.parse(text_of(path)) for path in sorted(PACKAGE.rglob("*.py"))]
    makers = {name: place for tree in trees for name, place in makers_of(tree)}
    assert "Issue" in makers
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                place = makers.get(name, len(node.args))
                given = [*node.args[place : place + 1], *(each.value for each in node.keywords if each.arg == "code")]
                for value in given:
                    yield from spellings(value)


def test_issue_codes_on_the_page_are_those_of_the_package() -> None:
    """The reference of issues lists every code the package gives, and none it does not."""
    page = text_of(DOCS / "reference" / "issues.md")
    told = set(re.findall(r"^\| `([a-z0-9-]+)` \|", page, re.MULTILINE))
    given = set(issue_codes())
    patterns = [re.compile(re.escape(each).replace(r"\*", "[a-z-]+")) for each in given if "*" in each]
    assert len(given) > 50
    assert sorted(each for each in given if "*" not in each and each not in told) == []
    assert (
        sorted(each for each in told if each not in given and not any(pattern.fullmatch(each) for pattern in patterns))
        == []
    )


def test_words_of_the_glossary_are_in_order() -> None:
    """The glossary can be searched by eye: each word stands once, in alphabetical order."""
    words = [row[0].casefold() for row in table(DOCS / "glossary.md", "word", "here")]
    assert words == sorted(set(words))


RULES_PAGE = DOCS / "reference" / "statement-of-applicability.md"


def test_rules_of_the_statement_on_the_page_are_the_data() -> None:
    """The reference of the Statement of Applicability shows every rule in order: when it objects, and what it asks."""
    expected = [
        [
            f"`{rule['code']}`",
            rule["severity"],
            rule["about"],
            ", ".join(rule.get("when", ())),
            rule["sentence"],
            "; ".join(filter(None, (rule.get("rests_on"), rule.get("source")))),
            rule.get("basis", "required"),
        ]
        for rule in json_of("applicability/rules.json")["rules"]
    ]
    assert table(RULES_PAGE, "rule", "severity") == expected


def test_what_rules_of_the_statement_read_is_on_the_page() -> None:
    """The same page tells what each fact means, which clauses rules rest on, and what each ground means."""
    data = json_of("applicability/rules.json")
    facts = [[f"`{fact['name']}`", fact["meaning"]] for fact in data["facts"]]
    assert table(RULES_PAGE, "fact", "when it holds") == facts
    cited = [[one["name"], "; ".join(one["clauses"])] for one in data["citations"]]
    assert table(RULES_PAGE, "rests on", "clauses") == cited
    grounds = [[one["ground"], one["applicability"], one["sentence"]] for one in data["grounds"]]
    assert table(RULES_PAGE, "ground", "the requirement is") == grounds


def test_editions_in_the_readme_are_those_of_the_catalogue() -> None:
    """The README lists the editions of the catalogue with the numbers of their clauses, requirements and controls."""
    expected = []
    for ref in catalogue.editions():
        edition = catalogue.load(ref)
        counts = (len(list(edition.walk())), len(edition.requirements()), len(edition.controls()))
        expected.append([str(ref), *map(str, counts)])
    assert table(ROOT / "README.md", "edition", "clauses") == expected


def test_the_page_of_editions_is_what_the_catalogue_counts() -> None:
    """The page of editions in numbers is what the catalogue writes; `make pages` writes it anew."""
    written = catalogue.statistics_page(catalogue.load(ref) for ref in catalogue.editions())
    assert text_of(DOCS / "reference" / "editions.md") == written


def test_every_example_is_collected() -> None:
    """Each page with an example and each module with a doctest takes part in the normal test session."""
    written = {
        relative(path)
        for path in FILES
        if (
            path.suffix == ".md"
            and (path == ROOT / "README.md" or path.is_relative_to(DOCS))
            and re.search(r"^(>>> |```console$)", text_of(path), re.MULTILINE)
        )
        or (
            path.suffix == ".py" and path.is_relative_to(PACKAGE) and re.search(r"^ +>>> ", text_of(path), re.MULTILINE)
        )
    }
    command = [
        sys.executable,
        "-m",
        "pytest",
        "--collect-only",
        "-q",
        "-p",
        "no:randomly",
        "-p",
        "no:cacheprovider",
        "README.md",
        "docs",
        "src",
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True)
    assert len(written) > 10
    assert {line.partition("::")[0] for line in done.stdout.splitlines() if "::" in line} == written
