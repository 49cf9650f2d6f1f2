"""What the demo's partners owe and have paid to those who led. Nothing here is real."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.core.files.base import ContentFile

from applications.registry import demo_records
from plp.core.codes import new_code
from workshops.actions.owing import renew_payables
from workshops.models import Payable, PayableFile, PayableLine, TaxForm, Workshop

Kind, Status = Payable.Kind, Payable.Status
NINE = time(9)
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
        renew_payables(workshop, now=_ended(workshop))
    made = list(Payable.objects.order_by("due_on", "pk").select_related("partner"))
    for number, payable in enumerate(made):
        _Payment(payable, on).settle(number)


def _ended(workshop):
    return workshop.changes.filter(new=workshop.status).latest("at").at


class _Payment:
    """What somebody is owed, and who at the partner deals with it."""

    def __init__(self, payable, on):
        self.payable, self.on = payable, on
        member = payable.partner.memberships.filter(may_manage=True).first()
        self.by = member and member.user

    def settle(self, number):
        """Pay the first, with travel later; approve the second; object to the third."""
        if number == 0:
            self._pay()
            self._travel()
        elif number == 1:
            self._move(Status.APPROVED)
            self._object(is_answered=True)
        elif number == 2:
            self._object(is_answered=False)

    def _move(self, to, **fields):
        self.payable.move(to, by=self.by, **fields)

    def _pay(self):
        self._move(Status.APPROVED)
        paid_on = min(self.payable.due_on, self.on) - timedelta(days=3)
        self._move(Status.PAID, paid_on=paid_on, reference="Check 1043")
        TaxForm.objects.get_or_create(
            partner=self.payable.partner,
            facilitator=self.payable.assignment.facilitator,
            defaults={"since": paid_on - timedelta(days=40)},
        )

    def _travel(self):
        """A train that is approved, and a taxi that was entered twice and taken back."""
        for text, amount, to in [
            ("Train, both ways", "64.00", Status.APPROVED),
            ("Taxi from the station", "18.50", Status.VOID),
        ]:
            row = Payable.objects.create(
                code=new_code(),
                kind=Kind.TRAVEL,
                corrects=self.payable,
                assignment=self.payable.assignment,
                workshop=self.payable.workshop,
                partner=self.payable.partner,
                due_on=self.on + timedelta(days=20),
            )
            line = row.lines.create(
                kind=PayableLine.Kind.TRAVEL,
                text=text,
                amount=Decimal(amount),
                by=self.payable.assignment.facilitator.user,
            )
            receipt = PayableFile(line=line, name="receipt.pdf", kind="pdf", size=len(RECEIPT))
            receipt.file.save("receipt.pdf", ContentFile(RECEIPT))
            row.move(to, by=self.by)

    def _object(self, is_answered):
        line = self.payable.lines.first()
        asked = line.objections.create(text=NOT_RIGHT)
        if is_answered:
            asked.answer, asked.answered_by = ANSWER, self.by
            asked.answered_at = datetime.combine(self.on, NINE, self.payable.workshop.tz)
            asked.save()
