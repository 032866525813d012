# The two commands of the README are `make serve` and `make test`; everything else serves them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
HOST ?= 127.0.0.1
PORT ?= 8000
export DAUMOI_STORE ?= $(CURDIR)/data/store
# Debian packages: Chromium for the browser tests, fonts with full Vietnamese for screenshots and printed pages,
# Tesseract for scans, LibreOffice for old Word files (tests also make PDF, DOC, RTF and ODT with it).
DEBIAN_PACKAGES := chromium fonts-noto-core fonts-dejavu-core tesseract-ocr tesseract-ocr-vie libreoffice-writer-nogui

.PHONY: help serve editor test test-slow lint system-deps clean

help: ## what there is to make
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or later is needed; this is " + sys.version.split()[0] + ". Set PYTHON=…" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ $(VENV)/.installed

serve: $(VENV)/.installed ## install, ingest the five sample documents, serve the site at http://127.0.0.1:8000
	$(BIN)/daumoi ingest --sample
	$(BIN)/daumoi serve --host $(HOST) --port $(PORT)

system-deps: ## programs from Debian that some tests need (root, or sudo without a password)
	@missing=; for p in $(DEBIAN_PACKAGES); do dpkg -s $$p >/dev/null 2>&1 || missing="$$missing $$p"; done; \
	if [ -z "$$missing" ]; then exit 0; \
	elif ! command -v apt-get >/dev/null; then echo "no apt-get here; install yourself:$$missing" >&2; \
	elif [ "$$(id -u)" = 0 ]; then apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null; \
	elif sudo -n true 2>/dev/null; then sudo -n apt-get update -qq && sudo -n DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null; \
	else echo "not root and no sudo without a password; tests that need these will skip:$$missing" >&2; fi

editor: ## fetch the pinned SPARQL editor anew (Node; the built files are in the repository)
	npm ci --prefix graph_api/pages/editor --ignore-scripts --no-audit --no-fund
	cp graph_api/pages/editor/node_modules/@zazuko/yasgui/build/yasgui.min.js \
	  graph_api/pages/editor/node_modules/@zazuko/yasgui/build/yasgui.min.css graph_api/pages/static/

lint: $(VENV)/.installed-dev ## format, lint, types, layers
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: $(VENV)/.installed-dev system-deps ## lint and run the tests
	$(MAKE) --no-print-directory lint
	$(BIN)/pytest -q -n auto -m "not slow"

test-slow: $(VENV)/.installed-dev system-deps ## the long tests
	$(BIN)/pytest -q -n auto -m slow

clean: ## remove what make made (not the store in data/)
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
