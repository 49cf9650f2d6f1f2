"""Workers that are killed, again and again: no mail is lost and none goes twice."""

import os
import re
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path
from threading import Event

import pytest
from django.db import connection

from plp.core.models import Message
from tests.rounds import rounds

KILLS = rounds(suite=3, soak=50)
MAILS_A_KILL = 20
PATIENCE = 60  # seconds for a worker to start and send its first mail


@pytest.mark.soak
@pytest.mark.django_db(transaction=True)
def test_no_kill_loses_a_mail_or_sends_it_twice(make_mail, tmp_path):
    for number in range(KILLS):
        for _ in range(MAILS_A_KILL):
            make_mail()
        kill_while_sending(tmp_path, after=number % 7 * 0.003)
    with worker(tmp_path) as last:
        assert last.wait(PATIENCE) == 0

    copies = copies_in(tmp_path)
    sent = set(Message.objects.filter(status="sent").values_list("to", flat=True))
    in_doubt = set(Message.objects.filter(status="sending").values_list("to", flat=True))
    assert len(sent) + len(in_doubt) == KILLS * MAILS_A_KILL
    assert {to: copies[to] for to in sent} == dict.fromkeys(sent, 1)
    assert {to: copies[to] for to in in_doubt if copies[to] > 1} == {}
    assert len(in_doubt) <= KILLS


def kill_while_sending(sink, *, after):
    """Start a worker, wait for its first mail and a moment longer, and kill it."""
    before = sum(copies_in(sink).values())
    with worker(sink) as process:
        while sum(copies_in(sink).values()) == before:
            assert process.poll() is None, "The worker ended before it sent anything."
        Event().wait(after)
        process.kill()
        assert process.wait() == -signal.SIGKILL


def worker(sink):
    """Start a worker on the database of this test, with a folder in place of a mail server."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "plp.settings",
        "DATABASE_URL": address_of_the_database(),
        "EMAIL_URL": f"filemail:///{sink}",
    }
    command = [sys.executable, "manage.py", "work", "--once"]
    return subprocess.Popen(command, env=environment)


def address_of_the_database():
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"


def copies_in(sink: Path):
    """Count the mails to each address, even those of which a kill has left only the head."""
    mails = b"".join(path.read_bytes() for path in sink.iterdir())
    return Counter(to.decode() for to in re.findall(rb"^To: (\S+)$", mails, re.MULTILINE))
