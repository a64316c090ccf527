# SPDX-License-Identifier: Apache-2.0
"""What a program may import, and what importing it costs."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

import isomodel
from isomodel import readiness

ROOT = Path(isomodel.__file__).parent
TREE = ast.parse((ROOT / "__init__.py").read_text(encoding="utf-8"))
HEAVY = {"cattrs", "cyclopts", "importlib.metadata", "jsonschema", "networkx", "numpy", "referencing", "rich"}
NOUNS = {
    "Amendment", "ApplicabilityDecision", "Aspect", "Assessment", "Audit", "Blocker", "Bucket", "Case",
    "Certificate", "Certification", "Clause", "ClauseNumber", "Complaint", "ComplianceObligation", "Control",
    "CorrectiveAction", "Definition", "Correspondence", "CorrespondenceTable", "MigrationLog", "MigrationPlan",
    "SetRelation", "Dependency", "DocumentError", "Evidence", "EvidenceRegister", "EvidenceReview", "Extensions",
    "Finding", "Gate", "GraphDocument", "Hazard", "IsomodelError", "Issue", "Judgement", "ManagementReview",
    "ManagementSystemScope", "Milestone", "NotifiableChange", "Objective", "Organization", "Parameter", "Period",
    "Calendar", "Effort", "Forecast", "Person", "Plan",
    "Policy", "Readiness", "Requirement", "RequirementGraph", "RequirementRef", "Risk", "RiskTreatment", "Severity",
    "StandardEdition", "StandardRef", "StatementOfApplicability", "StatementVersion", "Topic", "Unit", "Verdict",
}  # fmt: skip


def modules() -> list[ModuleType]:
    """Return every public module below the package; the command line is no library."""
    names = [
        info.name
        for info in pkgutil.iter_modules(isomodel.__path__, "isomodel.")
        if not info.name.rpartition(".")[2].startswith("_") and info.name not in ("isomodel.cli", "isomodel.version")
    ]
    return [importlib.import_module(name) for name in names]


def run(script: str) -> str:
    """Return what a script prints in an interpreter of its own."""
    return subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True).stdout


def order(name: str) -> tuple[int, str]:
    """Sort constants before classes before everything else, as the linter does."""
    return (0 if name.isupper() and len(name) > 1 else 1 if name.lstrip("_")[:1].isupper() else 2), name


def typed_imports() -> dict[str, set[str]]:
    """Return what the block for type checkers imports, by module."""
    block = next(node for node in TREE.body if isinstance(node, ast.If))
    found: dict[str, set[str]] = {}
    for node in block.body:
        assert isinstance(node, ast.ImportFrom)
        assert node.module is not None
        found[node.module] = {alias.name for alias in node.names}
        assert all(alias.asname is None for alias in node.names)
    return found


# Names.


@pytest.mark.parametrize("name", sorted(isomodel.__all__))
def test_every_public_name_can_be_imported(name: str) -> None:
    """Each name the package promises is fetched from it, and is the very thing its module has."""
    thing = getattr(isomodel, name)
    assert thing is getattr(isomodel, name)
    home = isomodel._WHERE.get(name)
    if home is not None:
        assert thing is getattr(importlib.import_module(f"isomodel.{home}"), name)


def test_the_nouns_of_the_library_are_public() -> None:
    """The nouns written here by hand are importable from the package, and all other public classes are named here."""
    assert {name for name in isomodel.__all__ if name[0].isupper()} == NOUNS


def test_each_name_can_be_imported_first() -> None:
    """Whichever name a program asks for first, it gets it: no name needs another to have been imported before."""
    homes = {home: names[0] for home, names in isomodel._HOMES.items() if names}
    for home, name in {**homes, "catalogue": "catalogue", "text": "text"}.items():
        assert run(f"from isomodel import {name}; print({name}.__name__)").strip().endswith(name), home


def test_unknown_names_are_no_attributes() -> None:
    """A name the package does not have is an attribute error in Python's own words."""
    with pytest.raises(AttributeError, match="module 'isomodel' has no attribute 'Requirements'"):
        isomodel.Requirements  # noqa: B018 - asking is the point.
    assert not hasattr(isomodel, "_private")


def test_star_import_gives_exactly_the_public_names() -> None:
    """A star import works, and gives what is promised and nothing else."""
    script = "from isomodel import *; print(sorted(name for name in dir() if not name.startswith('__')))"
    assert ast.literal_eval(run(script)) == sorted(set(isomodel.__all__) - {"__version__"})


def test_the_package_lists_its_names() -> None:
    """Completion sees every public name before any was fetched."""
    assert ast.literal_eval(run("import isomodel; print(dir(isomodel))")) == sorted(isomodel.__all__)


def test_the_table_of_homes_is_what_type_checkers_see() -> None:
    """What is fetched lazily and what a type checker reads are the same names from the same modules."""
    typed = typed_imports()
    assert typed.pop("isomodel") == set(isomodel._HOMES)
    assert typed == {f"isomodel.{home}": set(names) for home, names in isomodel._HOMES.items() if names}
    promised = set(isomodel._HOMES) | set(isomodel._WHERE) | {"__version__"}
    assert set(isomodel.__all__) == promised


def test_the_package_defines_nothing() -> None:
    """The package hands names on: it holds a docstring, imports, three tables and the two hooks that fetch."""
    defined = []
    for node in TREE.body[1:]:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            defined.append(node.name)
        elif isinstance(node, ast.Assign):
            defined.extend(target.id for target in node.targets if isinstance(target, ast.Name))
        else:
            assert isinstance(node, ast.Import | ast.ImportFrom | ast.If)
    assert defined == ["_HOMES", "_WHERE", "__all__", "__getattr__", "__dir__"]


def test_the_map_in_the_docstring_is_the_package() -> None:
    """The docstring names every public module, and each module it names can be fetched."""
    table = (isomodel.__doc__ or "").split("====\n")[1]
    named = {name for line in table.splitlines() for name in re.findall(r"``(\w+)``", line[:26])}
    assert named == set(isomodel._HOMES)
    assert named == {module.__name__.rpartition(".")[2] for module in modules()}


def test_the_map_of_readiness_has_all_its_verbs() -> None:
    """What can be asked of readiness is in the table of its docstring, and everything the table names is there."""
    told = (readiness.__doc__ or "").partition("====\n")[2]
    named = set(re.findall(r"``(\w+)``", told))
    assert named <= set(readiness.__all__)
    verbs = {name for name in readiness.__all__ if inspect.isfunction(inspect.unwrap(getattr(readiness, name)))}
    assert verbs <= named


@pytest.mark.parametrize("module", [isomodel, *modules()], ids=lambda module: module.__name__)
def test_public_names_are_sorted_and_exist(module: ModuleType) -> None:
    """Every module lists what is public, once, in order, and has it."""
    listed = module.__all__
    assert listed == sorted(listed, key=order)
    assert len(set(listed)) == len(listed)
    assert all(hasattr(module, name) for name in listed)
    space: dict[str, object] = {}
    exec(f"from {module.__name__} import *", space)  # noqa: S102 - a star import can only be tried so.
    assert set(listed) <= set(space)


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.__name__)
def test_public_names_are_complete(module: ModuleType) -> None:
    """A class or function of a module is in its list, or has a name that says it is private."""
    own = {
        name
        for name, thing in vars(module).items()
        if (inspect.isclass(thing) or inspect.isfunction(thing))
        and thing.__module__ == module.__name__
        and not name.startswith("_")
    }
    assert own <= set(module.__all__)


@pytest.mark.parametrize("module", [isomodel, *modules()], ids=lambda module: module.__name__)
def test_everything_public_is_described(module: ModuleType) -> None:
    """Each public class, function and module has a docstring, and so has each public member of a class."""
    assert inspect.getdoc(module)
    for name in module.__all__:
        thing = getattr(module, name)
        if inspect.isclass(thing) or inspect.isfunction(thing):
            assert inspect.getdoc(thing), name
        if inspect.isclass(thing) and thing.__module__.startswith("isomodel"):
            for member, value in vars(thing).items():
                if inspect.isfunction(value) and not member.startswith("_"):
                    assert inspect.getdoc(value), f"{name}.{member}"


# Cost.


def loaded_by(script: str) -> set[str]:
    """Return the modules an interpreter has after a script that it had not before."""
    return set(
        ast.literal_eval(
            run(f"import sys; before = set(sys.modules)\n{script}\nprint(sorted(set(sys.modules) - before))")
        )
    )


def test_importing_the_package_loads_nothing_heavy() -> None:
    """The bare import loads the package, its version, and a few modules of the standard library; not even attrs."""
    loaded = loaded_by("import isomodel")
    assert not HEAVY & loaded
    assert "attrs" not in loaded
    assert {name for name in loaded if name.startswith("isomodel")} == {"isomodel", "isomodel.version"}
    assert len(loaded) <= 40


def test_nouns_load_nothing_heavy() -> None:
    """The nouns that need no file are there without the libraries that only reading and writing need."""
    loaded = loaded_by("from isomodel import Assessment, Evidence, Policy, StandardEdition, StandardRef, Issue")
    assert not HEAVY & loaded
    assert len(loaded) <= 160


def test_no_library_module_loads_the_command_line_or_what_has_no_use_yet() -> None:
    """All of the library together loads neither terminal libraries nor networkx nor jsonschema."""
    loaded = loaded_by("import isomodel\nfor name in isomodel._HOMES: getattr(isomodel, name)")
    assert not {"cyclopts", "jsonschema", "networkx", "numpy", "rich"} & loaded


def test_importing_the_package_reads_no_file_and_no_network() -> None:
    """While the package is imported it opens nothing but its own modules."""
    script = """
import sys
events = []
watched = ("open", "socket.connect", "subprocess.Popen")
sys.addaudithook(lambda event, args: events.append((event, str(args[0]))) if event in watched else None)
import isomodel
print([path for event, path in events if event != "open" or not path.endswith((".py", ".pyc"))])
"""
    assert run(script).strip() == "[]"
