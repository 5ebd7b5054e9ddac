# The commands of this project. Everything is installed into .venv from the lock files; no root is needed.
PORT ?= 8000
DATA ?= data
ARGS ?=

PYTHON ?= python3
BIN := .venv/bin

# A hub is many short processes: without compiled files each of them would compile the whole house anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test lint bench lock clean

run: .venv/run-ready ## Start the whole hub with its demo: make run PORT=8000 DATA=data
	@exec $(BIN)/hub up --demo --port "$(PORT)" --data "$(DATA)"

test: .venv/test-ready ## Every test: make test ARGS='-k feeds'
	@$(BIN)/python -m pytest $(ARGS)

lint: .venv/test-ready ## Lint, types, import contracts, dead code, dependencies
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/vulture
	@$(BIN)/deptry .

bench: .venv/test-ready ## The budgets of the design as ratios: make bench ARGS=feeds
	@$(BIN)/python -m tests.bench $(ARGS)

lock: ## Resolve anew and write both lock files (hashes, no addresses)
	uv lock
	uv export -q --frozen --all-extras --no-extra transcription --no-emit-project --no-header -o requirements.lock
	uv export -q --frozen --all-extras --no-extra transcription --all-groups --no-emit-project --no-header -o requirements-dev.lock

.venv/run-ready: requirements.lock pyproject.toml
	@sh tools/environment requirements.lock "$(PYTHON)"
	@touch $@

.venv/test-ready: requirements-dev.lock pyproject.toml
	@sh tools/environment requirements-dev.lock "$(PYTHON)"
	@touch $@ .venv/run-ready

clean: ## Remove the environment and caches; the data folder stays
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
