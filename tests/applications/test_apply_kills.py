"""A web server that is killed under load, again and again: what it acknowledged is there."""

import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection

from applications.models import Application, Attachment, Draft
from plp.core.models import Message
from tests.applicants import Applicant
from tests.bench.serving import production
from tests.make import make_filled_draft
from tests.plp.test_work_kills import address_of_the_database
from tests.program import make_open_program
from tests.rounds import rounds

KILLS = rounds(suite=3, soak=50)
APPLICANTS = 4  # at once
DRAFTS = 4  # that each of them has at hand from one kill to the next
PATIENCE = 60  # seconds for a server to start

GUNICORN = [sys.executable, "-m", "gunicorn", "--config", "plp/gunicorn.py", "plp.wsgi"]


@pytest.mark.soak
@pytest.mark.django_db(transaction=True)
def test_no_kill_of_the_server_loses_or_halves_what_it_acknowledged(tmp_path):
    dice, program = random.Random(2016), make_open_program()
    everybody, at_work = [], []
    for number in range(KILLS):
        newcomers = hire(program, APPLICANTS * DRAFTS - len(at_work), seed=number * 1000)
        everybody += newcomers
        at_work += newcomers
        kill_under_load(at_work, tmp_path, after=dice.uniform(0.1, 1.2))
        for applicant in at_work:
            check(applicant, tmp_path)
        at_work = [applicant for applicant in at_work if not is_sent(applicant.draft)]
    for applicant in everybody:
        check(applicant, tmp_path)

    print(figures(everybody, tmp_path))
    assert sum(applicant.saves for applicant in everybody) > KILLS
    sent = Application.objects.filter(draft__in=[applicant.draft.pk for applicant in everybody])
    assert sent.count() == sum(is_sent(applicant.draft) for applicant in everybody)


def hire(program, number, *, seed):
    """Let some more organizations begin, each with a draft that it could send as it is."""
    pins = [*program.pins.select_related("program", "region")]
    cities = [pin.region.slug for pin in pins]
    return [
        Applicant(
            make_filled_draft(pin=pins[0], organization=f"Foundry {seed + n}"), cities, seed + n
        )
        for n in range(number)
    ]


def kill_under_load(applicants, folder, *, after):
    """Serve applicants, a few at once, and kill the server with all its workers."""
    cache.clear()  # so many files an hour from one address are more than the limit
    connection.close()  # as in life, nobody else keeps the database open
    before = sum(applicant.saves for applicant in applicants)
    with served(folder) as (server, port), ThreadPoolExecutor(APPLICANTS) as threads:
        queues = [applicants[n::APPLICANTS] for n in range(APPLICANTS)]
        tasks = [threads.submit(work, queue, port) for queue in queues]
        wait_for(lambda: sum(applicant.saves for applicant in applicants) > before)
        Event().wait(after)
        os.killpg(server.pid, signal.SIGKILL)
        assert server.wait() == -signal.SIGKILL
    for task in tasks:
        task.result()


def work(applicants, port):
    for applicant in applicants:
        applicant.work(port)


@contextmanager
def served(folder):
    """Serve the database of this test as in production; yield the process and its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = production(folder, address_of_the_database()) | {
        "DJANGO_SETTINGS_MODULE": "tests.served_settings",
        "SECRET_KEY": settings.SECRET_KEY,
        "MEDIA_ROOT": str(folder / "media"),
    }
    command = [*GUNICORN, "--bind", f"localhost:{port}", "--log-level", "warning"]
    with subprocess.Popen(command, env=environment, start_new_session=True) as server:
        try:
            wait_for(lambda: answers(server, port))
            yield server, port
        finally:
            if server.poll() is None:
                os.killpg(server.pid, signal.SIGKILL)


def answers(server, port):
    assert server.poll() is None, "The server ended before it answered."
    try:
        socket.create_connection(("localhost", port), timeout=1).close()
    except OSError:
        return False
    return True


def wait_for(happened):
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end, f"It did not happen within {PATIENCE} seconds."
        Event().wait(0.02)


def is_sent(draft):
    return Application.objects.filter(draft=draft).exists()


def check(applicant, folder):
    """Demand that all that was acknowledged is there, and nothing by half."""
    draft = Draft.objects.select_related("pin__region").get(pk=applicant.draft.pk)
    check_saves(applicant, draft)
    check_files(applicant, draft, folder / "media")
    if applicant.is_sent:
        assert draft.is_sent, "An acknowledged application is lost."
    if draft.is_sent:
        assert applicant.has_pressed_send
        check_whole(draft.application)


def check_saves(applicant, draft):
    """A section says what was last acknowledged, or what was tried after that."""
    typed = {slug: section.typed for slug, section in draft.saved_sections().items()}
    for slug, tried in applicant.tried.items():
        assert typed[slug] in tried[applicant.kept[slug] :], f"A save of {slug} is lost."
    assert [draft.pin.region.slug] == typed["region"]["pin"]


def check_files(applicant, draft, media):
    kept = {row.name: row for row in draft.attachments.all()}
    assert len(kept) == draft.attachments.count(), "A file is doubled."
    assert applicant.kept_files <= kept.keys() <= applicant.files.keys()
    for name, row in kept.items():
        content = (media / row.file.name).read_bytes()
        assert (content, row.size) == (applicant.files[name], len(content))


def check_whole(application):
    """An application says all that its draft does, and its mails are written, each once."""
    draft = application.draft
    typed = {
        name: text for s in draft.saved_sections().values() for name, [text] in s.typed.items()
    }
    answers = {
        f"q-{a.question.slug}": a.text for a in application.answers.select_related("question")
    }
    assert answers == {name: typed[name] for name in typed if name.startswith("q-")}
    assert (application.organization, application.street) == (
        typed["organization"],
        typed["street"],
    )
    assert application.pin_id == draft.pin_id
    assert application.districts.first().name == typed["districts-0-name"]
    assert application.references.count() == 2
    promises = application.acknowledgements.values_list("commitment", flat=True)
    assert {*promises} == {*draft.program.commitments.values_list("pk", flat=True)}
    mails = Message.objects.filter(occasion=application.pk).values_list("what", "to")
    received = {draft.email, application.contact_email}
    assert Counter(mails) == Counter(
        [("application-arrived", draft.program.contact_email)]
        + [("application-received", address) for address in received]
    )


def figures(applicants, folder):
    """Return what happened, in numbers; what was lost or halved would have failed before."""
    files = sum(path.is_file() for path in (folder / "media").rglob("*"))
    return {
        "database": connection.vendor,
        "kills": KILLS,
        "saves acknowledged": sum(a.saves for a in applicants),
        "saves tried": sum(len(t) - 1 for a in applicants for t in a.tried.values()),
        "files acknowledged": sum(len(a.kept_files) for a in applicants),
        "files kept": Attachment.objects.count(),
        "files on the disk that no row names": files - Attachment.objects.count(),
        "applications acknowledged": sum(a.is_sent for a in applicants),
        "applications": Application.objects.count(),
        "mails": Message.objects.count(),
    }
