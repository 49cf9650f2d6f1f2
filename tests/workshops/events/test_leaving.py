"""What becomes of a registration when a member leaves the partner."""

from datetime import timedelta

import pytest

from applications.actions.members import remove_member
from applications.models import PartnerRequirement
from applications.registry import lines
from tests.make import make_member, make_registration
from tests.workshops.events.conftest import TODAY

pytestmark = pytest.mark.django_db


def test_who_leaves_is_registered_no_more_and_what_they_told_is_gone(cast):
    bo = make_member(cast.partner, may_manage=False)
    row = make_registration(
        event=cast.summit, partner=cast.partner, member=bo.user, diet="No nuts.", travel="By bus."
    )
    asked = PartnerRequirement.objects.filter(requirement__kind="summit")
    assert lines(asked, TODAY)[0].amount.planned == 1

    remove_member(bo, by=cast.dana, on=TODAY)

    row.refresh_from_db()
    assert row.cancelled_at
    assert (row.diet, row.travel) == ("", "")
    assert lines(asked, TODAY)[0].amount.planned == 0


def test_who_attended_stays_counted(cast):
    bo = make_member(cast.partner, may_manage=False)
    row = make_registration(event=cast.summit, partner=cast.partner, member=bo.user, attended=True)

    remove_member(bo, by=cast.dana, on=TODAY)

    row.refresh_from_db()
    assert row.cancelled_at is None


def test_of_an_event_that_was_over_on_that_day_nothing_changes(cast):
    bo = make_member(cast.partner, may_manage=False)
    row = make_registration(event=cast.summit, partner=cast.partner, member=bo.user)

    remove_member(bo, by=cast.dana, on=cast.summit.last_day + timedelta(days=1))

    row.refresh_from_db()
    assert row.cancelled_at is None
