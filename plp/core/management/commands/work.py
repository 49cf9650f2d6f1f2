"""Sends mail and runs due jobs; production needs one such process, or more."""

import signal
from contextlib import contextmanager
from threading import Event

from django.core.management.base import BaseCommand

from plp.core.worker import work, work_once


class Command(BaseCommand):
    help = "Send mail that waits and run due jobs, until stopped; any number of copies may run."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="do both once and end: for cron")

    def handle(self, *, once, **options):
        with told_to_stop() as stop:
            if once:
                work_once(stop)
            else:
                work(stop)


@contextmanager
def told_to_stop():
    """Yield an event that SIGTERM and Ctrl-C set: a mail that is being sent is sent first."""
    stop = Event()
    before = {
        number: signal.signal(number, lambda *_: stop.set())
        for number in (signal.SIGTERM, signal.SIGINT)
    }
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
