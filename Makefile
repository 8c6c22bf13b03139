# Plan 136 Assistant. Needs python3 (3.11 or newer) and make; everything else is installed into .venv.
PYTHON ?= python3
TEST_JOBS ?= 2
BIN := .venv/bin
STAMP := .venv/installed
.DEFAULT_GOAL := help

.PHONY: help
help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | awk -F '\t' '{printf "  make %-9s %s\n", $$1, $$2}'

$(STAMP): pyproject.toml requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}. Try: make PYTHON=python3.11 run")'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c requirements.lock -e ".[dev]"
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
test: install ## all tests, with coverage
	$(BIN)/python -m pytest --cov -n $(TEST_JOBS) --dist loadfile

.PHONY: test-long
test-long: install ## the tests that take minutes: kills, floods, every code point (weekly or by hand)
	$(BIN)/python -m pytest -m long -n $(TEST_JOBS) --dist loadfile

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

.PHONY: eval
eval: install ## evaluation questions: ours beside three baselines (options: make eval ARGS="--spellings")
	$(BIN)/python -m tests.evals $(ARGS)

.PHONY: bench
bench: install ## speed, memory and retrieval beside their budgets (options: make bench ARGS="--help")
	$(BIN)/python -m tests.bench $(ARGS)

.PHONY: lock
lock: install ## write requirements.lock from .venv: exact versions, no hosts, no local builds
	$(BIN)/python -m pip freeze --exclude-editable --exclude plan136-assistant \
	| sed -E 's/^([A-Za-z0-9._-]+) @ .*-([0-9][0-9a-z.]*)(%2B|\+)[^-]*-cp.*/\1==\2/; s/\+[a-z0-9.]+$$//' > requirements.lock
	@! grep -nE '@|://|/' requirements.lock || { echo "requirements.lock names a place: install that package by version" >&2; exit 1; }
	@touch $(STAMP)

.PHONY: clean
clean: ## remove caches and builds; keeps .venv and var
	rm -rf build .coverage .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis *.egg-info
	find bot knowledge prompts tests -name __pycache__ -type d -prune -exec rm -rf {} +
