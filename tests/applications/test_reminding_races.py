"""Two workers who remind at once, on PostgreSQL: each person has one mail, and nothing is lost."""

from datetime import date, timedelta

import pytest

from applications.actions.reminding import remind_partners
from applications.models import Reminder
from plp.core.models import Message
from tests.applications.test_races import at_once
from tests.make import make_member, make_partner, make_partner_requirement, make_user

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

SUNDAY = date(2016, 11, 20)


def make_asked(user):
    partner = make_partner()
    row = make_partner_requirement(partner=partner, kind="meetups", number=1, lead_days=366)
    row.window_from, row.window_until = date(2016, 9, 1), date(2016, 12, 16)
    row.save()
    row.partner_year.move("confirmed", by=None)
    make_member(partner, user=user)


@pytest.mark.parametrize("apart", [0, 1])
def test_two_workers_write_once_also_around_midnight(apart):
    people = [make_user() for _ in range(4)]
    for user in people:
        make_asked(user)
        make_asked(user)

    at_once(
        lambda: remind_partners(SUNDAY),
        lambda: remind_partners(SUNDAY + timedelta(days=apart)),
        lambda: remind_partners(SUNDAY),
    )

    sent = Message.objects.filter(what="week-ahead")
    assert sorted(mail.to for mail in sent) == sorted(user.email for user in people)
    assert all(mail.text.count("Plan 1 meetup") == 2 for mail in sent)
    assert Reminder.objects.count() == 8
