SHELL := bash
PORT ?= 8000
LOCAL := CAREERPATH_LOCAL=1 SITE_URL=http://localhost:$(PORT)
PY := .venv/bin/python
TEST := CAREERPATH_LOCAL=1 VAR_DIR=$$(mktemp -d)
WORKERS := -n 3 --dist worksteal
SEED := $(shell date +%s)
.DEFAULT_GOAL := help
.PHONY: help run editor content test test-postgres long check format messages bench lighthouse html lock

help:  ## say what there is
	@grep -hE '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 16

run:  ## install, prepare and serve at http://localhost:8000 (PORT= changes it)
	@./bin/install requirements.txt
	@$(LOCAL) ./bin/serve --local --port "$(PORT)"

editor:  ## make an account that may edit content in the admin
	@./bin/install requirements.txt
	@$(LOCAL) $(PY) manage.py make_editor

content:  ## load the fixtures; what editors changed stays, and conflicts wait in the admin
	@./bin/install requirements.txt
	@$(LOCAL) $(PY) manage.py sync_guide fixtures || [ $$? -eq 2 ]

test:  ## run all tests: unit, property, browser
	@./bin/install requirements-dev.txt
	@./bin/test-machine browser postgres
	$(TEST) .venv/bin/pytest $(WORKERS) -m "not crawl"

test-postgres:  ## on a throw-away PostgreSQL, all that a database can change, and every page of the site
	@./bin/install requirements-dev.txt
	@./bin/test-machine browser postgres
	$(TEST) $(PY) -m tests.postgres .venv/bin/pytest $(WORKERS) -m "both_databases and not sqlite_only or crawl"

long:  ## property and load tests with twenty times the examples (SEED= repeats a run)
	@./bin/install requirements-dev.txt
	@./bin/test-machine postgres
	@echo "Seed $(SEED): “make long SEED=$(SEED)” tries the same examples again."
	$(TEST) .venv/bin/pytest $(WORKERS) -m "hypothesis or load" --hypothesis-profile=long --hypothesis-seed=$(SEED)

check:  ## lint, types, settings, migrations, translations, fixtures
	@./bin/install requirements-dev.txt
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/djlint templates --lint --quiet
	$(LOCAL) .venv/bin/mypy
	$(PY) bin/check_settings.py
	$(LOCAL) $(PY) manage.py makemigrations --check --dry-run
	$(LOCAL) $(PY) bin/check_messages.py
	$(LOCAL) $(PY) manage.py check_guide fixtures

format:  ## format the code
	@./bin/install requirements-dev.txt
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

messages:  ## collect the words to translate, and compile them (needs gettext)
	$(LOCAL) $(PY) manage.py makemessages -l zh_Hans --no-location --no-obsolete -i .venv -i var
	$(LOCAL) $(PY) manage.py compilemessages -l zh_Hans -i .venv

bench:  ## measure; results go to benchmarks/RESULTS.md
	@./bin/install requirements-dev.txt
	for file in benchmarks/[a-z]*.py; do $(PY) $$file; done

lighthouse:  ## Lighthouse on the main pages (needs Node and Chromium)
	@./bin/install requirements-dev.txt
	$(PY) benchmarks/lighthouse/run.py

html:  ## the W3C's checker on one page of each kind (needs npm and Java)
	@./bin/install requirements-dev.txt
	$(PY) benchmarks/html/run.py

lock:  ## compile both requirements files anew (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --quiet requirements.in | awk -f bin/lock.awk requirements.in - > requirements.new
	mv requirements.new requirements.txt
	(echo '-r requirements.txt'; uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --quiet requirements-dev.in | awk -f bin/lock.awk requirements-dev.in -) > requirements-dev.new
	mv requirements-dev.new requirements-dev.txt
