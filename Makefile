# Everything the course needs is installed into .venv; `make help` lists what there is.

PYTHON ?= python3
RUFF_VERSION := 0.17.6
IMPORT_LINTER_VERSION := 2.17
BIN := .venv/bin
NOTEBOOK ?= my-notebooks/0-welcome.ipynb
READY := set-up

# Where HOME is missing or read-only, caches and settings go here.
ifneq ($(shell test -w "$$HOME" && echo writable),writable)
export HOME := $(CURDIR)/.venv-home
endif

.DEFAULT_GOAL := help
.PHONY: help lab update test run browser-test bench lint lock clean $(READY)

help:  ## list these commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 20

lab: $(READY)  ## open your own notebooks, in my-notebooks, in JupyterLab
	@$(BIN)/python tools/lab.py --LabApp.default_url="/lab/tree/$(NOTEBOOK)"

update: $(READY)  ## get the newest version of the course; your notebooks stay yours
	@$(BIN)/python tools/my_notebooks.py update

test: $(READY)  ## validate every cell of every notebook, and test utils
	@$(BIN)/python -m pytest

run: $(READY)  ## run every notebook from top to bottom and store its outputs
	@$(BIN)/python tools/run_notebooks.py

browser-test: $(READY)  ## try solutions and playgrounds in a real browser (needs Chromium)
	@$(BIN)/uv pip install --quiet --python $(BIN)/python -r requirements-browser.txt
	@$(BIN)/python -m pytest --screenshot=only-on-failure --output=browser/pictures browser

bench: $(READY)  ## measure how long things take; renews bench/results.json and the README's table
	@$(BIN)/python -m bench

lint: $(READY)  ## check the style of all code, and what may import what
	@$(BIN)/uv tool run --quiet ruff@$(RUFF_VERSION) check
	@$(BIN)/uv tool run --quiet ruff@$(RUFF_VERSION) format --check
	@$(BIN)/uv tool run --quiet --from import-linter==$(IMPORT_LINTER_VERSION) lint-imports --no-cache

lock: $(READY)  ## renew requirements.txt from requirements.in (add UPGRADE=--upgrade for newer versions)
	@cp requirements.txt requirements.lock  # whose pins uv keeps
	@$(BIN)/uv pip compile --quiet $(UPGRADE) --universal --python-version 3.11 --fork-strategy fewest \
		--annotation-style line --no-header requirements.in --output-file requirements.lock
	@{ echo '# Written by `make lock` from requirements.in.'; \
		echo '# An older Python stops here; this file is its message, and does not exist.'; \
		echo 'stop @ file:///this-course-needs-Python-3.11-or-newer.zip ; python_version < "3.11"'; \
		cat requirements.lock; echo '-e .'; } > requirements.txt
	@rm requirements.lock

clean:  ## remove .venv and all caches, but nothing in my-notebooks
	rm -rf .venv .venv-* *.egg-info .pytest_cache .ruff_cache browser/pictures
	find . -path './my-notebooks*' -prune -o -name __pycache__ -print -o -name .ipynb_checkpoints -print | xargs rm -rf

# Every command begins here; when nothing is to be done, that takes some milliseconds.
$(READY):
	@$(BIN)/python -I -S tools/set_up.py --check >/dev/null 2>&1 || { \
		for python in $(PYTHON) python3.14 python3.13 python3.12 python3.11; do \
			command -v $$python >/dev/null && exec $$python tools/set_up.py; \
		done; echo "Missing: Python 3.11 or newer (https://www.python.org/downloads)."; exit 1; }
