"""The commands for trying the application."""

import pytest
from django.core.management import CommandError, call_command

from plp.core.auth import DEMO_PASSWORD
from plp.core.management.commands.make_administrator import ADDRESS
from plp.core.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def debug(settings):
    settings.DEBUG = True


@pytest.fixture
def make_administrator(capsys):
    """Run the command; return what it said."""

    def run():
        call_command("make_administrator")
        return capsys.readouterr().out

    return run


def test_makes_somebody_who_may_do_everything(debug, client, make_administrator):
    said = make_administrator()

    assert ADDRESS in said
    assert DEMO_PASSWORD in said
    assert client.login(username=ADDRESS, password=DEMO_PASSWORD)
    assert client.get("/admin/").status_code == 200
    assert User.objects.get().is_superuser


def test_makes_nobody_the_second_time(debug, make_administrator):
    assert make_administrator() == make_administrator()
    assert User.objects.count() == 1


def test_keeps_a_password_that_was_changed(debug, client, make_administrator):
    make_administrator()
    user = User.objects.get()
    user.set_password("one that I chose")
    user.save()

    said = make_administrator()

    assert "the password you chose" in said
    assert DEMO_PASSWORD not in said
    assert client.login(username=ADDRESS, password="one that I chose")


def test_makes_nobody_where_debug_is_off():
    with pytest.raises(CommandError, match="DEBUG=1"):
        call_command("make_administrator")

    assert not User.objects.exists()


def test_nobody_signs_in_with_the_demo_password_where_debug_is_off(client):
    User.objects.create_superuser(ADDRESS, DEMO_PASSWORD)
    User.objects.create_superuser("ada@example.org", "one that I chose")

    assert not client.login(username=ADDRESS, password=DEMO_PASSWORD)
    assert client.login(username="ada@example.org", password="one that I chose")
