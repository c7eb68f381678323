# Everything the course needs is installed into .venv; `make help` lists what there is.

PYTHON ?= python3
RUFF_VERSION := 0.17.6
IMPORT_LINTER_VERSION := 2.17
BIN := .venv/bin
SITE := .venv-site/bin
NOTEBOOK ?= my-notebooks/0-welcome.ipynb
SAMPLE ?= 0- 1.1 2.2 3.6 4.2 5.2 playground-3 draw
LEARNERS ?= 20
HTTP_PROXY_VERSION := 5.3.0
READY := set-up
BENCH := .venv-bench/bin/python

# Where HOME is missing or read-only, caches and settings go here.
ifneq ($(shell test -w "$$HOME" && echo writable),writable)
export HOME := $(CURDIR)/.venv-home
endif

.DEFAULT_GOAL := help
.PHONY: $(shell sed -nE 's/^([a-z-]+):.*\#\# .*/\1/p' Makefile) $(READY)

help:  ## list these commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 20

lab: $(READY)  ## open your own notebooks, in my-notebooks, in JupyterLab
	@$(BIN)/python tools/lab.py --LabApp.default_url="/lab/tree/$(NOTEBOOK)"

update: $(READY)  ## get the newest version of the course; your notebooks stay yours
	@$(BIN)/python tools/my_notebooks.py update

test: $(READY)  ## validate every cell of every notebook, and test utils
	@$(BIN)/python -m pytest

class-test: $(READY)  ## test what a teacher uses: progress of a class, hand-outs, exams, the pack in teaching
	@$(BIN)/python -m pytest teaching/tests

run: $(READY)  ## run every notebook from top to bottom and store its outputs
	@$(BIN)/python tools/run_notebooks.py

browser-test: $(READY)  ## try solutions and playgrounds in a real browser (needs Chromium)
	@$(BIN)/uv pip install --quiet --python $(BIN)/python -r requirements-browser.txt
	@$(BIN)/python -m pytest --dist=worksteal --screenshot=only-on-failure --output=browser/pictures browser

binder: $(READY)  ## print the link that opens this course on Binder
	@$(BIN)/python tools/binder.py

binder-test: $(READY)  ## build as Binder does and run some notebooks there (SAMPLE= for all); some minutes
	@$(BIN)/python tools/binder.py test $(SAMPLE)

hub-trial: $(READY)  ## let 20 learners work in a real JupyterHub at once (needs npm); some minutes
	@$(BIN)/uv venv --quiet --allow-existing --python $(BIN)/python .venv-hub
	@$(BIN)/uv pip install --quiet --python .venv-hub/bin/python \
		-r hub/requirements-trial.txt -r binder/requirements.txt -e .
	@npm install --silent --no-fund --prefix .venv-hub configurable-http-proxy@$(HTTP_PROXY_VERSION)
	@.venv-hub/bin/python hub/trial.py $(LEARNERS)

# In an environment of their own: what the course is checked against and measured beside.
.venv-bench: $(READY)
	@$(BIN)/uv venv --quiet --allow-existing --seed --python $(BIN)/python .venv-bench
	@$(BIN)/uv pip install --quiet --python $(BENCH) -r requirements.txt -r requirements-bench.txt

bench-test: .venv-bench  ## check data, metrics and training against scikit-learn (and PyTorch, once `make bench` has got it)
	@$(BENCH) -m pytest -n 0 -rs bench

bench: .venv-bench  ## measure how long things take; renews bench/results.json and the README's table and plot
	@$(BENCH) -m pip install --quiet --no-deps --retries 1 -r requirements-torch.txt || \
		echo "PyTorch could not be installed: it is not measured, and its rows will be missing."
	@$(BENCH) -m pytest -n 0 -rs bench
	@$(BENCH) -m bench

site: $(SITE)/ready  ## build the site to read, in _site, from the stored outputs; beside it what make lite has built
	@$(SITE)/python site/build.py

site-test: site  ## look at every page of the site in a real browser (needs Chromium)
	@$(SITE)/python -m pytest -c site/pytest.ini site/tests

# An environment of its own: the course needs none of this.
$(SITE)/ready: site/requirements-site.txt site/package-lock.json | $(READY)
	@$(BIN)/uv venv --quiet --clear --python $(BIN)/python .venv-site
	@$(BIN)/uv pip install --quiet --compile-bytecode --python $(SITE)/python -r site/requirements-site.txt
	@PATH="$(CURDIR)/$(SITE):$$PATH" $(SITE)/npm ci --prefix site --ignore-scripts --no-audit --no-fund --silent
	@touch $@

site-lock: $(READY)  ## renew site/requirements-site.txt (add UPGRADE=--upgrade for newer versions)
	@$(BIN)/uv pip compile --quiet $(UPGRADE) --universal --python-version 3.11 --fork-strategy fewest \
		--annotation-style line --no-header site/requirements-site.in --output-file site/requirements-site.txt

progress: $(READY)  ## how far am I? and a class: FROM=folder, with ONLY=3.5, DIAGNOSES=yes, CSV=file
	@$(BIN)/python tools/progress.py $(if $(FROM),"$(FROM)") $(if $(ONLY),--only "$(ONLY)") \
		$(if $(filter-out no,$(DIAGNOSES)),--diagnoses) $(if $(CSV),--csv "$(CSV)")

handout: $(READY)  ## make what a class gets: a folder and a zip (add SOLUTIONS=no to keep those back)
	@$(BIN)/python tools/handout.py $(if $(SOLUTIONS),--solutions=$(SOLUTIONS))

lite: lite-ready  ## build the course for a browser tab, without a server, into lite/_site (needs npm)
	@$(BIN)/python tools/lite_site.py build lite/_site $(if $(PYODIDE),--pyodide $(PYODIDE))

lite-test: lite-ready  ## try the whole course in a browser tab (LITE=folder: a site as built, with its CDN; needs npm, Chromium)
	@$(BIN)/uv pip install --quiet --python $(BIN)/python -r requirements-browser.txt
	@$(if $(LITE),,$(BIN)/python tools/lite_site.py pyodide lite/_cache/pyodide)
	@$(if $(LITE),,$(BIN)/python tools/lite_site.py build lite/_site-test --pyodide lite/_cache/pyodide)
	@LITE="$(abspath $(LITE))" $(BIN)/python -m pytest --dist=worksteal --screenshot=only-on-failure \
		--output=lite/tests/pictures lite/tests$(if $(LITE),/test_lite.py)

lite-ready: $(READY)
	@test -d .venv-lite || $(BIN)/uv venv --quiet --python $(BIN)/python .venv-lite
	@grep == requirements.txt | $(BIN)/uv pip install --quiet --python .venv-lite/bin/python \
		-r lite/requirements-lite.txt --constraints -

lint: $(READY)  ## check the style of all code, and what may import what
	@$(BIN)/uv tool run --quiet ruff@$(RUFF_VERSION) check
	@$(BIN)/uv tool run --quiet ruff@$(RUFF_VERSION) format --check
	@$(BIN)/uv tool run --quiet --from import-linter==$(IMPORT_LINTER_VERSION) lint-imports --no-cache

lock: $(READY)  ## renew requirements.txt, and Binder's, from requirements.in (add UPGRADE=--upgrade for newer versions)
	@cp requirements.txt requirements.lock  # whose pins uv keeps
	@$(BIN)/uv pip compile --quiet $(UPGRADE) --universal --python-version 3.11 --fork-strategy fewest \
		--annotation-style line --no-header requirements.in --output-file requirements.lock
	@{ echo '# Written by `make lock` from requirements.in.'; \
		echo '# An older Python stops here; this file is its message, and does not exist.'; \
		echo 'stop @ file:///this-course-needs-Python-3.11-or-newer.zip ; python_version < "3.11"'; \
		cat requirements.lock; echo '-e .'; } > requirements.txt
	@$(BIN)/uv pip compile --quiet $(UPGRADE) --no-deps --python-version 3.12 --no-annotate --no-header \
		--constraint requirements.lock binder/requirements.in --output-file binder/requirements.txt
	@rm requirements.lock
	@$(BIN)/python tools/hub_requirements.py > requirements-hub.txt

exam: $(READY)  ## for teachers: a bug hunt under other names, and its key (HUNT=3 KEY=2027-spring COUNT=4)
	@$(BIN)/python tools/exam.py "$(HUNT)" "$(KEY)" "$(COUNT)"

sheet: $(READY)  ## for teachers: draw teaching/sheet.pdf, two pages to print
	@$(BIN)/python tools/sheet.py

clean:  ## remove .venv and all caches, but nothing in my-notebooks
	rm -rf .venv .venv-* *.egg-info .pytest_cache .ruff_cache browser/pictures handout handout.zip
	rm -rf _site site/build site/node_modules lite/_* lite/tests/pictures
	find . -path './my-notebooks*' -prune -o -name __pycache__ -print -o -name .ipynb_checkpoints -print | xargs rm -rf

# Every command begins here; when nothing is to be done, that takes some milliseconds.
$(READY):
	@$(BIN)/python -I -S tools/set_up.py --check >/dev/null 2>&1 || { \
		for python in $(PYTHON) python3.14 python3.13 python3.12 python3.11; do \
			command -v $$python >/dev/null && exec $$python tools/set_up.py; \
		done; echo "Missing: Python 3.11 or newer (https://www.python.org/downloads)."; exit 1; }
