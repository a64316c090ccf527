# SPDX-License-Identifier: Apache-2.0
# Every target makes the environment it needs, with uv where that is installed and with python3 and its venv otherwise, and
# makes it again only when pyproject.toml changes.

# The environment the development targets run in; a caller that has one of its own (nox) names it and it is used as it is.
ENVIRONMENT ?= .venv-test
ifeq ($(origin ENVIRONMENT),file)
READY := $(ENVIRONMENT)/ready
endif
BIN = $(ENVIRONMENT)/bin

# What pytest is told besides, such as `--cov`, and the processes the tests are spread over.
ARGS ?=
WORKERS ?= auto

# The processes that have a page: the definitions that come along.
PROCESSES = $(filter-out cross-facts,$(basename $(notdir $(wildcard src/isomodel/lifecycle/data/*.json))))

# The interpreter to make environments with; looked for where it is not named.
PYTHON ?=

.DEFAULT_GOAL := help
.PHONY: help demo test coverage lint format types layers docs pages schemas corpus freeze catalogue wheel benchmarks check clean

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /  make \1: /p' Makefile

demo: .venv-demo/ready ## show the readiness of an invented company
	@.venv-demo/bin/isomodel demo

test: $(READY) ## run every test, doctest and example of the documentation
	$(BIN)/python -m pytest --numprocesses $(WORKERS) $(ARGS)

coverage: $(READY) ## say what the tests ran through, after `make test ARGS="--cov"`
	$(BIN)/python -m coverage report --fail-under=95
	$(BIN)/python -m coverage report --include='*/isomodel/readiness/*' --fail-under=100

lint: $(READY) ## check style and format
	$(BIN)/ruff check
	$(BIN)/ruff format --check

format: $(READY) ## put the code into its format
	$(BIN)/ruff check --fix --select I
	$(BIN)/ruff format

types: $(READY) ## check the types
	$(BIN)/mypy

layers: $(READY) ## check that imports go down only
	$(BIN)/lint-imports

docs: $(READY) ## run the examples of the documentation and follow its links
	$(BIN)/python -m pytest README.md docs src tests/test_house.py $(ARGS)

pages: $(READY) ## write the pages about processes and editions anew
	$(BIN)/isomodel catalogue check --markdown > docs/reference/editions.md
	set -e; for name in $(PROCESSES); do \
	  $(BIN)/isomodel lifecycle draw $$name --format markdown --out docs/reference/processes/$$name.md --replace; \
	done

schemas: $(READY) ## write the published schemas anew
	$(BIN)/python -m isomodel.schema schemas

corpus: $(READY) ## write the documents anew that this version of the formats keeps for ever
	$(BIN)/python .ci/released.py corpus

freeze: $(READY) ## at a release: let no schema and document of this version of the formats change any more
	$(BIN)/python .ci/released.py freeze

catalogue: $(READY) ## compare the catalogue with its structure tables
	$(BIN)/isomodel catalogue check

wheel: ## build the wheel and try it in clean environments
	bash .ci/wheel

benchmarks: $(READY) ## measure
	set -e; for script in benchmarks/*.py; do $(BIN)/python "$$script"; done

check: ## everything a change has to pass
	bash .ci/run

clean: ## remove everything that was made
	rm -rf .venv-demo .venv-test .venv-wheel .nox build dist .coverage* .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache

# Environments. The file `ready` is written last, so that one that was not finished is made again.

.venv-demo/ready: pyproject.toml
	@PYTHON='$(PYTHON)' sh .ci/environment .venv-demo -e '.[cli]'

.venv-test/ready: pyproject.toml
	@PYTHON='$(PYTHON)' sh .ci/environment .venv-test --group tests --group lint -e '.[cli]'
