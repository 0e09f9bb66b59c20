# Watertight. `make run` opens it on the demo firm, `make test` tests it; both do all the set-up there is.

PYTHON := .venv/bin/python
WORKERS ?= 2
SIZE ?= middle
PYTEST := $(PYTHON) -m pytest -n $(WORKERS) --dist loadgroup
READY := .venv/.ready
READY_TESTS := .venv/.ready-for-tests

# Without compiled files each start takes seconds more, whatever this shell's setting is.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run test check lint tour screens words bench peers soak lock wheel clean

help: ## show this list
	@grep -hE '^[a-z]+:.*## ' Makefile | awk -F ':.*## ' '{ printf "  make %-9s %s\n", $$1, $$2 }'

run: $(READY) ## set everything up and open Watertight on the demo firm
	@if [ "$$(uname -s)" = Linux ] && [ -z "$${DISPLAY:-}$${WAYLAND_DISPLAY:-}" ]; then \
	  echo "There is no display here, so Watertight plays its tour: the same window, drawn off screen."; \
	  $(PYTHON) -m app tour --out build/tour; \
	else \
	  $(PYTHON) -m app --demo; \
	fi

test: $(READY_TESTS) ## set everything up and run the tests
	@$(PYTEST)

check: lint $(READY_TESTS) ## everything that must be right before a change lands: style, types, contracts, licenses, tests with coverage
	@$(PYTEST) --cov=app

lint: $(READY) ## style, types, import contracts and licenses, without the other tests
	$(PYTHON) -m ruff check
	$(PYTHON) -m ruff format --check
	$(PYTHON) -m mypy
	.venv/bin/lint-imports --no-logo
	$(PYTHON) -m pytest -q tests/house/test_licenses.py

tour: $(READY) ## play the newcomer's journey off screen; pictures and documents go to build/tour
	@$(PYTHON) -m app tour --out build/tour

screens: $(READY) ## draw the pictures of the documentation anew into docs/screens
	@$(PYTHON) -m app screens --out docs/screens

words: $(READY) ## collect all texts into the catalogs of resources/locale and say what has no translation yet
	@$(PYTHON) packaging/words.py --missing

bench: $(READY) ## measure the goals about speed on a big firm (SIZE=small, middle or large), then every room
	@$(PYTHON) -m benchmarks --size $(SIZE)

peers: $(READY) ## measure beside other programs that are installed here: ledger, GnuCash, WeasyPrint
	@$(PYTHON) -m benchmarks --size $(SIZE) --peers

soak: $(READY_TESTS) ## the long runs, an hour or more: kills, power cuts, faults, wrong bits; figures go to docs/reliability.md
	@mkdir -p build && rm -f build/soak.jsonl
	@WATERTIGHT_FIGURES=$(CURDIR)/build/soak.jsonl HYPOTHESIS_PROFILE=soak $(PYTEST) -m "soak or hypothesis" --timeout 14400 tests; \
	  passed=$$?; $(PYTHON) packaging/reliability.py build/soak.jsonl && exit $$passed

lock: ## choose the library versions anew (needs uv) and write requirements.lock
	@packaging/lock.sh

wheel: $(READY) ## build the installable package into dist
	@$(PYTHON) -m hatchling build -t wheel

clean: ## remove what the other targets made, the virtual environment too
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage .coverage.*
	find app migrations resources tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

$(READY): requirements.lock packaging/setup.sh
	@packaging/setup.sh window
	@packaging/setup.sh python
	@touch $@

$(READY_TESTS): $(READY)
	@packaging/setup.sh server
	@packaging/setup.sh compiler
	@touch $@
