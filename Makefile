# Pakhi. `make run` and `make test` set up everything they need on a machine with Python 3.11 or newer.
PYTHON ?= python3
PORT ?= 8000
DATA ?= $(CURDIR)/data
export DATA PORT
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help setup setup-test run test check prove bench demo clean lock messages prompts

help: ## list every target with a line
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: ## set up the environment, the front end and the system libraries (safe to repeat)
	@PYTHON=$(PYTHON) ops/setup run

setup-test:
	@PYTHON=$(PYTHON) ops/setup test

run: setup ## set up, load the demonstration network once, and serve on 127.0.0.1 (PORT=8000 DATA=./data)
	@$(BIN)/pakhi serve --demo pat

test: setup-test ## set up and run everything: checks, tests on SQLite and on PostgreSQL, browser journeys
	@ops/test

check: setup-test ## format, lint, types, import contracts, tests without a database: under a minute once set up
	@ops/check

prove: setup-test ## attacks, faults, load, and the accuracy of estimates, in many minutes: what is claimed
	@$(BIN)/python -m pytest -q -m prove -p no:cacheprovider

bench: setup-test ## measure speed, as ratios within one run
	@$(BIN)/pakhi bench

demo: setup ## load the demonstration network again, from nothing (SCALE=pat|state SEED=1)
	@$(BIN)/pakhi demo --scale $(or $(SCALE),pat) --seed $(or $(SEED),1) --fresh

clean: ## remove what was built (not the data directory)
	rm -rf .venv web/node_modules pakhi/site/static/built .pytest_cache .mypy_cache .ruff_cache .import_linter_cache

lock: ## pin the dependencies again, with hashes
	@ops/lock

messages: ## collect the texts to translate into pakhi/locale/*/LC_MESSAGES/django.po
	@ops/messages

prompts: ## make the machine-voice prompts again (needs espeak-ng and lame)
	@ops/prompts
