# What a newcomer runs: `make demo`, `make test`. Both set everything up by themselves.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/installed
CATALOGUE := sfcheck/locale/zh/LC_MESSAGES/sfcheck.po

# A machine may forbid Python to keep what it compiled; then every process compiles again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test test-long check format messages docs papers bench clean

demo: $(INSTALLED) ## play two rounds of an office in a new folder
	$(BIN)/sfcheck demo

test: $(INSTALLED) ## all tests but the thorough ones, with few examples: two minutes of one processor
	$(BIN)/python -m pytest -n auto --dist worksteal -m "not thorough"

test-long: $(INSTALLED) ## the thorough ones, and what gets better by repetition: 200 kills, 2,000 fuzzed cases, a year of 600 issues
	SFCHECK_KILLS=200 SFCHECK_FUZZ=2000 SFCHECK_YEAR=600 HYPOTHESIS_PROFILE=many \
		$(BIN)/python -m pytest -n auto --dist worksteal -m "thorough or kills or fuzz"

check: $(INSTALLED) ## linters, types, the import contract, drift
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tools/messages.py check
	$(BIN)/python tools/docs.py check
	$(BIN)/python tools/word.py check
	$(BIN)/python tools/sample.py check
	$(BIN)/sfcheck -L ledgers/sample validate

format: $(INSTALLED)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

messages: $(INSTALLED) ## bring the Chinese catalogue up to date
	$(BIN)/python tools/messages.py update

docs: $(INSTALLED) ## make the reference pages from the code again
	$(BIN)/python tools/docs.py update

papers: $(INSTALLED) ## pictures of the papers for docs/papers.md (needs LibreOffice)
	$(BIN)/python -m tools.papers

bench: $(INSTALLED) ## speed, as ratios to a baseline in the same run (SIZES="1k 10k 100k 1M", BENCH=--peers)
	$(BIN)/python -m bench $(SIZES) $(BENCH)

clean:
	rm -rf $(VENV)

$(INSTALLED): pyproject.toml constraints.txt hatch_build.py $(CATALOGUE)
	$(PYTHON) -m venv $(VENV)
	# An older pip writes a start script that loads `re`: half of the time of `--version`.
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -U pip
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $@
