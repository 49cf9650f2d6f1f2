"""What is in use is not deleted, and the page says what needs it."""

import pytest

from applications.models import (
    Requirement,
    Round,
)
from tests.applications.test_admin_rules import address, change
from tests.browsing import said
from tests.make import (
    make_commitment,
    make_draft,
    make_event,
    make_partner,
    make_pin,
    make_program,
    make_question,
    make_round,
    make_sent,
    the_program,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(db):
    return make_sent()


IN_USE = {
    "commitment": lambda sent: sent.acknowledgements.first().commitment,
    "question": lambda sent: sent.answers.first().question,
    "period": lambda sent: sent.round,
    "city": lambda sent: sent.pin,
    "region": lambda sent: sent.pin.region,
    "region of a partner": lambda sent: make_partner().region,
    "course": lambda sent: Requirement.objects.exclude(course=None).first().course,
    "school year": lambda sent: the_program().years.first().school_year,
    "program with drafts": lambda sent: make_draft(pin=make_pin(program=make_program())).program,
}


@pytest.mark.parametrize("what", IN_USE)
def test_what_is_in_use_is_not_deleted(staff, sent, what):
    record = IN_USE[what](sent)

    page = staff.post(address(type(record), "delete", record.pk), {"post": "yes"})

    assert "cannot be deleted, because it is in use by:" in said(page)
    assert type(record).objects.filter(pk=record.pk).exists()


@pytest.mark.parametrize("what", ["commitment", "region of a partner"])
def test_what_is_in_use_is_not_deleted_among_others(staff, sent, what):
    record = IN_USE[what](sent)
    data = {"action": "delete_selected", "_selected_action": record.pk, "post": "yes"}

    page = staff.post(address(type(record), "changelist"), data)

    assert "What you chose cannot be deleted, because it is in use by:" in said(page)
    assert type(record).objects.filter(pk=record.pk).exists()


def test_a_period_in_use_is_not_deleted_below_the_program(staff, sent):
    program, period = sent.round.program, sent.round

    page = change(staff, program, **{"rounds-0-DELETE": "on"})

    assert "would require deleting the following protected related objects" in said(page)
    assert Round.objects.filter(pk=period.pk).exists()


def test_what_nobody_uses_can_be_deleted(staff):
    for record in [make_commitment(), make_question(), make_event(), make_round(), make_pin()]:
        page = staff.post(address(type(record), "delete", record.pk), {"post": "yes"})

        assert page.status_code == 302
        assert not type(record).objects.filter(pk=record.pk).exists()
