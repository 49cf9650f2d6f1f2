"""What the demo's partners owe and have paid to those who led. Nothing here is real."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile

from applications.registry import demo_records
from plp.core.models import User
from workshops.actions import objecting, paying, travelling
from workshops.actions.owing import renew_payables
from workshops.models import Payable, TaxForm, Workshop

NOON = time(12)
RECEIPT = b"%PDF-1.4\n% A receipt of the demo: nothing here is real.\n"
NOT_RIGHT = "I also led the evening before, for those who came by train."
ANSWER = "That evening was not part of the workshop. Let us talk about the next one."


@demo_records
def load(on: date) -> None:
    """Make what is owed for workshops that are over; pay the first, and let others wait."""
    over = [Workshop.Status.COMPLETED, Workshop.Status.CANCELLED]
    related = ["partner_year__partner", "course"]
    workshops = Workshop.objects.filter(status__in=over, payables__isnull=True)
    for workshop in workshops.select_related(*related).order_by("pk"):
        renew_payables(workshop, now=workshop.changes.filter(new=workshop.status).latest("at").at)
    made = list(Payable.objects.order_by("due_on", "pk").select_related("partner"))
    staff = User.objects.filter(is_staff=True).order_by("pk").first()
    for number, payable in enumerate(made):
        member = payable.partner.memberships.filter(may_manage=True).first()
        if by := member.user if member else staff:
            _Payment(payable, by, on).settle(number)


class _Payment:
    """What somebody is owed, and who at the partner deals with it."""

    def __init__(self, payable, by, on):
        self.payable, self.by, self.on = payable, by, on
        self.facilitator = payable.assignment.facilitator

    def settle(self, number):
        """Pay the first, with travel later; approve the second; object to the third."""
        if number == 0:
            self._pay()
            self._travel()
        elif number == 1:
            self._object(is_answered=True)
            self._approve(self.payable)
        elif number == 2:
            self._object(is_answered=False)

    def _approve(self, payable):
        paying.approve(payable, by=self.by, seen=_total(payable))

    def _pay(self):
        self._approve(self.payable)
        paid_on = min(self.payable.due_on, self.on) - timedelta(days=3)
        seen = _total(self.payable)
        paying.mark_paid(
            self.payable,
            by=self.by,
            paid_on=paid_on,
            reference="Check 1043",
            seen=seen,
            on=self.on,
        )
        moment = datetime.combine(paid_on, NOON, self.payable.workshop.tz)
        self.payable.changes.update(at=moment)
        TaxForm.objects.get_or_create(
            partner=self.payable.partner,
            facilitator=self.facilitator,
            defaults={"since": paid_on - timedelta(days=40)},
        )

    def _travel(self):
        """A train, which the partner approves, and a taxi that stands there twice: it is taken
        back."""
        if not self.facilitator.user:
            return
        self._approve(self._enter("Train, both ways", "64.00"))
        taxi = self._enter("Taxi from the station", "18.50")
        taxi.move(Payable.Status.VOID, by=self.by, note="It stands on the receipt of the train.")

    def _enter(self, text, amount):
        line = travelling.enter(
            self.payable,
            text=text,
            amount=Decimal(amount),
            upload=SimpleUploadedFile("receipt.pdf", RECEIPT),
            on=self.on,
            by=self.facilitator.user,
        )
        return line.payable

    def _object(self, is_answered):
        said = objecting.object_to(self.payable.lines.first(), text=NOT_RIGHT)
        if is_answered:
            objecting.answer(said, text=ANSWER, by=self.by)


def _total(payable):
    return Payable.objects.with_total().get(pk=payable.pk).total
