SHELL := bash
PORT ?= 8000
PY := .venv/bin/python
LOCAL := CAREERPATH_LOCAL=1 SITE_URL=http://localhost:$(PORT)
.DEFAULT_GOAL := help

help:  ## say what there is
	@grep -hE '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 16

.venv/requirements.stamp: requirements.txt
	@./install requirements.txt $@

.venv/requirements-dev.stamp: requirements-dev.txt requirements.txt
	@./install requirements-dev.txt $@

lock:  ## compile both requirements files anew (needs uv)
	for f in requirements requirements-dev; do uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --quiet $$f.in | awk -f lock.awk $$f.in - > $$f.new; done
	mv requirements.new requirements.txt
	(echo '-r requirements.txt'; cat requirements-dev.new) > requirements-dev.txt; rm requirements-dev.new
