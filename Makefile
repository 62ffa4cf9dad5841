# One command each; `make setup` first is implied. PYTHON picks the interpreter (3.11 or newer).
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps
CODE := pipeline stages transport stepaudio training tests

CLIENTS := openai pipecat

.PHONY: demo serve setup test check format clients docs lock clean

demo: setup  ## speak a bundled question into a server with the bundled model, and hear its answer
	$(BIN)/stepaudio demo

serve: setup  ## leave a server running
	$(BIN)/stepaudio serve

setup: .venv/ready  ## the environment in .venv; afterwards .venv/bin/stepaudio is the command

test: .venv/ready-test  ## every test
	$(BIN)/python -m pytest

check: .venv/ready-test  ## lint, format, types, import contracts, tests
	$(BIN)/ruff check $(CODE)
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/pyright --pythonpath $(BIN)/python
	$(BIN)/lint-imports
	$(BIN)/python -m pytest

format: .venv/ready-test
	$(BIN)/ruff check --fix $(CODE)
	$(BIN)/ruff format $(CODE)

.venv/ready: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, this is " + sys.version.split()[0])'
	$(PYTHON) -m venv .venv
	$(PIP) --require-hashes -r requirements.lock
	$(PIP) --editable .
	touch $@

.venv/ready-test: .venv/ready requirements-test.lock
	$(PIP) --require-hashes -r requirements-test.lock
	touch $@

AGENTS := tests/clients/agents
clients: $(CLIENTS:%=.venv/clients/%/ready) $(AGENTS)/node_modules  ## other people's clients, each in its own environment, for tests/clients

.venv/clients/%/ready: tests/clients/%.lock | .venv/ready
	$(PYTHON) -m venv $(@D)
	$(@D)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r $<
	touch $@

$(AGENTS)/node_modules: $(AGENTS)/package-lock.json  # needs npm
	npm ci --prefix $(AGENTS) --ignore-scripts --no-audit --no-fund
	touch $@

docs: setup  ## docs/configuration.md anew, after a change of configs/default.toml
	$(BIN)/python -m stepaudio.reference > docs/configuration.md

lock:  ## resolve the newest releases (needs uv)
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --upgrade -q -o requirements.lock
	uv pip compile pyproject.toml --extra test --universal --python-version 3.11 --generate-hashes --no-header -q -o requirements-test.lock -c requirements.lock
	echo 'openai[realtime]' | uv pip compile - --universal --python-version 3.11 --generate-hashes --no-header --upgrade -q -o tests/clients/openai.lock
	echo 'pipecat-ai[openai]' | uv pip compile - --universal --python-version 3.11 --generate-hashes --no-header --upgrade -q -o tests/clients/pipecat.lock
	npm update --prefix $(AGENTS) --omit-lockfile-registry-resolved --no-audit --no-fund

clean:
	rm -rf .venv out
