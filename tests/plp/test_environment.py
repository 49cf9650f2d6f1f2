"""What production needs before it starts, and what must not be there."""

import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.conf import settings

COMPLETE = {
    "SECRET_KEY": "a text that is long enough to sign sessions and links with",
    "ALLOWED_HOSTS": "partners.example.org",
    "DATABASE_URL": "postgres://plp@localhost/plp",
}


def start(**variables):
    """Start the project as production would, with these variables and no .env file."""
    inherited = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", "import environ; environ.Env.read_env = print; import plp.settings"],
        cwd=settings.BASE_DIR,
        env=inherited | variables,
        capture_output=True,
        text=True,
        check=False,
    )


def test_starts_in_production_with_all_three():
    assert start(**COMPLETE).returncode == 0


def test_starts_without_any_of_them_for_trying_it():
    assert start(DEBUG="1").returncode == 0


@pytest.mark.parametrize("name", COMPLETE)
@pytest.mark.parametrize("empty", [{}, {"": ""}], ids=["unset", "empty"])
def test_refuses_to_start_in_production_without(name, empty):
    without = {key: value for key, value in COMPLETE.items() if key != name}

    refused = start(**without, **({name: ""} if empty else {}))

    assert refused.returncode != 0
    said = refused.stderr.split("ImproperlyConfigured: ")[1]
    assert [word for word in COMPLETE if f"  {word} –" in said] == [name]


def test_names_all_that_is_missing_at_once():
    said = start().stderr.split("ImproperlyConfigured: ")[1]

    assert [word for word in COMPLETE if f"  {word} –" in said] == list(COMPLETE)


def test_explains_every_variable_in_the_example():
    root = Path(settings.BASE_DIR)
    source = (root / "plp" / "settings.py").read_text()
    example = (root / ".env.example").read_text()

    read = set(re.findall(r'env\.\w+\(\s*"(\w+)"', source))
    assert "DATABASE_URL" in read
    assert {name for name in read if f"{name}=" not in example} == set()


def test_keeps_to_one_driver_for_postgresql():
    assert find_spec("psycopg") is None
