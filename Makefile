# One door for users and developers: `make help` lists what it can do.
# Everything is installed into .venv; what the operating system must provide comes by apt (tools/system-packages.sh).

PYTHON ?= python3
AXE_VERSION := 4.14.1
TELEGRAM_TEST_API_VERSION := 4.2.1
BIN := .venv/bin
# Every file that is installed must be one whose hash is in constraints.txt.
LOCKED := $(BIN)/uv pip install --quiet --python $(BIN)/python --compile-bytecode --require-hashes \
	--constraints constraints.txt --overrides tools/without-torch.txt -r pyproject.toml
export PANDU_DATA ?= data
# Which branches of the three packages the tests take; of no meaning when only some of them run.
COVERAGE ?= $(if $(filter tests/% -k,$(ARGS)),,--cov --cov-report=term)
# Databases wait for the disk thousands of times in the tests; a folder in memory does not let them, where there is room.
IN_MEMORY := $(shell awk '/MemAvailable/ { exit $$2 < 10000000 }' /proc/meminfo 2>/dev/null && df -k --output=avail /dev/shm 2>/dev/null | \
	awk 'NR == 2 && $$1 > 6000000 { print "TMPDIR=/dev/shm" }')
# A machine that forbids bytecode files would compile thousands of modules at every start.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: attack axe telegram-test-api help demo ask serve test lint types bench eval fuzz llm-smoke train lock clean setup setup-test system

help: ## show this help
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## /\1\t/' | awk -F'\t' '{printf "  make %-10s %s\n", $$1, $$2}'

demo: setup ## set up, build the knowledge and answer a first question in the terminal
	@$(BIN)/pandu ingest --starter --publish
	@echo
	@echo '? Apa saja kewajiban kota anggota ASCN?'
	@$(BIN)/pandu ask 'Apa saja kewajiban kota anggota ASCN?'
	@echo 'Next: make serve (web at http://127.0.0.1:8000), $(BIN)/pandu chat, $(BIN)/pandu --help'

ask: setup ## answer a question: make ask Q="..."
	@$(BIN)/pandu ingest --starter --publish >/dev/null
	@$(BIN)/pandu ask '$(subst ','\'',$(Q))'

serve: setup ## serve the web, the API and, with a token, the Telegram bot
	@$(BIN)/pandu ingest --starter --publish
	@$(BIN)/pandu serve

test: setup-test system axe lint types ## set up and run all checks and tests
	$(IN_MEMORY) $(BIN)/pytest -n 3 --dist loadfile --no-loadscope-reorder $(COVERAGE) $(ARGS)

lint: setup-test ## ruff and the order of the rooms
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	PYTHONPATH=. $(BIN)/lint-imports

types: setup-test ## mypy, strict
	$(BIN)/mypy

eval: setup ## answer the golden questions and score them
	@$(BIN)/pandu ingest --starter --publish
	$(BIN)/pandu eval --report out/eval

bench: setup-bench ## measure speed and quality, side by side with peers
	$(BIN)/python -m bench

llm-smoke: setup-smoke ## answer by a real small language model on the CPU (compiles llama.cpp once)
	@$(BIN)/pandu ingest --starter --publish
	$(BIN)/python -m tools.llm_smoke

fuzz: setup-test ## throw mutated files at the loaders
	$(BIN)/python -m tools.fuzz

attack: setup-test system ## attack servers of its own on loopback: ARGS="--only web"
	$(BIN)/python -m tools.attack $(ARGS)

lock: .venv/uv ## lock every package again; ARGS=--upgrade takes the newest versions
	tools/lock.sh $(ARGS)

clean: ## remove what was built here; the data folder stays
	rm -rf .venv build dist out *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

axe: ## axe-core for the accessibility tests of the pages, by npm
	@[ -f build/package/axe.min.js ] || ! command -v npm >/dev/null || { mkdir -p build && cd build && \
		npm pack --silent axe-core@$(AXE_VERSION) >/dev/null && tar -xzf axe-core-$(AXE_VERSION).tgz package/axe.min.js; }

telegram-test-api: ## a Bot API emulator of others for one test of the bot, by npm
	@[ -d build/$@/node_modules ] || ! command -v npm >/dev/null || \
		npm install --silent --no-fund --no-audit --ignore-scripts --prefix build/$@ $@@$(TELEGRAM_TEST_API_VERSION) >/dev/null

system: ## packages of the operating system that the tests use
	@tools/system-packages.sh

setup: .venv/ready
setup-test: .venv/ready-test
setup-bench: .venv/ready-bench
setup-smoke: .venv/ready-smoke

.venv/uv: tools/setup.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo 'Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11'; exit 1; }
	@$(PYTHON) -m venv .venv || { echo 'Python cannot make a virtual environment; on Debian: apt-get install python3-venv'; exit 1; }
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r tools/setup.txt
	@touch $@

.venv/ready: .venv/uv pyproject.toml constraints.txt
	@echo 'Setting up (once) ...'
	@$(LOCKED)
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

# torch comes by pip, which also looks where a machine keeps its own builds; so it has no hash.
.venv/ready-test: .venv/ready
	@$(LOCKED) --extra hub --extra postgres --extra test
	@$(BIN)/pip install --quiet --disable-pip-version-check torch==2.13.0
	@touch $@

.venv/ready-smoke: .venv/ready
	@$(LOCKED) --extra smoke
	@touch $@

.venv/ready-bench: .venv/ready-test
	@$(LOCKED) --extra bench
	@touch $@
