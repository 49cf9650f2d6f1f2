"""Two who sign, or sign and withdraw, at once on PostgreSQL: one wins, the other is told."""

import pytest

from facilitators.actions import offering, signing
from facilitators.models import Contract
from plp.core.models import Message
from plp.core.workflow import TransitionError
from tests.applications.test_races import at_once
from tests.facilitators.signing import Parties
from tests.make import make_user

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def told(take, contract, **said):
    """A step that tells what it was told, in a thread and a connection of its own."""

    def step():
        try:
            take(Contract.objects.get(pk=contract.pk), **said)
        except TransitionError as refusal:
            return str(refusal)
        return "done"

    return step


def test_two_signatures_for_the_partner_at_once_are_one():
    parties = Parties("signed")
    other = make_user(name="Otto Press")
    parties.partner.memberships.create(user=other, may_sign=True)
    take, contract = signing.sign_for_partner, parties.contract
    both = [parties.said("partner"), parties.said("partner", by=other, name="Otto Press")]

    said = at_once(*(told(take, contract, **each) for each in both))

    assert sorted(said) == ["It is signed by both already.", "done"]
    assert contract.signatures.filter(side="partner").count() == 1
    assert contract.files.filter(role="signed").count() == 1
    assert Message.objects.filter(what="contract-in-force").count() == 4


@pytest.mark.parametrize("status", ["offered", "signed"])
def test_of_signing_and_withdrawing_at_once_one_wins(status):
    parties = Parties(status)
    is_first = status == "offered"
    take = signing.sign if is_first else signing.sign_for_partner
    side = "facilitator" if is_first else "partner"
    withdraw = told(
        offering.withdraw, parties.contract, by=parties.manager, reason="Not this year."
    )

    said = at_once(told(take, parties.contract, **parties.said(side)), withdraw)

    now = Contract.objects.get(pk=parties.contract.pk)
    signed = now.signatures.filter(side=side).exists()
    if now.status == "withdrawn" and not signed:
        assert said == ["The partner has withdrawn it, so it cannot be signed any more.", "done"]
    else:  # who signs first is withdrawn from later; what is in force is not
        assert said[0] == "done"
        assert now.status == ("withdrawn" if is_first else "in_force")
