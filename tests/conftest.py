"""The cast that every test knows, and the first program, loaded once."""

import gc
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import TransactionTestCase
from django.test.utils import setup_databases, teardown_databases
from hypothesis import settings as settings_of_hypothesis

from applications.links import Purpose
from plp.core import pages
from plp.core.models import User
from tests.browsing import link
from tests.emptying import empty_tables
from tests.make import make_user
from tests.template import cloned, copied, template

FIRST_PROGRAM = Path("applications/data/program-2016")

# Modules about pages: their words, and who may open them, are decided in Python. What lists and
# queues ask of a database is not.
OF_PAGES = ["test_admin_*.py", "*_page.py", "*_pages.py"]
ASKING = {"test_admin_lists.py", "test_admin_queues.py"}

# How long an example takes says more of the machine than of the code.
settings_of_hypothesis.register_profile("patient", deadline=None)
settings_of_hypothesis.load_profile("patient")


# Unlike Django's own flush, which takes seconds.
TransactionTestCase._fixture_teardown = lambda case: empty_tables()


def pytest_addoption(parser):
    parser.addoption(
        "--no-skips", action="store_true", help="a skipped test fails: for machines that have all"
    )


def pytest_collection_modifyitems(items):
    """Run what commits for good after what is rolled back, and what empties the tables last."""
    items.sort(key=lambda item: (_empties_tables(item), "browser" in item.keywords))
    for item in items:
        if _asks_no_database(item):
            item.add_marker("anywhere")
        if _is_of_a_page(item):
            item.add_marker("looks")
        if "postgres" in item.keywords and not _is_postgres():
            item.add_marker(
                pytest.mark.skip("needs PostgreSQL; run `make test`, or set DATABASE_URL")
            )


def pytest_collection_finish():
    """Look for garbage seldom, and never among what all tests share: it saves a seventh."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.skipped and item.config.getoption("--no-skips"):
        report.outcome = "failed"
    return report


def _asks_no_database(item):
    """Whether it is not allowed to: pytest-django refuses what has neither mark nor fixture."""
    may = {"db", "transactional_db", "site"} & {*item.fixturenames}
    return not may and not item.get_closest_marker("django_db")


def _is_of_a_page(item):
    """Whether it is about a page alone; a race on one is about the database."""
    is_race = "postgres" in item.keywords or _empties_tables(item)
    named = any(item.path.match(name) for name in OF_PAGES)
    return named and not is_race and item.path.name not in ASKING


def _empties_tables(item):
    mark = item.get_closest_marker("django_db")
    return bool(mark and mark.kwargs.get("transaction"))


def _is_postgres():
    return settings.DATABASES["default"]["ENGINE"].endswith("postgresql")


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_modify_db_settings, django_db_blocker):
    """Make the test database, whatever tests are asked for, and load the first program once."""
    with django_db_blocker.unblock():
        made = _from_template_database() if _is_postgres() else _from_template()
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0)


def _from_migrations(keepdb=False):
    made = setup_databases(
        verbosity=0, interactive=False, aliases={"default"}, serialized_aliases=(), keepdb=keepdb
    )
    call_command("load_program", FIRST_PROGRAM, verbosity=0, stdout=_Nowhere())
    connection.close()
    return made


def _from_template():
    """Copy what an earlier worker or run has made of the same migrations, else make it."""
    place = Path(connection.creation._get_test_db_name())
    with copied(template(FIRST_PROGRAM), place) as is_known:
        if is_known:
            return setup_databases(
                verbosity=0,
                interactive=False,
                aliases={"default"},
                serialized_aliases=(),
                keepdb=True,
            )
        return _from_migrations()


def _from_template_database():
    """The same on PostgreSQL; workers that come first make it one after the other."""
    name = f"plp_made_{template(FIRST_PROGRAM).stem}"
    with cloned(name) as is_known:
        if not is_known:
            return _from_migrations()
        settings.DATABASES["default"]["TEST"]["TEMPLATE"] = name
        return setup_databases(
            verbosity=0, interactive=False, aliases={"default"}, serialized_aliases=()
        )


class _Nowhere:
    def write(self, text):
        """Drop what a command would print."""


@pytest.fixture(autouse=True)
def fresh_pages():
    """Keep no page from one test to the next: each test's database starts the same edition."""
    pages.forget()


@pytest.fixture(autouse=True)
def nothing_left(request):
    """Let a test that empties the tables begin without what browser tests have left.

    The table of the cache, in which limits are counted, is not even emptied.
    """
    if _empties_tables(request.node):
        request.getfixturevalue("transactional_db")
        cache.clear()
        if User.objects.exists():
            empty_tables()


@pytest.fixture
def administrator(db):
    return make_user("administrator@example.org", is_staff=True, is_superuser=True)


@pytest.fixture
def staff(client, administrator):
    """A browser in which the administrator is signed in."""
    client.force_login(administrator)
    return client


@pytest.fixture
def stranger(db):
    """Someone who may sign in and nothing else."""
    return make_user("stranger@example.net")


@pytest.fixture
def writer(client):
    """Return a function that opens a draft's link in a browser."""

    def opens(draft, purpose=Purpose.EDIT):
        client.get(link(draft, purpose))
        return client

    return opens


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    """Do what a block changes, as if its transaction began and was committed with it."""

    @contextmanager
    def commit():
        connection.run_on_commit = []
        with django_capture_on_commit_callbacks(execute=True):
            yield

    return commit
