"""Announcing that is killed in the middle, and begun again: everybody is told once."""

import os
import random
import subprocess
import sys
import time
from collections import Counter
from threading import Event

import pytest
from django.db import connection

from applications.models import Application, Decision
from plp.core.models import Message
from tests.make import make_application, make_decision, make_pin, make_user
from tests.plp.test_work_kills import address_of_the_database
from tests.program import make_open_program
from tests.rounds import rounds

DECISIONS = rounds(suite=15, soak=300)
KILLS = rounds(suite=1, soak=20)
PATIENCE = 60  # seconds for a process to start and announce something


@pytest.mark.soak
@pytest.mark.django_db(transaction=True)
def test_no_kill_tells_anybody_twice_or_leaves_anybody_out():
    Decision.objects.all().delete()  # what browser tests have left
    program, dice = make_open_program(), random.Random(2016)
    make_user(is_staff=True, is_superuser=True)
    made = [decide(make_pin(program=program), n) for n in range(DECISIONS)]
    for _ in range(KILLS):
        kill_after(dice.randint(1, DECISIONS // (KILLS + 2)))
        check()

    with announcer() as process:
        assert process.wait(PATIENCE) == 0

    check()
    assert not Decision.objects.ready().exists()
    assert told() == Counter({decision.application.contact_email: 1 for decision in made})


def decide(pin, number):
    status = "in_review"
    application = make_application(pin=pin, status=status, contact_email=f"a{number}@b.example")
    return make_decision(application, kind="decline")


def announcer():
    connection.close()  # as in life, nobody else keeps the database open
    environment = os.environ | {
        "DATABASE_URL": address_of_the_database(),
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }
    return subprocess.Popen([sys.executable, "-m", "tests.announcer"], env=environment)


def kill_after(number):
    """Announce, and kill it once it has told so many more."""
    before = Decision.objects.ready().count()
    with announcer() as process:
        until = time.monotonic() + PATIENCE
        while Decision.objects.ready().count() > before - number:
            assert process.poll() is None
            assert time.monotonic() < until
            Event().wait(0.002)
        process.kill()


def told():
    return Counter(Message.objects.values_list("to", flat=True))


def check():
    """What is announced was told once, moved once and noted once; all else was not touched."""
    announced = Decision.objects.filter(announced_at__isnull=False).select_related("application")
    assert told() == Counter({decision.application.contact_email: 1 for decision in announced})
    assert {d.application.status for d in announced} <= {"declined"}
    assert all(d.application.changes.count() == d.told.count() == 1 for d in announced)
    left = Application.objects.filter(decisions__in=Decision.objects.ready())
    assert set(left.values_list("status", flat=True)) <= {"in_review"}
