"""What program managers learn: changing an item that some have done, doing one, undoing it."""

from datetime import date

from django.db import transaction

from applications.models import OnboardingDone, OnboardingItem
from plp.core.days import pacific_day
from plp.core.models import User
from plp.core.workflow import TransitionError

WORDING = ["title", "text"]  # a change of order or of days is no change of these
REPLACED = "Someone has replaced this item meanwhile."


@transaction.atomic
def keep_onboarding_item(
    item: OnboardingItem, *, on: date, ask_again: bool | None = None
) -> OnboardingItem:
    """Save an item as it reads now; one that somebody has done as a new row, which replaces it.

    With `ask_again`, who did the version before has to do this one, too; None leaves that as it
    was said. A new wording holds from its first day, which is today where none was chosen.

    Raises TransitionError where somebody has replaced it meanwhile, or it would be over before it
    begins; nothing is saved then.
    """
    old = _locked(item) if item.pk else None
    is_done = old is not None and old.done.exists()
    if is_done and (ask_again or _is_reworded(item, old)):
        _replace(item, old, on=on, ask_again=bool(ask_again))
    elif old and old.replaces_id and not is_done and ask_again is not None:
        _ask(item, old.replaces, again=ask_again)
    item.save()
    return item


def _locked(item):
    """Return an item as it was saved last; nobody can do it until the end of the transaction."""
    list(OnboardingItem.objects.select_for_update().filter(pk=item.pk).values_list("pk"))
    unreplaced = OnboardingItem.objects.filter(replaced_by__isnull=True)
    found = unreplaced.select_related("replaces__same_as", "same_as").filter(pk=item.pk).first()
    if found is None:
        raise TransitionError(REPLACED)
    return found


def _is_reworded(item, old):
    return any(getattr(item, name) != getattr(old, name) for name in WORDING)


def _replace(item, old, *, on, ask_again):
    if item.from_day == old.from_day:
        item.from_day = on
    if item.until and item.until < item.from_day:
        raise TransitionError("Its last day is before the first day of the new wording.")
    _ask(item, old, again=ask_again)
    item.pk, item.replaces = None, old
    item._state.adding = True


def _ask(item, before, *, again):
    item.is_asked_again = again
    item.same_as = None if again else before.same_as or before


def finish_item(item: OnboardingItem, user: User) -> None:
    """Note that a person has done an item; once is enough."""
    OnboardingDone.objects.get_or_create(item=item, user=user)


@transaction.atomic
def undo_item(item: OnboardingItem, user: User, *, on: date) -> None:
    """Take back that a person has done an item, on the same day.

    Raises TransitionError on a later one; does nothing where they have not.
    """
    thing = item.same_as_id or item.pk
    for done in OnboardingDone.objects.with_thing().filter(user=user, thing=thing):
        if pacific_day(done.at) != on:
            raise TransitionError("It can be undone only on the day it was done.")
        done.delete()
