# Two commands do everything on a machine with Python 3.11+ and make: `make demo` and `make test`.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check -q

.PHONY: help install demo test lint format bench lock clean

help:           ## list the commands
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

install: $(VENV)/agent.stamp  ## create .venv and install Bellhop from the lock

demo: $(VENV)/agent.stamp  ## the whole story on this machine: local AWS, Bellhop, web console
	@$(BIN)/bellhop demo $(ARGS)

test: $(VENV)/dev.stamp  ## run every test (ARGS="-k sns" for some)
	@$(BIN)/python -m pytest $(ARGS)

lint: $(VENV)/dev.stamp  ## style, types, layers
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/pyright
	@$(BIN)/lint-imports

format: $(VENV)/dev.stamp  ## put the code in the one style
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: $(VENV)/dev.stamp  ## the benchmarks, each a ratio against a floor of the same run
	@for bench in bench/*.py; do echo "== $$bench"; $(BIN)/python $$bench $(ARGS) || exit 1; done

lock: $(VENV)/dev.stamp  ## resolve the newest versions that pyproject.toml allows (needs uv)
	@$(BIN)/python -m uv pip compile --universal --python-version 3.11 --generate-hashes --no-header \
	  --no-emit-index-url --no-annotate -q -U --extra local --extra postgres --extra otel --group build pyproject.toml -o requirements.lock
	@$(BIN)/python -m uv pip compile --universal --python-version 3.11 --generate-hashes --no-header \
	  --no-emit-index-url --no-annotate -q -U --extra local --extra postgres --extra otel --group build --group dev \
	  -c requirements.lock pyproject.toml -o requirements-dev.lock

clean:          ## remove what the other commands made
	rm -rf $(VENV) .pytest_cache .ruff_cache .import_linter_cache build dist

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Bellhop needs Python 3.11 or newer; try: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 2; }
	@echo "creating $(VENV)"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/agent.stamp: requirements.lock pyproject.toml | $(BIN)/python
	@echo "installing Bellhop (once)"
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@$(BIN)/bellhop models build
	@touch $@

$(VENV)/dev.stamp: requirements-dev.lock pyproject.toml | $(BIN)/python
	@echo "installing what the tests need (once)"
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@$(BIN)/bellhop models build
	@touch $@ $(VENV)/agent.stamp
