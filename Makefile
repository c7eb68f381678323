# Everything the course needs is installed into .venv; `make help` lists what there is.

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
UV_VERSION := 0.13.9
RUFF_VERSION := 0.17.6
IMPORT_LINTER_VERSION := 2.17
BIN := .venv/bin
NOTEBOOK ?= notebooks/0-welcome.ipynb
READY := .venv/.ready

.DEFAULT_GOAL := help
.PHONY: help lab test run browser-test bench lint lock clean

help:  ## list these commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 20

lab: $(READY)  ## open the course in JupyterLab
	@$(BIN)/jupyter lab -y --log-level=ERROR --LabApp.log_level=ERROR $(AS_ROOT) \
		--KernelManager.transport_encryption=auto --ServerApp.root_dir="$(CURDIR)" \
		--LabApp.default_url="/lab/tree/$(NOTEBOOK)"

test: $(READY)  ## validate every cell of every notebook, and test utils
	@$(BIN)/python -m pytest

run: $(READY)  ## run every notebook from top to bottom and store its outputs
	@$(BIN)/python tools/run_notebooks.py

browser-test: $(READY)  ## try solutions and playground in a real browser (needs Chromium)
	@VIRTUAL_ENV="$(CURDIR)/.venv" $(BIN)/uv pip install --quiet -r requirements-browser.txt
	@$(BIN)/python -m pytest --numprocesses=0 --tracing=retain-on-failure \
		--output=browser/traces browser

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
	@{ echo '# Written by `make lock` from requirements.in.'; cat requirements.lock; echo '-e .'; } > requirements.txt
	@rm requirements.lock

clean:  ## remove .venv and all caches
	rm -rf .venv *.egg-info .pytest_cache .ruff_cache browser/traces
	find . -name __pycache__ -o -name .ipynb_checkpoints | xargs rm -rf

# Jupyter refuses to serve as root, which in a container is who one is.
AS_ROOT = $(if $(filter 0,$(shell id -u)),--allow-root)

$(READY): requirements.txt
	@test -n "$(PYTHON)" || { echo "Missing: Python 3.11 or newer (https://www.python.org/downloads)."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
		{ echo "Missing: Python 3.11 or newer; $(PYTHON) is not."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "Missing: the venv module of $(PYTHON); on Debian or Ubuntu: sudo apt install python3-venv"; exit 1; }
	@echo "Setting up .venv (once, about a minute) ..."
	@$(PYTHON) -m venv --clear .venv
	@$(BIN)/python -m pip install -qq --disable-pip-version-check uv==$(UV_VERSION)
	@VIRTUAL_ENV="$(CURDIR)/.venv" $(BIN)/uv pip install --quiet --compile-bytecode -r requirements.txt
	@touch $(READY)
