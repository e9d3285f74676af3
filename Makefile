# Every command a person or a machine needs. `make` alone lists them.
# Nothing beforehand but Python >= 3.11 and make.
SHELL := /bin/sh
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CHROMIUM ?= /usr/bin/chromium
export PORT ?= 8000
export CHROMIUM

.PHONY: help run dev test check format lock journeys matrix faults chaos mutants bench clean

##@ Use

help: ## list the commands
	@awk 'BEGIN { FS = ":.*## " } \
	  /^##@ / { printf "%s\n", substr($$0, 5) } \
	  /^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# A stamp holds the lock's own contents, so a changed lock reinstalls and an unchanged one costs nothing.
$(VENV)/.run: requirements/run.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --disable-pip-version-check --quiet --no-deps --require-hashes -r requirements/run.txt
	@cp requirements/run.txt $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.run
	$(BIN)/python -m pip install --disable-pip-version-check --quiet --no-deps --require-hashes -r requirements/dev.txt
	@cp requirements/dev.txt $@

# Compiled once here, not in somebody's first export. The stamp lies beside the machine code it stands for.
LOOPS := apps/imaging/gif/__pycache__/.warm
$(LOOPS): $(wildcard apps/imaging/gif/*.py) $(VENV)/.run
	@$(BIN)/python -m apps.imaging.warm
	@mkdir -p $(@D) && touch $@

run: $(VENV)/.run $(LOOPS) ## serve the site and its workers on http://127.0.0.1:8000 (PORT=)
	@exec $(BIN)/python manage.py up

clean: ## remove what the commands made, keep the data in DATA_DIR
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache staticfiles

##@ Develop

dev: $(VENV)/.dev $(LOOPS) ## like run, and what you save is served at once
	@exec $(BIN)/python manage.py up --reload

format: $(VENV)/.dev ## put every file into the house's form
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

lock: ## compile the locks with hashes (needs uv)
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-annotate --quiet -o requirements/run.txt
	uv pip compile pyproject.toml --group test --group check --group dev --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-annotate --quiet -c requirements/run.txt -o requirements/dev.txt

##@ Prove

test: $(VENV)/.dev $(LOOPS) ## all but the large tests on real servers; some of them: T="tests/payments -k refund"
	$(BIN)/python -m tests.run $(T)

check: $(VENV)/.dev ## lint, types, imports, templates, migrations, deployment, dependency audit
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/django-upgrade --target-version 5.2 $$(git ls-files '*.py')
	git diff --exit-code --stat -- '*.py'
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python -m tests.house.deploy_check
	$(BIN)/python -m tests.house.audit

journeys: $(VENV)/.dev ## a person's way through the site in Chromium (CHROMIUM=)
	$(BIN)/python -m pytest tests/journeys -p no:cacheprovider -n 2 --dist loadfile --timeout 240

matrix: $(VENV)/.dev ## every crash against every answer on both databases, and the large tests
	$(BIN)/python -m tests.matrix

faults: $(VENV)/.dev ## everything a vendor can do to a call, sixty times each
	$(BIN)/python -m tests.fault_cases

chaos: $(VENV)/.dev ## storms: processes killed, servers cut off (SIZE=--quick)
	$(BIN)/python -m tests.chaos $(SIZE)

mutants: $(VENV)/.dev ## whether the tests of the core notice a change (N=100: how many)
	$(BIN)/python -m tests.mutants $(N)

##@ Measure

bench: $(VENV)/.dev $(LOOPS) ## benchmarks: ratios measured side by side
	$(BIN)/python -m tests.benchmarks
