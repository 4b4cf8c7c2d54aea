# Everything that is done with this repository. `make` alone lists it.
#
#   PYTHON=python3.12   the interpreter that the environment is made with
#   VENV=DIR            where the environment is, .venv when left out
#   JOBS=N              how many processes run the tests, 2 when left out
#   BENCH=resolve       which benchmark `make bench` runs, generate when left out
#   ARGS='…'            more arguments for pytest (`make pytest`) or the benchmark (`make bench`)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

VERSIONS := 3.11 3.12 3.13
VENV ?= .venv
JOBS ?= 2
BENCH ?= generate
ARGS ?=
# Which tests run, and what measures them: other targets ask for others. Measuring doubles the time.
TESTS ?= not slow
COVERAGE ?= --no-cov
MEASURED := --cov --cov-report=term

BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install -qq

export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Otherwise pyright asks the network, at every run, whether there is a newer one.
export PYRIGHT_PYTHON_IGNORE_WARNINGS := 1

# Commands may be there that do not work: pyenv leaves some for versions that are not selected.
WORKS := -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
PYTHON ?= $(firstword $(foreach python,python3.13 python3.12 python3.11 python3, \
	$(shell $(python) $(WORKS) && echo $(python))))

# The environment is made anew for another PYTHON; what is in it follows pyproject.toml.
CHOSEN := $(if $(filter file,$(origin PYTHON)),,-$(subst /,-,$(PYTHON)))
MADE := $(VENV)/.made$(CHOSEN)
INSTALLED := $(VENV)/.installed

.PHONY: help
help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile

$(MADE):
	@python='$(PYTHON)'; \
	test -n "$$python" && "$$python" $(WORKS) || { \
		echo "Python 3.11 or newer is needed, with venv; name one: make PYTHON=…" >&2; exit 1; }; \
	echo "making $(VENV) with $$("$$python" --version)"; \
	"$$python" -m venv --clear '$(VENV)'
	@$(INSTALL) --upgrade 'pip>=25.1'
	@touch $@

# The second step needs no network: the build back end is in the group.
$(INSTALLED): pyproject.toml $(MADE)
	@echo "installing into $(VENV)"
	@$(INSTALL) --group dev
	@$(INSTALL) --no-build-isolation --editable .
	@touch $@

.PHONY: venv
venv: $(INSTALLED) ## make the environment that all of this runs in

.PHONY: generate
generate: venv ## generate what [tool.schemawright] in pyproject.toml asks for
	$(BIN)/schemawright generate

.PHONY: test
test: lint check pytest ## run all checks and all tests but the slow ones

.PHONY: test-all
test-all: lint check ## run everything, on every Python that is found, and measure coverage
	@$(MAKE) pytest TESTS='slow or not slow' COVERAGE='$(MEASURED)'
	@$(MAKE) test-others TESTS='slow or not slow'

.PHONY: lint
lint: venv ## check style and types, changing nothing
	$(BIN)/ruff check .
	$(BIN)/black --check --quiet --diff .
	$(BIN)/mypy
	$(BIN)/pyright --pythonpath $(BIN)/python

.PHONY: check
check: venv ## check that what is generated is up to date
	$(BIN)/schemawright check

.PHONY: coverage
coverage: venv ## measure which code the tests run that are not slow
	@$(MAKE) pytest COVERAGE='$(MEASURED)'

.PHONY: pytest
pytest: venv ## run the tests, with the coverage that is asked for
	$(BIN)/python -m pytest -q -n $(JOBS) --dist loadgroup -m '$(TESTS)' $(COVERAGE) $(ARGS)

.PHONY: test-types
test-types: venv ## type-check what is generated from large documents, and from many
	@$(MAKE) pytest TESTS='slow and types'

.PHONY: test-builds
test-builds: venv ## build, install and publish real projects
	@$(MAKE) pytest TESTS='slow and builds'

# Type checkers and browsers say the same on every Python.
# Each Python that is on the search path, or held by pyenv, has an environment of its own.
.PHONY: test-others
test-others: venv ## run the tests on the other Pythons that are found
	@own=$$($(BIN)/python -c 'import sys; print("{}.{}".format(*sys.version_info))'); \
	failed=; \
	for version in $(VERSIONS); do \
		test $$version != $$own || continue; \
		found=; \
		for python in python$$version "$${PYENV_ROOT:-$$HOME/.pyenv}"/versions/$$version.*/bin/python; do \
			if test -z "$$found" && "$$python" $(WORKS); then found=$$python; fi; \
		done; \
		if test -z "$$found"; then \
			echo "Python $$version: not found, not tested"; \
		else \
			$(MAKE) pytest PYTHON="$$found" VENV=build/python$$version \
				TESTS='($(TESTS)) and not types and not builds and not browser' COVERAGE=--no-cov || failed=1; \
		fi; \
	done; \
	test -z "$$failed"

.PHONY: format
format: venv ## lay out our own code, and fix what can be fixed safely
	$(BIN)/ruff check --fix .
	$(BIN)/black --quiet .

.PHONY: bench
bench: venv ## measure against peers (see benchmarks/README.md)
	$(BIN)/python benchmarks/$(BENCH).py $(ARGS)

.PHONY: clean
clean: ## remove all that was made or measured, but not what was generated
	rm -rf .venv build dist .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find generator tests benchmarks -name __pycache__ -prune -exec rm -rf {} +
