"""Two at the same money at the same moment, on PostgreSQL: no figure changes behind anybody."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.applications.test_races import at_once
from tests.browsing import form_data
from tests.make import PDF, make_user
from tests.rounds import told
from tests.workshops.money.desk import signed_in
from tests.workshops.money.group import DAYS, make_group
from tests.workshops.money.test_claiming import ON
from workshops.actions import claiming, showing
from workshops.models import Reimbursement
from workshops.money.cohorts import claim_of
from workshops.money.stamps import stamp_of, stamp_of_lines

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
three_rounds = pytest.mark.parametrize("round", range(3))


@pytest.fixture
def invoice():
    """A request for an invoice of $80 with its receipt, that can be sent."""
    year = make_group(0).year
    day = year.program_year.school_year.first_day
    found = claiming.begin_invoice(year.partner, on=day, title="Paper", of_day=day)
    showing.add_line(found, text="Paper", amount=Decimal(80))
    showing.add_paper(found, SimpleUploadedFile("r.pdf", PDF), role="receipt", by=make_user())
    return found


def sends(request):
    seen, by = stamp_of_lines(request), make_user()
    mine = Reimbursement.objects.get(pk=request.pk)
    return told(claiming.send, mine, by=by, on=request.of_day, seen=seen)


@three_rounds
def test_what_is_added_while_it_is_sent_was_seen_or_is_refused(invoice, round):
    mine = Reimbursement.objects.get(pk=invoice.pk)

    at_once(sends(invoice), told(showing.add_line, mine, text="Ink", amount=Decimal(900)))

    invoice.refresh_from_db()
    assert (invoice.status, invoice.lines.count()) in {("sent", 1), ("draft", 2)}


@three_rounds
def test_a_receipt_that_goes_while_it_is_sent(invoice, round):
    mine = Reimbursement.objects.get(pk=invoice.pk)

    at_once(sends(invoice), told(showing.remove_paper, mine, invoice.files.get().pk))

    invoice.refresh_from_db()
    assert (invoice.status, invoice.files.count()) in {("sent", 1), ("draft", 0)}


@three_rounds
def test_terms_that_are_saved_while_a_request_is_sent(round):
    group = make_group(5, DAYS[:1])
    request = claiming.begin(group.cohort, on=ON)
    staff = signed_in("Program staff")
    terms = group.year.program_year.program.funding_terms.get()
    address = reverse("admin:applications_fundingterms_change", args=[terms.pk])
    typed = form_data(staff, address) | {"small_cohort": "9000"}
    seen = stamp_of(claim_of(group.cohort, ON))

    at_once(
        told(claiming.send, request, by=make_user(), on=ON, seen=seen),
        lambda: staff.post(address, typed),
    )

    request.refresh_from_db()
    terms.refresh_from_db()
    assert (request.status, terms.small_cohort) in {("sent", 4000), ("draft", 9000)}
