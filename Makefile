# One command for each thing one does with a fresh clone; `make` alone lists them.

PORT ?= 8000

# For one's own machine, whatever a .env file says of another.
HERE = DEBUG=1 ALLOWED_HOSTS=localhost,127.0.0.1 SITE_URL=http://localhost:$(PORT) EMAIL_URL=dummymail://
MANAGE = $(HERE) DATABASE_URL=sqlite:///$(DATABASE) .venv/bin/python manage.py

.PHONY: help run demo test soak bench audit

help: ## List these commands
	@sed -n 's/^\([a-z]*\): .*## /  make \1\t/p' Makefile | expand -t 16

run: DATABASE = db.sqlite3
run: ## Serve the first program on this machine (PORT=8000); data stays in db.sqlite3
	@sh .ci/prepare
	@.venv/bin/python .ci/free-port "$(PORT)" run
	@sh .ci/prepare requirements.txt
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) load_program applications/data/program-2016 --first
	@$(MANAGE) make_administrator
	@$(MANAGE) serve "$(PORT)"

demo: DATABASE = demo.sqlite3
demo: ## The same in this school year, with fictional data on every screen, in demo.sqlite3
	@sh .ci/prepare
	@.venv/bin/python .ci/free-port "$(PORT)" demo
	@sh .ci/prepare requirements.txt
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) load_program applications/data/program-2016 --first
	@$(MANAGE) load_demo
	@$(MANAGE) make_administrator
	@$(MANAGE) serve "$(PORT)"

test: ## Check format, lint, settings and migrations, and run every test
	@sh .ci/prepare requirements.txt tests/requirements.txt
	@bash .ci/test

soak: ## Kill workers and race them far more often than `make test` does; takes minutes
	@sh .ci/prepare requirements.txt tests/requirements.txt
	@env -u DATABASE_URL SOAK=1 .venv/bin/pytest --quiet -m "soak and not postgres"
	@SOAK=1 .venv/bin/python -m tests.postgres .venv/bin/pytest --quiet -m soak

bench: ## Measure the public pages: queries, time, bytes, requests, throughput, memory
	@sh .ci/prepare requirements.txt tests/requirements.txt
	@.venv/bin/python -m tests.bench

audit: ## Run the HTML validator and Lighthouse on the public pages (needs Java 17, npm, Chromium)
	@sh .ci/prepare requirements.txt tests/requirements.txt
	@.venv/bin/python -m tests.audit
