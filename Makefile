# Relazione's commands. `make` alone lists them.
#
# The environment is .venv, made by uv from the hash-pinned locks in requirements/. Stamps in .venv/.stamps are named after
# the content they stand for, so that a second run asks nothing of the network and takes no time.

PYTHON ?= python3
SERVE ?= 1
PORT ?= 8000
SUPPORTED := >=3.11,<3.14

# uv from the PATH if it runs (a shim may be there that does not), else a pinned one of our own.
UV := $(shell if uv --version >/dev/null 2>&1; then echo uv; else echo .uv-venv/bin/uv; fi)
UV_NEEDED := $(filter-out uv,$(UV))

BIN := .venv/bin
INSTALL := $(UV) pip install --quiet --python $(BIN)/python
LOCKED := $(INSTALL) --require-hashes --only-binary :all:

fingerprint = $(shell cat $(1) | cksum | tr ' ' '-')
STAMPS := .venv/.stamps
CORE := $(STAMPS)/core-$(call fingerprint,requirements/core.txt)
DEV := $(STAMPS)/dev-$(call fingerprint,requirements/dev.txt)
# The scripts in .venv/bin name this folder: a checkout that was moved installs itself again.
HERE := $(shell pwd | cksum | tr ' ' '-')
PROJECT := $(STAMPS)/project-$(call fingerprint,pyproject.toml requirements/build.txt)-$(HERE)
CHROMIUM := $(STAMPS)/chromium
JAVA := $(STAMPS)/java
FEEDS := $(STAMPS)/feeds-$(call fingerprint,requirements/feeds.txt)
SPARK := $(STAMPS)/spark-$(call fingerprint,requirements/spark.txt requirements/build.txt)
# pandas, which panels are measured against, in an environment of its own: nothing else here needs it.
BENCH := .venv-bench/stamp-$(call fingerprint,requirements/bench.txt)

SUITABLE_JAVA = java -version 2>&1 | grep -Eq 'version "(1[7-9]|[2-9][0-9])'

.DEFAULT_GOAL := help
# One after another: all of them write into the same environment.
.NOTPARALLEL:
.PHONY: help setup setup-feeds setup-spark setup-dev demo test lint bench bench-corpus accuracy lock clean venv

help:  ## list these commands
	@sed -n 's/^\([a-z-]*\):.*##  */\1|/p' $(MAKEFILE_LIST) | while IFS='|' read -r name text; do \
		printf '  make %-12s %s\n' "$$name" "$$text"; done

setup: venv $(CORE) $(PROJECT)  ## make .venv with what the product needs

setup-feeds: setup $(FEEDS)  ## and what feeds need (GDELT, POLECAT, ICEWS)

setup-spark: setup-feeds $(SPARK)  ## and Spark, where there is a Java of version 17 or newer

setup-dev: venv $(DEV) $(PROJECT) $(CHROMIUM) $(SPARK)  ## make .venv with what the tests need as well

demo: setup  ## read the example, print the brief, serve the page (SERVE=0: leave the page as files; PORT=8000)
	@rm -rf build/demo.db build/demo.db-* build/site && mkdir -p build
	$(BIN)/relazione read --db build/demo.db examples/italy-turkey.txt
	@echo
	$(BIN)/relazione brief Italy Türkiye --db build/demo.db
	@$(BIN)/relazione site --db build/demo.db -o build/site >/dev/null
	@echo && echo "The page, as files for any browser: build/site/index.html"
ifneq ($(SERVE),0)
	@# Ctrl-C is how one leaves, not an error. Another program at the port is none either: then any free one will do.
	@$(BIN)/relazione serve --db build/demo.db --port $(PORT) || case $$? in \
		130) ;; 2) $(BIN)/relazione serve --db build/demo.db --port 0 || [ $$? -eq 130 ] ;; *) exit 1 ;; esac
endif

test: setup-dev lint  ## lint, then all tests
	$(BIN)/python -m pytest

lint: venv $(DEV) $(PROJECT)  ## style, types, and which room may import which
	$(BIN)/python -m ruff check
	$(BIN)/python -m ruff format --check
	$(BIN)/python -m mypy
	$(BIN)/python $(BIN)/lint-imports --no-logo

bench: venv $(DEV) $(PROJECT) $(BENCH)  ## how fast reading, asking and panels are
	$(BIN)/python benchmarks/run.py

bench-corpus: setup  ## how a whole folder is read, by one process and by two (FOLDER=../shared/corpus)
	$(BIN)/python benchmarks/corpus.py $(FOLDER)

accuracy: setup  ## measure the reading on annotated texts and write docs/accuracy.md (EVAL=../shared/eval/dev)
	$(BIN)/python scripts/make_accuracy.py $(EVAL)

# UPGRADE=1 looks for newer versions; without it the pinned ones stay as far as they fit.
COMPILE := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" $(if $(UPGRADE),--upgrade)

lock: $(UV_NEEDED)  ## make the locks in requirements/ again (UPGRADE=1: with newer versions)
	$(COMPILE) pyproject.toml --extra model -o requirements/core.txt
	$(COMPILE) pyproject.toml --extra model --extra dev -c requirements/core.txt -o requirements/dev.txt
	$(COMPILE) pyproject.toml --extra model --extra feeds -c requirements/core.txt -c requirements/dev.txt -o requirements/feeds.txt
	$(COMPILE) pyproject.toml --extra model --extra spark -c requirements/core.txt -c requirements/dev.txt -o requirements/spark.txt
	$(COMPILE) requirements/build.in -o requirements/build.txt
	$(COMPILE) requirements/bench.in -o requirements/bench.txt
	$(COMPILE) requirements/uv.in -o requirements/uv.txt

clean:  ## remove what was built and the caches; the environment stays
	rm -rf build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

# A .venv that does not run at all (its Python was removed) is made anew; one that runs is left alone, whoever made it.
venv: $(UV_NEEDED)
	@if $(BIN)/python -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null; then :; \
	elif $(BIN)/python -c '' 2>/dev/null; then \
		echo ".venv holds a Python outside $(SUPPORTED): remove .venv and run make again" >&2; exit 1; \
	else \
		rm -rf .venv && $(UV) venv --quiet --python '$(SUPPORTED)' .venv; \
	fi

$(CORE): | venv
	$(LOCKED) -r requirements/core.txt
	@mkdir -p $(STAMPS) && rm -f $(STAMPS)/core-* && touch $@

$(DEV): | venv
	$(LOCKED) -r requirements/dev.txt
	@mkdir -p $(STAMPS) && rm -f $(STAMPS)/dev-* && touch $@

$(FEEDS): | venv
	$(LOCKED) -r requirements/feeds.txt
	@mkdir -p $(STAMPS) && rm -f $(STAMPS)/feeds-* && touch $@

# Spark, where there is a Java for it. pyspark comes as a source package of 450 MB: one that is there already stays.
$(SPARK): | venv $(JAVA)
	@if $(SUITABLE_JAVA); then \
		echo "bringing Spark"; \
		$(LOCKED) --no-binary pyspark --build-constraints requirements/build.txt -r requirements/spark.txt; \
	else \
		echo "no Java 17 or newer, so no Spark (its tests will be skipped)"; \
	fi
	@mkdir -p $(STAMPS) && rm -f $(STAMPS)/spark-* && touch $@

# Asked once: without it there is no Spark, and its tests are skipped and say so.
$(JAVA): | venv
	@mkdir -p $(STAMPS) && touch $@
	@if $(SUITABLE_JAVA) || [ "$$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then :; \
	else \
		echo "asking apt for a Java (for Spark)"; \
		export DEBIAN_FRONTEND=noninteractive; \
		{ timeout 120 apt-get update -qq && timeout 900 apt-get install -y -qq --no-install-recommends default-jre-headless; } \
			>/dev/null 2>&1 || echo "apt did not bring a Java"; \
	fi

$(BENCH): | venv
	$(UV) venv --quiet --clear --python '$(SUPPORTED)' .venv-bench
	$(UV) pip install --quiet --python .venv-bench/bin/python --require-hashes --only-binary :all: -r requirements/bench.txt
	@touch $@

$(PROJECT): | venv
	$(INSTALL) --no-deps --build-constraints requirements/build.txt --reinstall-package relazione -e .
	@mkdir -p $(STAMPS) && rm -f $(STAMPS)/project-* && touch $@

# Asked once: without it the browser tests are skipped and say so.
$(CHROMIUM): | venv
	@mkdir -p $(STAMPS) && touch $@
	@if [ -x /usr/bin/chromium ] || [ "$$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then :; \
	else \
		echo "asking apt for chromium (for the browser tests)"; \
		export DEBIAN_FRONTEND=noninteractive; \
		{ timeout 120 apt-get update -qq && timeout 900 apt-get install -y -qq --no-install-recommends chromium; } \
			>/dev/null 2>&1 || echo "apt did not bring chromium: the browser tests will be skipped"; \
	fi

# A uv of our own: by venv and pip, by pip alone where Debian's python3-venv is missing, else say what to do.
.uv-venv/bin/uv:
	@echo "no uv found: bringing the pinned one into .uv-venv"
	@rm -rf .uv-venv
	@if $(PYTHON) -m venv .uv-venv >/dev/null 2>&1 \
		&& .uv-venv/bin/python -m pip install --quiet --require-hashes -r requirements/uv.txt; then :; \
	elif rm -rf .uv-venv && $(PYTHON) -m pip install --quiet --target .uv-venv --require-hashes -r requirements/uv.txt; then \
		chmod +x .uv-venv/bin/uv; \
	else \
		rm -rf .uv-venv; \
		echo "could not install uv with $(PYTHON): install uv, or Python's venv or pip, and run make again" >&2; exit 1; \
	fi
