# The bank's commands. What they do stands in Python: config/run/ and tests/run.py.
PYTHON ?= python3
PORT ?=
export PORT
IN_VENV := .venv/bin/python

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev up up-split test check bench soak faults lock schema portal token migrate seed clean reset

help: ## Show this list
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: python ## Make .venv with what the bank needs (a second run is instant)
	@$(PYTHON) config/run/bootstrap.py base

setup-dev: python
	@$(PYTHON) config/run/bootstrap.py base dev cluster

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
	@$(IN_VENV) -m tests.bench.interest $(ARGS)
	@$(IN_VENV) -m tests.bench.planning $(ARGS)

soak: setup-dev ## Move money in every way at once for a while and prove the books (ARGS="--seconds 600")
	@$(IN_VENV) -m tests.soak $(ARGS)

faults: setup-dev ## Kill workers and Redis while interest runs: 10,000 accounts, 30 days, 20 kills
	@FAULT_ACCOUNTS=10000 FAULT_DAYS=30 FAULT_KILLS=20 FAULT_SECONDS=3600 $(IN_VENV) -m pytest -q tests/faults $(ARGS)

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

secrets: setup ## Make the secrets of docker-compose.yml, once, in secrets/ (not in git)
	@$(IN_VENV) -m config.run.deployment

BASE ?= python:3.13-slim-trixie
GATEWAY_BASE ?= debian:trixie-slim
VERSION ?= $(shell git describe --tags --always --dirty)
IMAGE := docker build $(BUILD) --build-arg BASE=$(BASE) --build-arg GATEWAY_BASE=$(GATEWAY_BASE) \
	--build-arg VERSION=$(VERSION) --build-arg REVISION=$(shell git rev-parse HEAD)

images: portal ## Build the images bank:local and bank-gateway:local (BASE=... GATEWAY_BASE=... BUILD=...)
	$(IMAGE) --target bank --tag bank:local .
	$(IMAGE) --target gateway --tag bank-gateway:local .

smoke: setup-dev ## Run the journeys on the images, in containers (docs/operations.md)
	@$(IN_VENV) -m tests.images.containers $(GATEWAY_BASE) $(BUILD)
	@DEBUG=1 SERVICE=all DATABASE_URL=sqlite:///:memory: JOURNEYS_ON=containers \
		$(IN_VENV) -m pytest -q --ignore=tests/journeys/browser tests/journeys $(ARGS)

manifests: setup ## Write k8s/base/<service>.yaml from the table of services
	@$(IN_VENV) -m config.run.manifests

monitoring: setup-dev ## Write the burn-rate rules and the dashboards
	@$(IN_VENV) -m config.run.monitoring

cluster-secrets: setup ## Make the secrets of the dev cluster, once, in k8s/overlays/dev/secrets/ (not in git)
	@$(IN_VENV) -m config.run.deployment k8s/overlays/dev/secrets

OVERLAY ?= dev
deploy: ## Bring a cluster up to date: settings, migrations, grants, then everything (OVERLAY=dev)
	kubectl apply -k k8s/overlays/$(OVERLAY) -l 'bank/phase notin (migrate, grants),app.kubernetes.io/component!=service,app.kubernetes.io/name notin (worker, beat, gateway)'
	for job in migrate grants; do \
		kubectl -n bank delete job "$$job" --ignore-not-found && \
		kubectl apply -k k8s/overlays/$(OVERLAY) -l "bank/phase=$$job" && \
		kubectl -n bank wait "job/$$job" --for=condition=complete --timeout=30m || exit 1; \
	done
	kubectl apply -k k8s/overlays/$(OVERLAY) -l 'bank/phase notin (migrate, grants)'

clean: ## Remove caches and what was built (data and .venv stay)
	@$(PYTHON) config/run/clean.py built

reset: ## Throw away the demo's data, keys and mails (var/)
	@$(PYTHON) config/run/clean.py state

.PHONY: python
python:
	@command -v $(PYTHON) >/dev/null || { echo "There is no $(PYTHON). Install Python 3.11 or newer: apt-get install python3 python3-venv" >&2; exit 1; }
