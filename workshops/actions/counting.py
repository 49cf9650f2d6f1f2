"""Staff let a workshop count for what its partner promised, though it would not by itself."""

from django.db import transaction

from plp.core.models import User
from plp.core.workflow import TransitionError
from workshops.models import CountedAnyway, Workshop


@transaction.atomic
def count_anyway(workshop: Workshop, *, by: User, reason: str) -> CountedAnyway:
    """Let it count whoever led it, and where it is virtual; the partner reads the reason.

    Raises TransitionError where it does already, or is cancelled.
    """
    found = Workshop.objects.locked(workshop.pk)
    if found.status == Workshop.Status.CANCELLED:
        raise TransitionError("It is cancelled, and what was cancelled never counts.")
    if CountedAnyway.objects.filter(workshop=found).exists():
        raise TransitionError("Staff let it count already.")
    return CountedAnyway.objects.create(workshop=found, by=by, reason=reason)


@transaction.atomic
def count_by_itself(workshop: Workshop, *, by: User) -> None:
    """Take that back. Raises TransitionError where there is nothing to take back."""
    found = Workshop.objects.locked(workshop.pk)
    row = CountedAnyway.objects.filter(workshop=found).first()
    if row is None:
        raise TransitionError("It counts by itself, if it does.")
    row.delete()
