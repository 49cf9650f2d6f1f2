"""What falls due by the day: offers lapse, partnerships end, idle drafts go, lost files too."""

from contextlib import suppress
from datetime import date, timedelta
from itertools import groupby
from operator import attrgetter

from django.apps import apps
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from applications import actions, emails, likeness, renewals
from applications.actions import annual_reports, assigning, reminding
from applications.models import (
    Application,
    Draft,
    Offer,
    Partner,
    ReferenceRequest,
    ReviewAssignment,
)
from applications.models.files import KeptFile
from plp.core.jobs import due_job, going_on
from plp.core.privacy import rule
from plp.core.workflow import TransitionError


@due_job
def lapse_offers(on: date) -> None:
    """End offers that nobody has answered by their last day, and propose the next in line."""
    for offer in Offer.objects.overdue(on).select_related("application"):
        with (
            going_on(f"offer {offer.pk}"),
            suppress(TransitionError),
        ):  # answered at the last moment
            actions.lapse(offer, on=on)


@due_job
def end_partnerships(on: date) -> None:
    """End partnerships whose planned last day has passed: their regions are open again."""
    for partner in Partner.objects.leaving(on):
        with going_on(f"partner {partner.pk}"):
            actions.close_partnership(partner, on=on)


DUE_SOON = timedelta(days=3)
LATE = timedelta(days=7)  # what is late for longer was told long ago


@due_job
def remind_reviewers(on: date) -> None:
    """Write to each reviewer what is due soon, and what is late since its last day: once each."""
    due = ReviewAssignment.objects.open().filter(due_on__range=(on - LATE, on + DUE_SOON))
    due = due.order_by("due_on", "pk").select_related("reviewer", *assigning.NAMED)
    for day, assignments in groupby(due, key=attrgetter("due_on")):
        for reviewer, theirs in assigning.by_reviewer(assignments).items():
            with going_on(f"reviewer {reviewer.pk}"), transaction.atomic():
                if day < on:
                    emails.reviews_late(reviewer, theirs, f"{day}")
                else:
                    emails.reviews_due(reviewer, theirs, day)


@due_job
def remind_referees(on: date) -> None:
    """Write once to each referee who has not answered and whose last day is near."""
    due = ReferenceRequest.objects.to_remind_of(on)
    about = ["reference__application__draft__program", "reference__application__pin__region"]
    for request in due.select_related(*about):
        with going_on(f"reference request {request.pk}"):
            actions.remind_referee(request)


@due_job
def remind_partners(on: date) -> None:
    """Write to partners' people what nears its last day, at most once a week to each.

    Once it has gone through all of them, it rests for the day.
    """
    done = f"partners-reminded-{on}"
    if not cache.get(done):
        reminding.remind_partners(on)
        cache.set(done, True, timeout=24 * 60 * 60)


@due_job
def tell_staff_who_has_not_renewed(on: date) -> None:
    """Write to each program's contact, once a week, which partners owe their word on a year."""
    renewals.tell_staff(on)


@due_job
def warn_of_idle_drafts(on: date) -> None:
    """Write once to whoever started a draft that nobody has touched for long."""
    erased_after = rule("draft", on)
    idle = Draft.objects.idle_since(timezone.now() - rule("draft-warning", on))
    for draft in idle.filter(warned_at=None):
        with transaction.atomic():
            untouched = Draft.objects.filter(pk=draft.pk, touched_at=draft.touched_at)
            if untouched.filter(warned_at=None).update(warned_at=timezone.now()):
                emails.draft_idle(draft, erased_on=on + erased_after)


@due_job
def erase_idle_drafts(on: date) -> None:
    """Erase drafts that were warned of long ago and not touched since, with their files."""
    for draft in Draft.objects.unsent().filter(warned_at__lte=timezone.now() - rule("draft", on)):
        with transaction.atomic(), suppress(actions.Closed):
            locked = Draft.objects.select_for_update().filter(pk=draft.pk, warned_at__isnull=False)
            if still_idle := locked.first():
                actions.discard_draft(still_idle)


@due_job
def sweep_files(on: date) -> None:
    """Delete files whose row was never saved, as when a process was killed in between.

    Only files that are a day old: a younger one may belong to an upload that is under way.
    """
    for model in filter(_keeps_files, apps.get_models()):
        for folder in _folders(model.FOLDER):
            rows = model._default_manager.filter(file__startswith=f"{folder}/")
            _sweep(folder, set(rows.values_list("file", flat=True)))
    for folder in _folders("reports"):
        _sweep(folder, annual_reports.all_files())


def _keeps_files(model):
    return issubclass(model, KeptFile)


def _sweep(folder, known):
    for name in default_storage.listdir(folder)[1]:
        path = f"{folder}/{name}"
        if path not in known and _is_a_day_old(path):
            default_storage.delete(path)


def _folders(top):
    years = default_storage.listdir(top)[0] if default_storage.exists(top) else []
    return [f"{top}/{year}" for year in years]


def _is_a_day_old(path):
    return default_storage.get_modified_time(path) < timezone.now() - timedelta(days=1)


@due_job
def compare_applications(on: date) -> None:
    """Write by what applications are compared that were written before this was, or past it."""
    for application in Application.objects.filter(match_keys=None).order_by("pk")[:1_000]:
        with going_on(f"application {application.pk}"), transaction.atomic():
            likeness.write_keys(application)
