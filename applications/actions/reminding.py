"""Writing to partners' people what nears its last day, in one mail a person and week."""

from collections import defaultdict
from datetime import date

from django.db import transaction

from applications import emails
from applications.models import Reminder
from applications.reminding import name_of, to_tell, week_of
from plp.core.jobs import going_on
from plp.core.models import User


def remind_partners(on: date) -> None:
    """Write to each person with something new to hear; safe to run again, late or beside itself.

    The mail of a person and week is its own lock: whoever writes it first notes what it named.
    """
    by_person = defaultdict(list)
    for member, told in to_tell(on).items():
        by_person[member.user].append((member.partner, told))
    heard = _heard(by_person)
    for user, partners in by_person.items():
        if _named(user, partners) - heard:
            with going_on(f"the reminder of person {user.pk}"):
                _remind(user, partners, on)


def _named(user, partners):
    """Return what a mail of a person names, as rows of reminders."""
    return {(user.pk, name_of(step), stage) for _, told in partners for step, stage in told}


def _heard(people):
    rows = Reminder.objects.filter(user__in=[user.pk for user in people])
    return set(rows.values_list("user", "what", "stage"))


@transaction.atomic
def _remind(user, partners, on):
    """Write to a person, unless another worker has meanwhile, maybe in the week before."""
    still = User.objects.select_for_update().filter(pk=user.pk, is_active=True).first()
    if still is None or not _named(user, partners) - _heard([user]):
        return
    if emails.week_ahead(still, partners, on=on, week=week_of(on)) is None:
        return  # has had the mail of this week: the rest waits for the next
    Reminder.objects.bulk_create(
        [
            Reminder(user_id=key, what=what, stage=stage)
            for key, what, stage in sorted(_named(user, partners))
        ],
        ignore_conflicts=True,
    )
