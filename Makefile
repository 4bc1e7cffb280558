# All commands for developers and continuous integration. `make help` lists them.
PYTHON ?= python3
PROFILE ?= extended
FRAMEWORKS := $(shell sed -n 's/^\[\(.*\)\]$$/\1/p' scripts/servers.toml)
INSTALL := $(PYTHON) scripts/install.py
TESTS := env PYTHONPATH=tests .venvs/tests/bin/python
TOOLS := .venvs/tools/bin
BENCH := PYTHONPATH=tests .venvs/bench/bin/python -m bench
SPACE := $() $()
CHOSEN := $(or $(FRAMEWORK),$(FRAMEWORKS))
known = $(or $(filter $*,$(FRAMEWORKS)),$(error no server is called "$*"; there are: $(FRAMEWORKS)))

# Refuse wrong arguments here, before anything is built.
NAMED := $(foreach verb,run dev migrate revert prune inside types coverage,$(patsubst $(verb)-%,%,\
    $(filter $(verb)-%,$(filter-out types-compare,$(MAKECMDGOALS)))))
UNKNOWN := $(firstword $(filter-out $(FRAMEWORKS),$(FRAMEWORK) $(NAMED)))
$(if $(UNKNOWN),$(error no server is called "$(UNKNOWN)"; there are: $(FRAMEWORKS)))
$(if $(and $(WRITE),$(FRAMEWORK)),$(error WRITE=1 is for all frameworks: leave out FRAMEWORK))
$(if $(filter revert-%,$(MAKECMDGOALS)),$(if $(REVISION),,\
    $(error which revision? say REVISION=0001, or REVISION=0000 to drop all tables)))
$(if $(filter test,$(MAKECMDGOALS)),$(if $(filter-out sqlite postgres,$(DATABASE)),\
    $(error DATABASE is sqlite or postgres, not "$(DATABASE)")))

# Say what a long run takes before it begins; measured with two cores.
$(if $(filter test,$(MAKECMDGOALS)),$(if $(FRAMEWORK),,$(info make test: 12 minutes, 1.2 GB in .venvs)))
$(if $(filter check,$(MAKECMDGOALS)),$(info make check: 35 minutes, 1.8 GB in .venvs))

# Do not list targets that match a pattern (run-flask): make would skip the pattern's rule.
.PHONY: help demo admin-django contract matrix test differential cluster test-cluster test-faults reliability mutation-score page-score fuzz sdk lint check coverage lock clean
.PHONY: install-tests install-tools test-sqlite test-repository test-postgres on-postgres compare test-browser test-examples types-compare install-compare pictures

help:  # the targets that have a line after ##, under the headings ##@
	@echo "Begin with: make demo. NAME in a target is one of: $(FRAMEWORKS)"
	@echo "FRAMEWORK=flask: only this one. WRITE=1: update the files that are committed."
	@awk -F ':.*## ' '/^##@ / {print "\n" substr($$0, 5)} \
	    /^[a-z%-]+:.*## / {sub("%", "NAME", $$1); printf "  %-15s %s\n", $$1, $$2}' Makefile

##@ Run

run-%: install-%  ## serve one framework (HOST, PORT, DATABASE_URL, TOKEN_TTL, THROTTLE_WINDOW)
	@exec $(PYTHON) scripts/serve.py $*

dev-django: export DEBUG = 1

dev-%: install-%  ## the same, with its own reloading development server
	@exec $(PYTHON) scripts/serve.py $* --develop

demo: install-$(or $(FRAMEWORK),flask)  ## serve one with an account and a dozen tasks, to look around (FRAMEWORK=flask)
	@exec $(PYTHON) scripts/demo.py '$(or $(FRAMEWORK),flask)'

migrate-%: install-%  ## migrate a database to the latest revision (DATABASE_URL); servers do this when they start
	@$(PYTHON) scripts/database.py $* migrate

revert-%: install-%  ## revert migrations down to REVISION=0001 (0000: drop all tables)
	@$(PYTHON) scripts/database.py $* revert '$(REVISION)'

prune-%: install-%  ## delete expired tokens and old failed log-ins (DATABASE_URL, THROTTLE_WINDOW)
	@$(PYTHON) scripts/database.py $* prune

admin-django: install-django  ## create a superuser for Django's admin (DJANGO_SUPERUSER_*)
	@.venvs/django/bin/python django_todo/manage.py migrate --verbosity 0
	@.venvs/django/bin/python django_todo/manage.py createsuperuser \
	    $(if $(DJANGO_SUPERUSER_PASSWORD),--noinput)

cluster: install-tests install-$(or $(FRAMEWORK),flask)  ## serve with several instances behind nginx (FRAMEWORK=flask, N=3, PORT=8000, DATABASE_URL)
	@exec $(TESTS) -m cluster.serve '$(or $(FRAMEWORK),flask)' '$(or $(N),3)'

compare: install-compare  ## show the four side by side: build the page, or print TOPIC=create_task here (WRITE=1)
	@PYTHONPATH=tests .venvs/compare/bin/python -m compare $(TOPIC) $(if $(WRITE),--write) $(ARGS)

##@ Contract

contract: install-tests  ## hold any server to the contract (URL=..., PROFILE=core, REPORT=folder, ARGS='--step')
	$(if $(URL),,$(error which server? make contract URL=http://127.0.0.1:8001))
	@$(TESTS) -m contract '$(URL)' --profile $(PROFILE) $(if $(REPORT),--report '$(REPORT)') $(ARGS)

matrix: install-tests $(FRAMEWORKS:%=install-%)  ## test all of them against the contract, and write docs/matrix.md
	@$(TESTS) -m parity.matrix

mutation-score: install-tests  ## check that the suite catches every fault of the reference server (WRITE=1)
	@$(TESTS) -m selftest.mutation_score $(if $(WRITE),--write) $(EVERY) $(ARGS)

page-score: install-tests install-flask  ## check that the suite catches every fault of Flask's pages (WRITE=1)
	@$(INSTALL) browser tests/browser/requirements.txt
	@$(TESTS) -m selftest.page_score $(if $(WRITE),--write) $(ARGS)

fuzz: install-tests $(CHOSEN:%=install-%)  ## test servers against the document with Schemathesis (FRAMEWORK=..., SEED=..., FORMS=5000)
	@$(INSTALL) fuzz tests/fuzz/requirements.txt
	@.venvs/fuzz/bin/openapi-spec-validator shared_spec/openapi.yaml
	@$(TESTS) -m fuzz $(CHOSEN) -- $(if $(SEED),--seed $(SEED))
	@$(TESTS) -m fuzz.forms $(CHOSEN) -- $(if $(SEED),--seed $(SEED)) $(if $(FORMS),--count $(FORMS))

sdk: $(CHOSEN:%=install-%)  ## generate a client into var/sdk and test servers with it (FRAMEWORK=...)
	@$(INSTALL) sdk tests/sdk/requirements.txt
	@PATH="$(CURDIR)/.venvs/sdk/bin:$$PATH" openapi-python-client generate \
	    --path shared_spec/openapi.yaml --meta none --output-path var/sdk/todo_client \
	    --overwrite --fail-on-warning
	@PYTHONPATH=tests:var/sdk .venvs/sdk/bin/python -m sdk $(CHOSEN)

##@ Test

test: $(if $(filter postgres,$(DATABASE)),test-postgres,test-sqlite)  ## run every test; with FRAMEWORK=... its own tests and the contract (DATABASE=postgres)

test-sqlite: install-tests $(CHOSEN:%=install-%) $(CHOSEN:%=inside-%) $(if $(FRAMEWORK),,test-repository)
	@$(TESTS) -m harness.suite $(CHOSEN) -- $(ARGS)
	@$(if $(FRAMEWORK),,$(MAKE) --no-print-directory differential)

test-repository: install-tests install-tools install-compare install-bench
	@$(TESTS) -m pytest tests/repository tests/cluster tests/selftest tests/parity/test_m*.py -n 2

test-postgres: install-tests $(CHOSEN:%=install-%)  ## the same on PostgreSQL (FRAMEWORK=..., DATABASE_URL, PG_BIN)
	@$(TESTS) -m harness.postgres $(MAKE) --no-print-directory on-postgres

# East of UTC the last day of the calendar is out of range, west of UTC the first day.
on-postgres: $(CHOSEN:%=inside-%)
	@POSTGRES_ZONE=Europe/Berlin $(TESTS) -m harness.suite $(CHOSEN) -- $(ARGS)
	@$(if $(FRAMEWORK),,POSTGRES_ZONE=America/New_York $(TESTS) -m pytest tests/parity/test_differential.py)

differential: install-tests $(FRAMEWORKS:%=install-%)  ## send the same requests to all of them, and compare the answers
	@$(TESTS) -m pytest tests/parity/test_differential*.py $(ARGS)

CLUSTERED = $(CHOSEN)
test-cluster: install-tests $(CHOSEN:%=install-%)  ## run the suite through nginx while instances are replaced (FRAMEWORK=...)
	@$(INSTALL) browser tests/browser/requirements.txt
	@$(TESTS) -m cluster.suite $(CLUSTERED) -- $(ARGS)

test-browser: install-tests install-compare  ## test the page and the pages of servers in Chromium (FRAMEWORK=..., BROWSER=/path/to/it)
	@$(INSTALL) browser tests/browser/requirements.txt
	@$(if $(FRAMEWORK),,.venvs/browser/bin/python -m pytest tests/browser -n 2 $(ARGS))
	@$(TESTS) -m harness.suite --browser $(CHOSEN) -- $(ARGS)

test-examples:  ## log in with another service, as examples/ shows it with Tornado
	@$(INSTALL) examples tests/examples/requirements.txt
	@.venvs/examples/bin/python -m pytest tests/examples $(ARGS)

# Faults run one after the other, in order: they measure time and memory.
FAULTS := $(TESTS) -m pytest tests/faults -p no:randomly -p no:xdist -v

test-faults: install-tests $(CHOSEN:%=install-%)  ## inject faults, on both databases (FRAMEWORK=..., WRITE=1; needs root, nginx, PgBouncer)
	@$(FAULTS) $(if $(FRAMEWORK),-k '$(subst $(SPACE), or ,$(strip $(FRAMEWORK)))') $(if $(WRITE),--scale full --write) $(SAMPLE) $(ARGS)

coverage: $(CHOSEN:%=coverage-%)  ## show the lines of each application that no request reaches (FRAMEWORK=...)

coverage-%: export COVERAGE_FILE = var/$*.coverage
coverage-%: install-tests
	@$(INSTALL) $(known)-coverage $*_todo/requirements.txt tests/harness/coverage.txt
	@rm -f $(COVERAGE_FILE)*
	@status=0; $(TESTS) -m harness.suite --trace $* -- $(ARGS) || status=1; \
	    .venvs/$*-coverage/bin/coverage combine --quiet && \
	    .venvs/$*-coverage/bin/coverage report && exit $$status

# Each framework's own test runner. The warnings come from imports of Pyramid 2.1 and WebOb 1.8.
inside-flask: own = pytest flask_todo/tests
inside-pyramid: own = pytest pyramid_todo/tests -W "ignore:pkg_resources is deprecated" \
    -W "ignore:Deprecated call to" -W "ignore:'cgi' is deprecated"
inside-django: own = django test --noinput --pythonpath django_todo --settings config.settings todo api pages
inside-tornado: own = tornado.testing --logging=none discover --top-level-directory . tornado_todo/tests

# These tests never use the database in DATABASE_URL, which may have real data.
inside-%: install-%-tests
	@$(if $(POSTGRES_SERVER),$(TESTS) -m harness.postgres,env -u DATABASE_URL) \
	    .venvs/$*-tests/bin/python -m $(own)

##@ Measure

# A folder is also called bench.
.PHONY: bench bench-async install-bench
bench: install-bench $(CHOSEN:%=install-%)  ## measure speed and cost (DATABASE=postgres, FRAMEWORK=..., WRITE=1)
	@$(BENCH) ladder $(CHOSEN) --database $(or $(DATABASE),sqlite) $(if $(WRITE),--keep) $(ARGS)

bench-async: install-bench $(CHOSEN:%=install-%)  ## test the claims about async (FRAMEWORK=..., WRITE=1)
	@$(BENCH) async $(CHOSEN) $(if $(WRITE),--keep) $(ARGS)

reliability:  ## inject faults at full scale (half an hour), and write docs/reliability.md
	@$(MAKE) --no-print-directory test-faults WRITE=1

##@ Maintain

lint: install-tools install-tests $(FRAMEWORKS:%=types-%) types-compare install-bench  ## check style, types and locks
	@$(TOOLS)/ruff check
	@$(TOOLS)/ruff format --check
	@$(TOOLS)/mypy --python-executable .venvs/tests/bin/python --exclude tests/browser/ --exclude tests/examples/ scripts tests
	@$(TOOLS)/mypy --python-executable .venvs/bench/bin/python bench/*.py
	@$(INSTALL) examples tests/examples/requirements.txt
	@$(TOOLS)/mypy --python-executable .venvs/examples/bin/python examples tests/examples
	@$(TESTS) -m pytest --quiet tests/repository/test_locks.py
	@$(PYTHON) scripts/render_contract.py --check

types-%: install-tools install-%-tests
	@$(TOOLS)/mypy --python-executable .venvs/$*-tests/bin/python $*_todo

# Samples of what takes longest; the workflows run all of it.
check: FORMS = 1000
check: SAMPLE = --sample
check: CLUSTERED = tornado
check: EVERY = --every 10
check: lint test test-postgres test-cluster test-faults mutation-score fuzz sdk test-browser test-examples  ## what continuous integration runs

# The probes run in the environments of their frameworks.
types-compare: install-tools install-compare
	@$(TOOLS)/mypy --python-executable .venvs/compare/bin/python --exclude compare/probes/ compare
	@$(INSTALL) browser tests/browser/requirements.txt
	@$(TOOLS)/mypy --python-executable .venvs/browser/bin/python tests/browser

lock: install-tools  ## update the locks
	@$(PYTHON) scripts/lock.py

pictures: install-compare  ## update docs/compare-*.png, the pictures in README.md
	@$(INSTALL) browser tests/browser/requirements.txt
	@.venvs/browser/bin/python -m pytest --quiet tests/browser/pictures.py

clean:  ## remove environments, reports and caches; databases in var/ stay
	rm -rf .venvs reports var/sdk var/*.log var/*.coverage* .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

install-tests:
	@$(INSTALL) tests tests/requirements.txt

install-bench: install-tests
	@$(INSTALL) bench bench/requirements.txt

install-tools:
	@test ! -e scripts/requirements.txt || $(INSTALL) tools scripts/requirements.txt

install-compare: $(FRAMEWORKS:%=install-%)
	@$(INSTALL) compare compare/requirements.txt

install-%:
	@$(INSTALL) $(known) $*_todo/requirements.txt

# A framework's own tests need its lock and a test runner, unless it includes one.
install-%-tests:
	@$(INSTALL) $(known)-tests $*_todo/requirements.txt $(wildcard $*_todo/requirements-test.txt)
