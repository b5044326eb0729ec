# Two commands do it all: `make run` and `make test`.
PYTHON ?= python3
PORT ?= 8501
BIN := .venv/bin
STAMP := .venv/.ready

.PHONY: help run setup test check browser clean

help: ## list the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

run: $(STAMP) ## start the app on http://127.0.0.1:$(PORT)
	@$(BIN)/python -m server.announce $(PORT) & exec $(BIN)/streamlit run app.py --server.port $(PORT)

setup: $(STAMP) ## make .venv with everything for running and testing

$(STAMP): requirements.txt requirements-dev.txt constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12 $(MAKECMDGOALS)")'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || { echo "python3-venv is missing: apt install python3-venv"; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

test: check browser ## style, types, Dockerfile, banks, and every test with a real browser and a real PostgreSQL
	$(BIN)/python -m pytest -q -n 3 --dist worksteal

check: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/hadolint Dockerfile
	$(BIN)/python -m study check questions

browser: $(STAMP)
	@sh tests/browser.sh $(BIN)

clean: ## remove what can be made again (not data/)
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache
