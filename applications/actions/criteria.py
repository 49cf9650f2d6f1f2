"""Changing and dropping what reviewers score by, without touching what they have scored."""

from django.db import transaction
from django.utils import timezone

from applications.models import Criterion
from plp.core import history
from plp.core.workflow import TransitionError

RUBRIC = ["name", "guidance", "weight", "scale"]  # a change of order is no change of these


@transaction.atomic
def keep_criterion(criterion: Criterion) -> Criterion:
    """Save a criterion as it reads now; one that has scores as a new row, which replaces it.

    Raises TransitionError where somebody has replaced or dropped it meanwhile; nothing is saved
    then.
    """
    old = _locked(criterion) if criterion.pk else None
    if old and _is_reworded(criterion, old) and old.scores.exists():
        _retire(old)
        criterion.pk, criterion.replaces = None, old
        criterion._state.adding = True
    criterion.save()
    return criterion


@transaction.atomic
def drop_criterion(criterion: Criterion) -> None:
    """Ask for a criterion no more: delete it, or retire it where it has scores.

    Raises TransitionError where somebody has replaced or dropped it meanwhile.
    """
    old = _locked(criterion)
    if old.scores.exists():
        _retire(old)
    else:
        old.delete()


def _locked(criterion):
    """Return a criterion as it was saved last; no score can be given by it until the end."""
    list(Criterion.objects.select_for_update().filter(pk=criterion.pk).values_list("pk"))
    found = Criterion.objects.in_force().filter(pk=criterion.pk).first()
    if found is None:
        raise TransitionError("Someone has replaced or dropped this criterion meanwhile.")
    return found


def _is_reworded(criterion, old):
    return any(getattr(criterion, name) != getattr(old, name) for name in RUBRIC)


def _retire(criterion):
    now = timezone.now()
    if not Criterion.objects.in_force().filter(pk=criterion.pk).update(retired_at=now):
        raise TransitionError("Someone has replaced or dropped this criterion meanwhile.")
    criterion.retired_at = now
    history.note([criterion])
