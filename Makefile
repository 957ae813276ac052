# The bank's commands. What they do stands in Python: config/run/ and tests/run.py.
PYTHON ?= python3
PORT ?=
export PORT
IN_VENV := .venv/bin/python

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev up up-split test check bench lock schema portal token migrate seed clean reset

help: ## Show this list
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: python ## Make .venv with what the bank needs (a second run is instant)
	@$(PYTHON) config/run/bootstrap.py base

setup-dev: python
	@$(PYTHON) config/run/bootstrap.py base dev

up: python ## Run the bank on http://localhost:8000 (PORT=... for another port)
	@$(PYTHON) config/run/bootstrap.py base --port PORT=$(or $(PORT),8000)
	@$(IN_VENV) -m config.run.embedded

up-split: python ## Run every service apart, behind nginx on http://localhost:8080 (needs MariaDB)
	@$(PYTHON) config/run/bootstrap.py base mysql --port PORT=$(or $(PORT),8080)
	@$(IN_VENV) -m config.run.split

test: setup ## Set up and run every test (ARGS="--only checks" for a part)
	@$(IN_VENV) -m tests.run $(ARGS)

check: setup-dev ## Run the linters, the type checkers and the fences
	@$(IN_VENV) -m config.run.check

bench: setup-dev ## Measure speed; results in var/bench
	@$(IN_VENV) -m tests.bench $(ARGS)

lock: setup-dev ## Pin requirements/*.in with hashes
	@$(IN_VENV) -m config.run.lock

schema: setup-dev ## Write the API's schema and the portal's typed client
	@$(IN_VENV) -m config.run.schema

portal: setup ## Build the portal if its sources changed
	@$(IN_VENV) -m config.run.portal

token: setup ## Sign in to the running demo as Ada and print an access token
	@$(IN_VENV) -m config.run.token

migrate: setup ## Bring the embedded bank's database up to date
	@$(IN_VENV) -m config.run.database migrate

seed: setup ## Fill the embedded bank with demo customers and history
	@$(IN_VENV) -m config.run.database seed

clean: ## Remove caches and what was built (data and .venv stay)
	@$(PYTHON) config/run/clean.py built

reset: ## Throw away the demo's data, keys and mails (var/)
	@$(PYTHON) config/run/clean.py state

.PHONY: python
python:
	@command -v $(PYTHON) >/dev/null || { echo "There is no $(PYTHON). Install Python 3.11 or newer: apt-get install python3 python3-venv" >&2; exit 1; }
