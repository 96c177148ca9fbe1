# Every target does its own set-up; the first one on a fresh machine takes a minute.
# make run ARGS="--lan"   make test T=tests/unit   make check   make browser   make demo   make bench

SHELL := /bin/sh
BIN := .venv/bin
WORKERS ?= 2
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PYTHONUNBUFFERED := 1

.PHONY: run demo bench test check browser format lock clean
.DEFAULT_GOAL := run

run: .venv/.run ## the service on SQLite with the web chat
	@$(BIN)/expertbot serve $(ARGS)

demo: .venv/.run ## the whole story, told in the terminal
	@$(BIN)/expertbot demo $(ARGS)

bench: .venv/.ready
	@$(BIN)/python -m benchmarks $(ARGS)

# T= names the tests to run (a file, a folder, -k and a word); without it all but the browser's.
test: .venv/.ready
	$(BIN)/pytest $(if $(T),$(T),--ignore=tests/browser -n $(WORKERS)) $(COVERAGE)

check: .venv/.ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	@$(MAKE) --no-print-directory test COVERAGE="--cov --cov-report=term"

browser: .venv/.ready
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || { \
	  echo '找不到 Chromium，请先安装：apt-get install chromium fonts-noto-cjk' ; \
	  echo 'Chromium is missing; install it first: apt-get install chromium fonts-noto-cjk' ; exit 1 ; } >&2
	$(BIN)/pytest $(if $(T),$(T),tests/browser)

format: .venv/.ready
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Newer versions within the bounds of pyproject.toml: make lock UPGRADE=--upgrade
COMPILE = $(BIN)/uv --no-config pip compile --quiet --universal --python-version 3.11 --generate-hashes \
  --no-annotate --no-strip-extras --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" $(UPGRADE)
lock: .venv/.ready
	$(COMPILE) --group build -o requirements-build.lock
	$(COMPILE) pyproject.toml -c requirements-build.lock -o requirements.lock
	$(COMPILE) pyproject.toml --group build --group dev -c requirements-build.lock -c requirements.lock \
	  -o requirements-dev.lock

clean:
	rm -rf .venv build dist htmlcov .coverage* .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# ------------------------------------------------------------------------------------------------- set-up

INSTALL := $(BIN)/python -m pip install --quiet --no-input --require-hashes --no-build-isolation

# A .venv that works is kept, whoever made it; anything else is made anew with the newest Python found.
.venv/.python: requirements-build.lock
	@fits='import sys, ensurepip, venv; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' ; \
	if ! $(BIN)/python -c "$$fits" 2>/dev/null ; then \
	  for python in $(or $(PYTHON),python3.14 python3.13 python3.12 python3.11 python3) none ; do \
	    "$$python" -c "$$fits" >/dev/null 2>&1 && break ; \
	  done ; \
	  if [ "$$python" = none ] ; then \
	    echo '需要带 venv 模块的 Python 3.11 至 3.14（Debian：apt-get install python3 python3-venv），或用 PYTHON=路径 指定。' ; \
	    echo 'Python 3.11 to 3.14 with its venv module is needed (Debian: apt-get install python3 python3-venv), or name one with PYTHON=path.' ; \
	    exit 1 ; \
	  fi >&2 ; \
	  echo "首次运行：正在用 $$python 建立 .venv … / First run: making .venv with $$python" ; \
	  "$$python" -m venv --clear .venv ; \
	fi
	@$(INSTALL) -r requirements-build.lock
	@touch $@

.venv/.run: .venv/.python requirements.lock pyproject.toml
	@echo '正在安装服务的依赖（首次约需一分钟）… / Installing what the service needs (a minute the first time)'
	@$(INSTALL) --use-pep517 -r requirements.lock
	@$(BIN)/python -m pip install --quiet --no-input --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.ready: .venv/.run requirements-dev.lock
	@echo '正在安装测试与检查工具（首次约需半分钟）… / Installing what tests and checks need (half a minute the first time)'
	@$(INSTALL) --use-pep517 -r requirements-dev.lock
	@touch $@
