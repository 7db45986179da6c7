# Everything runs in .venv, which make builds; nothing is installed elsewhere.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt

INPUT ?= data/sample
WORKSPACE ?= workspace/$(if $(filter data/sample,$(INPUT)),demo,$(basename $(notdir $(INPUT))))
PORT ?= 8501
# OPEN=no stops before the explorer.
OPEN ?= yes

.PHONY: setup setup-dev demo test lint prove bench sample clean

setup: $(VENV)/.setup

$(VENV)/.setup: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(PIP) --editable '.[app]'
	@touch $@

setup-dev: $(VENV)/.setup-dev

$(VENV)/.setup-dev: $(VENV)/.setup Makefile
	$(PIP) --editable '.[app,discover,train,dev]'
	@touch $@

demo: setup
	$(BIN)/motif analyze '$(INPUT)' --workspace '$(WORKSPACE)'
	$(BIN)/motif rank --workspace '$(WORKSPACE)'
	@# Undated contacts have no week to write a digest of: the message says so, the rest goes on.
	$(BIN)/motif digest --workspace '$(WORKSPACE)' --output '$(WORKSPACE)-digest' || true
ifeq ($(OPEN),yes)
	$(BIN)/motif explore --workspace '$(WORKSPACE)' --port $(PORT)
endif

# One thread per process: on small matrices, threads of the linear algebra fight each other.
test prove: export OPENBLAS_NUM_THREADS = 1

test: setup-dev
	$(BIN)/python -m pytest

lint: setup-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# Slow proofs on simulated data; prints its tables and renders them into docs.
prove: export MOTIF_PROOFS = docs/proofs
prove: setup-dev
	$(BIN)/python -m pytest -m prove -s
	$(BIN)/python -m nlp.evaluation.proofs docs/proofs docs

# Timings; compare ratios, machines differ.
bench: setup-dev
	$(BIN)/python -m pytest tests/benchmarks -m bench -s

# Make data/sample and the datasheets again from data/corpus; the result is the same, byte for byte.
sample: setup
	$(BIN)/python -m nlp.simulation --corpus data/corpus --newcomers data/newcomer \
		--output data/sample --value data/value
	$(BIN)/python -m nlp.simulation.datasheet --corpus data/corpus

clean:
	rm -rf $(VENV) workspace .pytest_cache .mypy_cache .ruff_cache .hypothesis
