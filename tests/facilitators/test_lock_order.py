"""On PostgreSQL: nobody waits in a ring, whatever two do at once with a facilitator."""

from contextlib import suppress
from datetime import date

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from applications.actions.partnering import close_partnership
from applications.models import Partner
from facilitators import actions
from facilitators.actions import drafting, offering, own, signing
from facilitators.models import Accreditation, Contract, Facilitator
from plp.core.privacy.person import Person, erase
from plp.core.workflow import TransitionError
from tests.applications.test_races import at_once
from tests.browsing import form_data
from tests.facilitators.make import (
    make_accreditation,
    make_contract,
    make_facilitator,
    make_template,
)
from tests.facilitators.signing import Parties
from tests.make import make_course, make_partner, make_school_year, make_user

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_correcting_and_revoking_an_accreditation_at_once():
    known, staff = make_accreditation(), make_user(is_staff=True, is_superuser=True)
    address = reverse("admin:facilitators_accreditation_change", args=[known.pk])
    client = Client(raise_request_exception=True)
    client.force_login(staff)
    filled = form_data(client, address) | {"last_day": "2019-06-30"}

    def correct():
        return client.post(address, filled).status_code

    def revoke():
        with suppress(TransitionError):
            reason = {"from_day": date(2017, 1, 1), "reason": "Asked for it."}
            actions.revoke(Accreditation.objects.get(pk=known.pk), by=None, **reason)
        return 302

    assert set(at_once(correct, revoke)) <= {200, 302}
    known.refresh_from_db()
    assert known.revoked_from == date(2017, 1, 1)


def test_all_that_can_happen_to_a_contract_at_once():
    parties = Parties("signed")
    pk, partner, course = parties.contract.pk, parties.partner, make_course()
    facilitator, staff = parties.facilitator, make_user(is_staff=True, is_superuser=True)
    days_of = {"first_day": date(2016, 7, 1), "last_day": date(2018, 6, 30)}

    def one():
        return Contract.objects.get(pk=pk)

    def told(step):
        def take():
            with suppress(TransitionError):
                step()

        return take

    steps = [
        lambda: signing.sign_for_partner(one(), **parties.said("partner")),
        lambda: offering.withdraw(one(), by=parties.manager, reason="Not this year."),
        lambda: offering.expire(one(), on=date(2016, 5, 1)),
        lambda: offering.let_sign(one(), by=staff, reason="Soon accredited."),
        lambda: drafting.amend(one(), by=parties.manager),
        lambda: close_partnership(partner, on=date(2016, 5, 1)),
        lambda: actions.accredit(facilitator, course, by=staff, **days_of),
        lambda: actions.unlist_facilitator(facilitator, by=staff),
        lambda: own.save_profile(facilitator, {"bio": "Led clubs."}),
        lambda: change_address(parties.jonas, "jonas@new.example"),
    ]
    ends = {"started_on": date(2016, 1, 4), "ends_on": date(2016, 4, 30), "end_reason": "Over."}
    Partner.objects.filter(pk=partner.pk).update(**ends)

    at_once(*map(told, steps))

    now = one()
    assert now.status in {"in_force", "withdrawn", "expired"}
    assert now.signatures.filter(side="partner").exists() == (now.status == "in_force")
    assert now.files.filter(role="signed").exists() == (now.status == "in_force")


def test_signing_while_ones_address_is_changed():
    parties = Parties()

    at_once(parties.sign, lambda: change_address(parties.jonas, "jonas@new.example"))

    assert Contract.objects.get().status == "signed"
    parties.facilitator.refresh_from_db()
    assert parties.facilitator.email == "jonas@new.example"


def change_address(user, address):
    user.email = address
    with transaction.atomic():
        user.save()


def test_offering_to_somebody_while_they_are_erased():
    facilitator, staff = make_facilitator(), make_user(is_staff=True, is_superuser=True)
    contract = make_contract(
        facilitator=facilitator,
        school_year=make_school_year(2029),
        template=make_template(published_at="2029-07-01T12:00Z"),
        answer_by=date(2029, 8, 1),
    )

    def offer():
        with suppress(TransitionError):
            offering.offer(contract, by=staff, on=date(2029, 8, 1))

    def erase_them():
        with suppress(TransitionError):
            erase(Person(facilitator.email), by=staff, names=[])

    at_once(offer, erase_them)

    contract = Contract.objects.get()
    is_erased = contract.facilitator.name == "[erased]"
    assert contract.status == ("draft" if is_erased else "offered")


def test_ending_a_partnership_while_everybody_is_imported():
    partner = make_partner()
    for name in ["Zoe", "Yan", "Ben", "Ann"]:  # by key in another order than by name
        make_contract(partner=partner, facilitator=make_facilitator(name=name))

    def end():
        with transaction.atomic():
            Partner.objects.select_for_update().get(pk=partner.pk)
            offering.end_all_of(partner, by=None)

    def lock_all():
        with transaction.atomic(), connection.cursor() as cursor:
            for key in Facilitator.objects.order_by("pk").values_list("pk", flat=True):
                list(Facilitator.objects.filter(pk=key).select_for_update(no_key=True))
                cursor.execute("SELECT pg_sleep(0.01)")

    at_once(end, lock_all)

    assert set(Contract.objects.values_list("status", flat=True)) == {"withdrawn"}
