"""Jonas, who led a workshop that is completed under a contract that pays up to $200 for travel."""

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.facilitators.make import make_contract, make_facilitator_with_account
from tests.make import PDF
from tests.workshops.make import make_leading, make_workshop
from tests.workshops.make_money import make_payable


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2016-11-10T18:00:00Z", tick=False):
        yield


@pytest.fixture
def jonas(db):
    return make_facilitator_with_account(name="Jonas Tinderbox")


@pytest.fixture
def own(client, jonas):
    """A browser in which he is signed in."""
    client.force_login(jonas.user)
    return client


@pytest.fixture
def assignment(year, jonas):
    workshop = make_workshop(partner_year=year, status="completed")
    found = make_leading(workshop, facilitator=jonas, status="confirmed")
    found.changes.create(old="asked", new="confirmed")
    return found


@pytest.fixture
def contract(assignment):
    """In force in the school year of the workshop."""
    return make_contract(
        partner=assignment.workshop.partner,
        facilitator=assignment.facilitator,
        courses=[assignment.workshop.course],
        status="in_force",
        travel_cap=200,
        days_until_paid=30,
        first_day="2016-07-01",
        last_day="2017-06-30",
    )


@pytest.fixture
def payable(assignment, contract):
    return make_payable(500, assignment=assignment)


@pytest.fixture
def receipt():
    """Return a function that makes a receipt to upload."""

    def receipt(name="train.pdf", content=PDF):
        return SimpleUploadedFile(name, content)

    return receipt
