# make demo   see what scaffolder does: four projects written and previewed, no account and no pulumi needed
# make test   lint, types and every test, the real engine included (built once, kept in the user's cache)
# Both set everything up themselves; they need Python 3.11 or newer and the package registries.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# The first Python that is new enough; a version manager's stub that cannot run does not count.
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11 python; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$python"; break; }; done)
BIN := .venv/bin
DEMO := build/demo

.PHONY: help demo test lint types unit engine tools bench clean

help:
	@sed -n 's/^# \(make\)/\1/p' Makefile

$(BIN)/uv:
	@[ -n "$(PYTHON)" ] || { echo "Python 3.11 or newer is needed; none was found. Install it, or name it: make PYTHON=/path/to/python3"; exit 1; }
	@echo "Making .venv with $(PYTHON)"
	@"$(PYTHON)" -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv

# Compiled at install: without it every SDK import is several times slower.
.venv/demo.stamp: pyproject.toml | $(BIN)/uv
	@echo "Installing scaffolder and the SDKs of the three clouds (a minute the first time)"
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --compile-bytecode --editable '.[all]'
	@touch $@

.venv/test.stamp: pyproject.toml | $(BIN)/uv
	@echo "Installing scaffolder with its development tools"
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --compile-bytecode --editable '.[dev]'
	@touch $@ .venv/demo.stamp

demo: .venv/demo.stamp
	@rm -rf $(DEMO) && mkdir -p $(DEMO)
	@DEMO=$(DEMO) SCAFFOLD=$(CURDIR)/$(BIN)/scaffold PYTHON=$(CURDIR)/$(BIN)/python docs/demo.sh

test: .venv/test.stamp lint types engine tools unit

lint: .venv/test.stamp
	@echo "== lint"
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports
	@$(BIN)/shellcheck .ci/run docs/demo.sh

types: .venv/test.stamp
	@echo "== types"
	@$(BIN)/ty check scaffolder stacks

# Where no engine can be had the tests that need it say so in their last lines; with CI=true they fail.
engine: .venv/test.stamp
	@echo "== engine"
	@$(BIN)/scaffold doctor --install-pulumi || true

# actionlint comes as a Go module only.
tools: .venv/test.stamp
	@echo "== tools"
	@$(BIN)/python tests/tools.py

unit: .venv/test.stamp
	@echo "== tests"
	@$(BIN)/python -m compileall -q scaffolder stacks  # hundreds of processes import them
	@$(BIN)/pytest -n auto --maxprocesses 4 --dist loadgroup

bench: .venv/test.stamp
	@$(BIN)/python benchmarks/new.py
	@$(BIN)/python benchmarks/preview.py
	@$(BIN)/python benchmarks/update.py
	@$(BIN)/python benchmarks/checks.py
	@$(BIN)/python benchmarks/plugin.py
	@$(BIN)/python benchmarks/rehearse.py

clean:
	@rm -rf build dist .venv .pytest_cache .ruff_cache .hypothesis
