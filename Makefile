PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
.DEFAULT_GOAL := help
.PHONY: help demo test test-slow check format bench gate clean

help: ## Say what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

$(BIN)/dragoman: pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.dev: $(BIN)/dragoman
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

demo: $(BIN)/dragoman ## Install, read the example reports, print the brief
	@rm -f $(VENV)/demo.db $(VENV)/demo.db-wal $(VENV)/demo.db-shm
	@$(BIN)/dragoman read --record $(VENV)/demo.db examples/*.txt
	@echo
	@echo "Next:  $(BIN)/dragoman read --record my.db YOUR-REPORT.txt    read a report of your own"
	@echo "       $(BIN)/dragoman brief --record $(VENV)/demo.db --format md    the same brief as Markdown"
	@echo "       $(BIN)/dragoman why --record $(VENV)/demo.db EVENT    the words behind an event's values"

test: $(VENV)/.dev ## Install what tests need and run them all but the slow ones
	$(BIN)/python -m pytest -m 'not slow' -n 2

test-slow: $(VENV)/.dev ## Run the slow tests
	$(BIN)/python -m pytest -m slow

check: $(VENV)/.dev ## Format, lint, types, import contracts, data lint, gate
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tools/check_data.py
	$(BIN)/python -m dragoman.evaluate.gate

gate: $(BIN)/dragoman ## Score the own gold; fail when a figure fell below its floor
	$(BIN)/python -m dragoman.evaluate.gate

format: $(VENV)/.dev ## Format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/.dev ## Measure speed and memory, as ratios of one run; the web page at 100,000 events
	$(BIN)/python bench/bench.py
	$(BIN)/python bench/web.py

clean: ## Remove what make built
	rm -rf $(VENV)
