# Plan 136 Assistant. Needs python3 (3.11 or newer) and make; everything else is installed into .venv.
PYTHON ?= python3
TEST_JOBS ?= 3
BIN := .venv/bin
STAMP := .venv/installed
PIP := $(BIN)/python -m pip --disable-pip-version-check
TOOLS := .venv-tools
TORCH_WHEELS ?=
LOCKED := requirements.lock requirements-torch.lock
.DEFAULT_GOAL := help

.PHONY: help
help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | awk -F '\t' '{printf "  make %-9s %s\n", $$1, $$2}'

$(STAMP): pyproject.toml $(LOCKED)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}. Try: make PYTHON=python3.11 run")'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(PIP) install --quiet --no-deps --require-hashes $(if $(TORCH_WHEELS),--find-links $(TORCH_WHEELS)) -r requirements-torch.lock 2>/dev/null \
	|| { echo "The locked CPU build of PyTorch is not to be had here; taking version 2.13.0 as pip finds it, without a check of its hash." >&2; \
	     $(PIP) install --quiet torch==2.13.0; }
	$(PIP) install --quiet --no-deps --require-hashes -r requirements.lock
	$(PIP) install --quiet --no-deps --no-build-isolation -e .
	@touch $@

.PHONY: install
install: $(STAMP) ## set up .venv; seconds when nothing changed

.PHONY: run
run: install ## set up, build the index, serve the web chat on http://127.0.0.1:8136
	@$(BIN)/plan136 index
	@exec $(BIN)/plan136 serve

.PHONY: chat
chat: install ## talk in this terminal
	@$(BIN)/plan136 index
	@exec $(BIN)/plan136 chat

.PHONY: test
test: install ## all tests
	$(BIN)/python -m pytest -n $(TEST_JOBS) --dist loadfile --durations=40

.PHONY: coverage
coverage: install ## all tests, and which lines they run; takes twice as long
	$(BIN)/python -m pytest --cov -n $(TEST_JOBS) --dist loadfile

.PHONY: test-long
test-long: install ## the tests that take minutes: kills, floods, every code point (weekly or by hand)
	PLAN136_EXAMPLES=all $(BIN)/python -m pytest -m 'long or generated' -n $(TEST_JOBS) --dist loadfile

.PHONY: check
check: install ## style, types, direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

.PHONY: fix
fix: install ## put style in order
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.PHONY: train
train: install ## fit what reads questions to the labelled utterances (minutes; writes knowledge/library/model.npz)
	@$(BIN)/plan136 train

.PHONY: calibrate
calibrate: install ## fit how likely an answer is right, by readers' verdicts on answers to strangers (minutes)
	@$(BIN)/python -m tests.evals.calibrate

.PHONY: eval
eval: install ## evaluation questions: ours beside three baselines (options: make eval ARGS="--spellings")
	$(BIN)/python -m tests.evals $(ARGS)

.PHONY: bench
bench: install ## speed, memory and retrieval beside their budgets (options: make bench ARGS="--help")
	$(BIN)/python -m tests.bench $(ARGS)

.PHONY: lock
lock: $(TOOLS)/installed ## write requirements.lock from pyproject.toml: exact versions with hashes, all but torch; keeps what is locked
	grep -E '^[A-Za-z0-9._-]+==' requirements.lock | sed -E 's/ .*//' > $(TOOLS)/before.txt
	printf 'torch==2.13.0+cpu\nsetuptools>=80,<81\n' > $(TOOLS)/beside.txt
	$(TOOLS)/bin/uv pip compile pyproject.toml $(TOOLS)/beside.txt --extra dev --constraint $(TOOLS)/before.txt --generate-hashes \
	  --python-version 3.11 --no-header --no-annotate --quiet --no-emit-package torch $(if $(TORCH_WHEELS),--find-links $(TORCH_WHEELS)) -o requirements.lock
	@! grep -nE '@|://' requirements.lock || { echo "requirements.lock names a place: install that package by version" >&2; exit 1; }

.PHONY: sbom
sbom: install ## write var/sbom.json (CycloneDX) and var/licences.md of what is locked
	@$(BIN)/python -m tests.supply var

$(TOOLS)/installed: requirements-tools.txt
	test -x $(TOOLS)/bin/python || $(PYTHON) -m venv $(TOOLS)
	$(TOOLS)/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-tools.txt
	@touch $@

.PHONY: clean
clean: ## remove caches and builds; keeps .venv and var
	rm -rf build .coverage .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis *.egg-info
	find bot knowledge prompts tests -name __pycache__ -type d -prune -exec rm -rf {} +
