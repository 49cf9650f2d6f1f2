"""Two at the same money at the same moment, on PostgreSQL: no figure changes behind anybody."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.applications.test_races import at_once
from tests.make import PDF, make_user
from tests.rounds import told
from tests.workshops.money.group import make_group
from workshops.actions import claiming, showing
from workshops.models import Reimbursement
from workshops.money.stamps import stamp_of_lines

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
