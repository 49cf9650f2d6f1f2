"""Reading two applications as one, and remembering that two are not the same."""

from django.db import transaction

from applications import emails
from applications.actions.interviews import end_interview
from applications.models import Application, NotTheSame, Region
from applications.models.application import CAME_TO_NOTHING, TO_BE_DECIDED
from plp.core.workflow import TransitionError

Status = Application.Status


@transaction.atomic
def merge(application: Application, *, by, into: Application) -> Application:
    """Read an application as part of another, withdraw it, and tell both contacts.

    Returns the one that stays: where `into` was merged itself, what that was merged into. Raises
    TransitionError where they are of two programs or the same already, or where the one is decided
    or the other has come to nothing; nothing is saved then.
    """
    Region.objects.locked(pins=application.pin_id)
    keys = [application.pk, into.pk, into.stays.pk]
    rows = Application.objects.select_for_update(of=["self"]).filter(pk__in=keys)
    {*rows.order_by("pk")}  # the lower key first, whoever merges which into which
    now = Application.objects.get(pk=application.pk)
    stays = Application.objects.get(pk=into.pk).stays
    _refuse_unless_fit(now, stays)
    application.move(Status.WITHDRAWN, by=by, note=f"Merged into {stays.code}", merged_into=stays)
    application.change_requests.close()
    end_interview(application, why=f"It is read as one with {stays.code}.")
    emails.applications_merged(application, stays)
    return stays


def _refuse_unless_fit(application, stays):
    if stays.pk == application.pk:
        raise TransitionError("The other one is merged into this one already, or they are one.")
    if stays.pin.program_id != application.pin.program_id:
        raise TransitionError("They are of two programs: only what is of one can be merged.")
    if application.status not in TO_BE_DECIDED:
        label = application.get_status_display()
        raise TransitionError(f"{label}: only what is undecided or waitlisted can be merged.")
    if stays.status in CAME_TO_NOTHING:
        label = stays.get_status_display()
        raise TransitionError(f"{stays.code} is not read any more ({label.lower()}).")


def tell_apart(one: Application, other: Application, *, by) -> None:
    """Remember that two applications are not of the same organization."""
    first, second = sorted([one.pk, other.pk])
    NotTheSame.objects.get_or_create(first_id=first, second_id=second, defaults={"by": by})


def take_for_likely(one: Application, other: Application) -> None:
    """Forget that two applications are not of the same organization."""
    NotTheSame.objects.of(one.pk, other.pk).delete()
