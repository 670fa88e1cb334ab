# Everything a developer or an operator does with Countenance on one machine. `make` alone lists it.

PYTHON ?= python3
PY := .venv/bin/python
SETUP := $(PYTHON) .ci/setup.py
ARGS ?=

# What Python compiles is kept whatever the shell says: rewriting the tests anew costs each worker of the suite 20 s.
unexport PYTHONDONTWRITEBYTECODE

# Settings for what needs the code but no database.
STATIC_ENV := DJANGO_SETTINGS_MODULE=caseapp.settings.test

.DEFAULT_GOAL := help
.PHONY: help run test lint format shell bench endurance messages requirements clean setup setup-dev

help: ## List what can be made
	@echo "make run            start the site: http://127.0.0.1:8000 (PORT, COUNTENANCE_DATA are honoured)"
	@echo "make test           run the whole suite (ARGS='-k fines' for a part)"
	@echo "make lint           run every static check"
	@echo "make format         format Python and templates"
	@echo "make shell          open Django's shell on the installation's data"
	@echo "make bench          measure the budgets of docs/performance.md (ARGS='--complaints 1000000' first fills the desk)"
	@echo "make endurance      run the long tests: kills, floods, hours"
	@echo "make messages       collect texts to translate into the .po files"
	@echo "make requirements   pin the packages of requirements*.in anew"
	@echo "make clean          remove caches; data stays"

setup:
	@command -v $(PYTHON) >/dev/null || { echo "There is no $(PYTHON). Install Python 3.11 or newer: apt-get install python3 python3-venv" >&2; exit 1; }
	@$(SETUP) run node

setup-dev:
	@command -v $(PYTHON) >/dev/null || { echo "There is no $(PYTHON). Install Python 3.11 or newer: apt-get install python3 python3-venv" >&2; exit 1; }
	@$(SETUP) dev node

run: setup
	@exec $(PY) -m caseapp.core.launcher

test: setup-dev
	@$(SETUP) browser
	@$(STATIC_ENV) $(PY) manage.py compile_translations
	@exec $(PY) -m pytest -n 2 --dist loadgroup --no-loadscope-reorder $(ARGS)

lint: setup-dev
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy caseapp
	.venv/bin/djlint templates --lint --quiet
	.venv/bin/lint-imports
	$(STATIC_ENV) $(PY) -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run
	$(STATIC_ENV) $(PY) manage.py check_translations

format: setup-dev
	$(PY) -m ruff check --fix-only --quiet .
	$(PY) -m ruff format .

shell: setup
	@exec $(PY) -m caseapp.core.launcher run $(PY) manage.py shell

bench: setup
	@exec $(PY) -m caseapp.core.launcher run $(PY) manage.py bench $(ARGS)

endurance: setup-dev
	@$(SETUP) browser
	@$(STATIC_ENV) $(PY) manage.py compile_translations
	@exec $(PY) -m pytest -n 0 -m endurance tests/endurance $(ARGS)

messages: setup-dev
	$(STATIC_ENV) $(PY) manage.py makemessages --locale zh_Hans --no-obsolete --no-wrap --add-location file \
		--ignore '.venv/*' --ignore 'node_modules/*' --ignore '.data/*'

# `--universal` resolves for every Python from 3.11 on and every platform; `--upgrade` looks for newer versions.
COMPILE := .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --upgrade
requirements: setup-dev
	$(COMPILE) requirements.in -o requirements.txt
	$(COMPILE) requirements-dev.in -o requirements-dev.txt
	$(COMPILE) requirements-node.in -o requirements-node.txt

clean:
	rm -rf .pytest_cache .schema-cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache test-artifacts
	find caseapp tests -name __pycache__ -type d -prune -exec rm -rf {} +
