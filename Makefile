# Everything here needs Python 3.11 or later and make; the rest is fetched into .venv on first use.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
UV_VERSION := 0.13.9
BIN := .venv/bin
PORT ?= 8080
WORKERS ?= 2

export PORT

.PHONY: demo run test check format bench browser-test catalogues lock clean

demo: .venv/.runtime
	$(BIN)/falando demo

run: .venv/.runtime
	$(BIN)/falando run

test: .venv/.dev
	$(BIN)/pytest -n $(WORKERS) --dist worksteal

check: .venv/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n 0 tests/house

format: .venv/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: .venv/.dev
	$(BIN)/python -m benchmarks

browser-test: .venv/.dev
	BROWSER_REQUIRED=1 $(BIN)/pytest -n 0 -m browser

# Collect the sentences of the code into every catalogue; what is new is left empty for a translator.
catalogues: .venv/.dev
	$(BIN)/pybabel -q extract -F babel.cfg --no-location --sort-output --no-wrap \
		--project falando -o .venv/falando.pot .
	for po in locales/*/LC_MESSAGES/falando.po; do \
		$(BIN)/pybabel -q update -N --ignore-obsolete --no-wrap -D falando -i .venv/falando.pot \
			-l $$(basename $$(dirname $$(dirname $$po))) -o $$po || exit 1; \
	done
	$(BIN)/pybabel -q compile -D falando -d locales

lock: .venv/.uv
	$(BIN)/uv pip compile -q --no-config --generate-hashes --no-header --universal --python-version 3.11 \
		pyproject.toml --extra postgres -o requirements/runtime.txt
	$(BIN)/uv pip compile -q --no-config --generate-hashes --no-header --universal --python-version 3.11 \
		--all-extras --group dev pyproject.toml -o requirements/dev.txt

clean:
	rm -rf .venv var .pytest_cache .mypy_cache .ruff_cache .hypothesis

.venv/.uv:
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	touch $@

.venv/.runtime: .venv/.uv requirements/runtime.txt pyproject.toml $(wildcard locales/*/LC_MESSAGES/*.po)
	$(BIN)/uv pip install --quiet --no-config --require-hashes -r requirements/runtime.txt
	$(BIN)/uv pip install --quiet --no-config --no-deps --editable .
	touch $@

.venv/.dev: .venv/.uv requirements/dev.txt pyproject.toml $(wildcard locales/*/LC_MESSAGES/*.po)
	$(BIN)/uv pip install --quiet --no-config --require-hashes -r requirements/dev.txt
	$(BIN)/uv pip install --quiet --no-config --no-deps --editable .
	touch $@ .venv/.runtime
