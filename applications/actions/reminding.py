"""Writing to partners' people what nears its last day, in one mail a person and week."""

from collections import defaultdict
from datetime import date

from django.db import transaction

from applications import emails
from applications.models import Reminder
from applications.reminding import name_of, to_tell, week_of
from plp.core.jobs import going_on


def remind_partners(on: date) -> None:
    """Write to each person with something new to hear; safe to run again, late or beside itself.

    The mail of a person and week is its own lock: whoever writes it first notes what it named.
    """
    by_person = defaultdict(list)
    for member, told in to_tell(on).items():
        by_person[member.user].append((member.partner, told))
    heard = _heard(by_person)
    for user, partners in by_person.items():
        named = [(step, stage) for _, told in partners for step, stage in told]
        fresh = [each for each in named if (user.pk, name_of(each[0]), each[1]) not in heard]
        if fresh:
            with going_on(f"the reminder of person {user.pk}"):
                _remind(user, partners, named, on)


def _heard(people):
    rows = Reminder.objects.filter(user__in=[user.pk for user in people])
    return set(rows.values_list("user", "what", "stage"))


@transaction.atomic
def _remind(user, partners, named, on):
    if emails.week_ahead(user, partners, on=on, week=week_of(on)) is None:
        return  # has had the mail of this week: the rest waits for the next
    Reminder.objects.bulk_create(
        [Reminder(user=user, what=name_of(step), stage=stage) for step, stage in named],
        ignore_conflicts=True,
    )
