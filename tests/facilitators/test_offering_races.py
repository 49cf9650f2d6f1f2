"""Two managers offer at once, on PostgreSQL: one contract is made, the other is told in words."""

from datetime import date

import pytest

from facilitators import actions
from facilitators.models import Contract
from plp.core.models import Invitation, Message
from plp.core.workflow import TransitionError
from tests.applications.test_races import at_once
from tests.facilitators.make import make_contract, make_facilitator, make_template
from tests.make import make_member, make_partner, make_school_year

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

ON = date(2029, 8, 1)


def offers(contract, by):
    def step():
        try:
            actions.offer(Contract.objects.get(pk=contract.pk), by=by, on=ON)
        except TransitionError as refusal:
            return str(refusal)
        return "offered"

    return step


@pytest.mark.parametrize("drafts", [1, 2])
def test_two_managers_who_offer_at_once_make_one_contract(drafts):
    partner = make_partner()
    managers = [make_member(partner).user for _ in range(2)]
    of_both = {
        "partner": partner,
        "facilitator": make_facilitator(),
        "school_year": make_school_year(2029),
        "template": make_template(published_at="2029-07-01T12:00Z"),
        "answer_by": ON,
    }
    made = [make_contract(**of_both) for _ in range(drafts)]

    said = at_once(*(offers(made[n % drafts], by) for n, by in enumerate(managers)))

    [refused] = [each for each in said if each != "offered"]
    assert "already" in refused or "waits for a signature" in refused
    assert Contract.objects.out().count() == 1
    assert Message.objects.filter(what="contract-offered").count() == 1
    assert Invitation.objects.filter(kind="facilitator").count() == 1
