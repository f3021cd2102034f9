# make demo   the sample company in your browser          make test   everything is checked
# make setup  only sets up                                 make bench  the figures
.PHONY: setup demo test bench lint types unit lock clean browser-check dev-setup train

PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do command -v $$p >/dev/null && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' && echo $$p && break; done)
BIN := .venv/bin
DEMO_PORT ?= 7860
HOST ?= 127.0.0.1
DEMO_LANG ?= ja
export DEMO_PORT HOST

# uv is quick; where it cannot reach the package index that pip is configured for, pip does the same work.
INSTALL = $(BIN)/uv pip install --quiet --python $(BIN)/python $(1) || $(BIN)/python -m pip install --quiet $(1)

setup: .venv/.ready

.venv/.ready: requirements.lock pyproject.toml $(wildcard ingest/weights/*.py)
	@test -n "$(PYTHON)" || { echo "Renkei needs Python 3.11 or newer."; exit 1; }
	@echo "Setting up: about 450 MB of packages and 230 MB of speech models are downloaded, 2 GB are used on disk."
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet uv
	$(call INSTALL,-r requirements.lock)
	$(call INSTALL,--no-deps -e .)
	$(BIN)/python -m ingest.weights
	@touch $@

dev-setup: .venv/.ready-dev

.venv/.ready-dev: .venv/.ready requirements-dev.lock
	$(call INSTALL,-r requirements-dev.lock)
	@touch $@

demo: setup
	$(BIN)/renkei demo --lang $(DEMO_LANG) --host $(HOST) --port $(DEMO_PORT)

lint: dev-setup
	$(BIN)/ruff check .
	$(BIN)/lint-imports

types: dev-setup
	$(BIN)/mypy

browser-check:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || \
	 { echo "The browser tests need Chromium (Debian: apt-get install chromium fonts-noto-cjk)."; exit 1; }

test: dev-setup lint types browser-check
	$(BIN)/pytest

unit: dev-setup
	$(BIN)/pytest tests/unit

bench: dev-setup
	$(BIN)/python -m benchmarks

train: dev-setup
	$(BIN)/python -m training.train_minutes
	$(BIN)/python -m training.train_answers
	$(BIN)/python -m training.train_stories

lock:
	uv pip compile --quiet --universal --python-version 3.11 pyproject.toml --no-emit-index-url -o requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 pyproject.toml --extra dev -c requirements.lock --no-emit-index-url -o requirements-dev.lock

clean:
	rm -rf .venv
