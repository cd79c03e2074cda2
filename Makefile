# Every target sets the environment up first; that is quick when nothing changed.
SHELL := bash
.DEFAULT_GOAL := help
PYTHON ?= python3
PORT ?= 3000
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
SPARK_VENV := .venv-spark
SPARK_STAMP := $(SPARK_VENV)/.installed
# dg warns unless the environment is activated.
DG := VIRTUAL_ENV=$(CURDIR)/$(VENV) $(BIN)/dg
export UV_COMPILE_BYTECODE := 1
export UV_LINK_MODE := copy
export PYTHONDONTWRITEBYTECODE :=
export DAGSTER_HOME ?= $(CURDIR)/var/dagster

.PHONY: help setup demo test lint lint-ruff lint-mypy lint-dbt lint-sql lint-dagster format bench bench-nightly bench-sentiment spark postgres ui docs metrics clean lock

help: ## Show the targets
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(STAMP) ## Make .venv and install the locked dependencies and the project in it

# uv is itself in the lock, so the sync keeps the copy that pip put there first.
$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "supportmart needs Python 3.11 or newer: make PYTHON=python3.11 setup" >&2; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet --disable-pip-version-check \
		--require-hashes --no-deps -r <(sed -n '/^uv==/,/^[^ ]/{/^uv==/p;/^ /p}' requirements.lock)
	$(BIN)/uv pip sync --quiet --require-hashes --python $(BIN)/python requirements.lock
	$(BIN)/uv pip install --quiet --no-deps --no-build-isolation --python $(BIN)/python --editable .
	@touch $(STAMP)

demo: setup ## Simulate a help desk, run the nightly job on it, print the channel scorecard
	@$(BIN)/supportmart demo

test: setup ## Run every test, dbt's unit tests included
	@$(BIN)/python -m pytest

lint: lint-ruff lint-mypy lint-dbt lint-sql lint-dagster ## Check style, types, dbt and Dagster

lint-ruff: setup
	$(BIN)/ruff check
	$(BIN)/ruff format --check

lint-mypy: setup
	$(BIN)/mypy

lint-dbt: setup
	$(BIN)/dbt --quiet --warn-error-options '{"error": "all"}' parse

lint-sql: setup
	$(BIN)/sqlfluff lint --processes 2 --disable-progress-bar models tests/dbt

lint-dagster: lint-dbt
	$(DG) check defs

format: setup ## Rewrite Python and SQL in the project's style
	$(BIN)/ruff check --fix
	$(BIN)/ruff format
	$(BIN)/sqlfluff fix --processes 2 --disable-progress-bar models tests/dbt

bench: setup ## Measure the build against hand-written SQL on 2 million contacts
	@$(BIN)/python -m bench.bench $(BENCH_ARGS)

bench-nightly: setup ## Measure a night with one new day against a full refresh of 2 million contacts
	@$(BIN)/python -m bench.nights $(BENCH_ARGS)

bench-sentiment: setup ## Measure the sentiment of messages against labels that people gave them
	@$(BIN)/python -m bench.sentiment $(BENCH_ARGS)

# An environment of its own: Spark weighs more than all the rest.
$(SPARK_STAMP): requirements-spark.lock $(STAMP)
	@java -version 2>/dev/null || { echo "Spark needs Java 17 in the PATH" >&2; exit 2; }
	@test -x $(SPARK_VENV)/bin/python || $(PYTHON) -m venv $(SPARK_VENV)
	$(BIN)/uv pip sync --quiet --require-hashes --python $(SPARK_VENV)/bin/python requirements-spark.lock
	@touch $(SPARK_STAMP)

spark: demo $(SPARK_STAMP) ## Build the demo on a Spark cluster too, and compare (SPARK_ARGS=--core: no marts)
	@$(BIN)/python -m orchestration.engines spark $(SPARK_ARGS)

postgres: demo ## Build the demo on a PostgreSQL server too, and compare it with DuckDB's
	@$(BIN)/python -m orchestration.engines postgres

# dg takes another port without a word where this one is busy.
ui: setup ## Open Dagster on http://localhost:3000 (PORT=3001: on another port)
	@$(BIN)/python -c 'import socket; socket.create_server(("127.0.0.1", $(PORT)))' 2>/dev/null || \
		{ echo "port $(PORT) is taken by another program: make ui PORT=$$(($(PORT) + 1))" >&2; exit 2; }
	@$(BIN)/python -c 'from orchestration.config import PROJECT; \
		from orchestration.nightly import dagster_home; dagster_home(PROJECT)'
	$(DG) dev --port $(PORT)

# Columns have their types in it where there is a warehouse to read them from.
WAREHOUSE := $(wildcard $(or $(SUPPORTMART_WAREHOUSE),var/warehouse.duckdb))
docs: setup ## Write dbt's documentation of every model and column as one page
	$(if $(WAREHOUSE),,SUPPORTMART_WAREHOUSE=:memory:) $(BIN)/dbt --quiet docs generate --static \
		$(if $(WAREHOUSE),,--empty-catalog)
	@echo "written: open $(CURDIR)/target/static_index.html in a browser; it needs no network"

# mf reads the semantic manifest from this very folder; the rest of target/ belongs to the warehouse.
SERVING := $(or $(SUPPORTMART_SERVING),var/serving.duckdb)
QUERY ?= --metrics contacts_created,answered_share --group-by metric_time__month,channel
metrics: setup ## Query the semantic layer of the published file (QUERY="--metrics … --group-by …")
	@test -f "$(SERVING)" || \
		{ echo "$(SERVING) is not there: run supportmart nightly, or after make demo add" \
			"SUPPORTMART_SERVING=var/demo/serving.duckdb" >&2; exit 2; }
	@$(BIN)/dbt --quiet parse --target serving --target-path target/serving
	@cp target/serving/semantic_manifest.json target/
	@DBT_TARGET=serving $(BIN)/mf query $(QUERY)

clean: ## Remove what builds leave behind; .venv and the landing folder stay
	rm -rf target logs build dist .mypy_cache .pytest_cache .ruff_cache *.egg-info

lock: setup ## Resolve the dependencies again: versions and hashes, no addresses
	$(BIN)/uv pip compile --quiet --universal --upgrade --generate-hashes --no-header \
		--no-emit-index-url --no-emit-find-links --python-version 3.11 \
		--group dev pyproject.toml --output-file requirements.lock
	$(BIN)/uv pip compile --quiet --universal --upgrade --generate-hashes --no-header \
		--no-emit-index-url --no-emit-find-links --python-version 3.11 \
		--constraints requirements.lock --group pyproject.toml:spark \
		--output-file requirements-spark.lock
