# Everything a developer starts; each target prepares what it needs. POSIX sh and make only.
PYTHON ?= python3
PORT ?= 8000
VENV = .venv/bin/python

.DEFAULT_GOAL = help
.PHONY: help setup run test test-faults test-plugin check bench screenshots format

help: # list the targets
	@echo "make help         this list"
	@echo "make setup        prepare .venv/ (all other targets do it themselves)"
	@echo "make run          the demo site on 127.0.0.1:PORT (default 8000), web and workers together"
	@echo "make test         the whole suite; ARGS='tests/cms -k health' for a part of it"
	@echo "make test-faults  the tests that kill and break real processes, several minutes; ARGS as above"
	@echo "make test-plugin  the wheel in projects of 'wagtail start', with the newest Django too, a few minutes; ARGS as above"
	@echo "make check        format, lint, types, templates, missing migrations, system checks"
	@echo "make format       write the format that make check asks for"
	@echo "make bench        ratios against a stock Wagtail site and floors of the same run; ARGS='--only JSON' for a part of it"
	@echo "make screenshots  draw docs/screenshots/ anew"

setup: # prepare .venv/
	@command -v $(PYTHON) >/dev/null 2>&1 || { echo "There is no $(PYTHON): install Python 3.11 or later, or say where it is with PYTHON=/path." >&2; exit 1; }
	@PYTHON="$(PYTHON)" $(PYTHON) tools/setup.py

run: setup # serve the demo
	@PORT="$(PORT)" $(VENV) tools/run.py

test: setup # run the suite
	@$(VENV) -m pytest -n 2 --dist loadgroup --ignore=tests/faults --ignore=tests/plugin $(ARGS)

test-faults: setup # kill and break real processes
	@$(VENV) -m pytest tests/faults $(ARGS)

test-plugin: setup # use the wheel in foreign projects
	@$(VENV) -m pytest tests/plugin $(ARGS)

check: setup # lint, types, templates, migrations
	@$(VENV) tools/check.py

format: setup # write the format
	@$(VENV) -m ruff format .
	@$(VENV) -m ruff check --fix .

bench: setup # print ratios
	@$(VENV) -m benchmarks $(ARGS)

screenshots: setup # draw docs/screenshots/
	@$(VENV) tools/screenshots.py
