"""The work behind the pages: mail that waits, and jobs that are due."""

import logging
import time
from threading import Event

from django.db import connections

from plp.core.days import pacific_today
from plp.core.delivery import deliver
from plp.core.jobs import renew_connections, run_due

PAUSE = 2  # seconds between looks into an empty outbox
JOBS_EVERY = 600  # seconds

logger = logging.getLogger(__name__)


def work(stop: Event) -> None:
    """Run due jobs and deliver mail until told to stop; any number may work side by side."""
    next_jobs = time.monotonic()
    while not stop.is_set():
        try:
            if time.monotonic() >= next_jobs:
                next_jobs = time.monotonic() + JOBS_EVERY
                run_due(pacific_today())
            renew_connections()
            deliver(stop)
        except Exception:  # the database does not answer, say
            logger.exception("Mail could not be delivered; trying again.")
        stop.wait(PAUSE)
    connections.close_all()


def work_once(stop: Event) -> None:
    """Run due jobs, then deliver what waits."""
    run_due(pacific_today())
    renew_connections()
    deliver(stop)
