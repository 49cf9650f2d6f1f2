"""Jobs that fall due by the day: reminders, lapses, clearing up."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

from django.db import connections

JOBS: dict[str, Callable[[date], None]] = {}

logger = logging.getLogger(__name__)


def due_job(job: Callable[[date], None]) -> Callable[[date], None]:
    """Register a function of a Pacific day, in the module `jobs` or `emails` of an app.

    It runs every ten minutes, and in several workers at the same time: it must be safe to run again
    and beside itself.
    """
    JOBS[f"{job.__module__}.{job.__qualname__}"] = job
    return job


@contextmanager
def going_on(what) -> Iterator[None]:
    """Log what goes wrong with one of many, so that the others have their turn."""
    try:
        yield
    except Exception:
        logger.exception("A job failed for %s.", what)


def run_due(on: date) -> None:
    """Run every job for a day; one that fails is logged and keeps no other from running."""
    for name, job in JOBS.items():
        renew_connections()
        try:
            job(on)
        except Exception:
            logger.exception("The job %s failed.", name)


def renew_connections() -> None:
    """Drop connections to the database that are broken or old: the next query opens new ones."""
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()
