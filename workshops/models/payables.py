"""What partners owe facilitators and teachers, line by line."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from applications.models import Partner
from applications.models.files import KeptFile
from facilitators.models import Contract
from plp.core.days import validate_day
from plp.core.money import MoneyField, SignedMoneyField
from plp.core.workflow import StatusChange, Workflow
from workshops.models.enrollment import Enrollment
from workshops.models.schedule import Workshop
from workshops.models.sessions import Session
from workshops.models.staffing import Assignment


class PayableStatus(models.TextChoices):
    PROPOSED = "proposed", "To approve"
    APPROVED = "approved", "Approved"
    PAID = "paid", "Paid"
    VOID = "void", "Taken back"

    @property
    def look(self):
        """Its icon and its class in the style sheet."""
        return LOOKS[self]


LOOKS = {
    PayableStatus.PROPOSED: "waiting",
    PayableStatus.APPROVED: "track",
    PayableStatus.PAID: "met",
    PayableStatus.VOID: "before",
}
OWED = [PayableStatus.PROPOSED, PayableStatus.APPROVED]  # not paid yet
SETTLED = [PayableStatus.APPROVED, PayableStatus.PAID]  # never written anew


class PayableQuerySet(models.QuerySet):
    def live(self):
        """Those that were not taken back."""
        return self.exclude(status=PayableStatus.VOID)

    def owed(self):
        """Those that are not paid yet."""
        return self.filter(status__in=OWED)

    def overdue(self, on):
        """Those that should have been paid before a day."""
        return self.owed().filter(due_on__lt=on)

    def not_paid_when_due(self, on):
        """Those that were paid after the day on which they were due, or are still owed after it."""
        late = Q(status=PayableStatus.PAID, paid_on__gt=F("due_on"))
        return self.filter(late | Q(status__in=OWED, due_on__lt=on))

    def paid(self):
        return self.filter(status=PayableStatus.PAID)

    def paid_in(self, year):
        """Those that were paid in a calendar year."""
        return self.paid().filter(paid_on__year=year)

    def years_paid(self):
        """Return the calendar years in which something was paid, the latest first."""
        return [day.year for day in self.paid().dates("paid_on", "year", order="DESC")]

    def with_total(self):
        """Annotate the sum of the lines as `total`, in dollars."""
        lines = PayableLine.objects.filter(payable=OuterRef("pk")).order_by().values("payable")
        # A query of its own: grouped by the rows here, they would lose their order.
        total = Subquery(lines.annotate(sum=Sum("amount")).values("sum"))
        return self.annotate(total=Coalesce(total, 0, output_field=SignedMoneyField()))

    def with_questioned(self):
        """Annotate whether a payee finds a line not right and waits for an answer, as
        `is_questioned`."""
        waits = Objection.objects.unanswered().filter(line__payable=OuterRef("pk"))
        return self.annotate(is_questioned=Exists(waits))


class Payable(Workflow):
    """What a partner owes one payee for one workshop: a facilitator for leading it, a teacher for
    coming to it. What is found wrong once it was approved is set right by a payable of its own."""

    class Kind(models.TextChoices):
        LED = "led", "Leading"
        CANCELLED_LATE = "cancelled_late", "Cancelled late"
        ATTENDED = "attended", "Coming"
        CORRECTION = "correction", "Correction"
        TRAVEL = "travel", "Travel, later"

    Status = PayableStatus
    MOVES = {
        PayableStatus.PROPOSED: {PayableStatus.APPROVED, PayableStatus.VOID},
        # Back: it was looked at again before it was paid
        PayableStatus.APPROVED: {PayableStatus.PAID, PayableStatus.PROPOSED, PayableStatus.VOID},
        # Back: its workshop was completed again
        PayableStatus.VOID: {PayableStatus.PROPOSED},
    }
    MOVED = {"status", "paid_on", "reference"}

    code = models.CharField("number", max_length=12, unique=True, editable=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="payables")
    workshop = models.ForeignKey(Workshop, models.PROTECT, related_name="payables")
    kind = models.CharField(max_length=20, choices=Kind)
    assignment = models.ForeignKey(
        Assignment, models.PROTECT, null=True, blank=True, related_name="payables"
    )
    enrollment = models.ForeignKey(
        Enrollment, models.PROTECT, null=True, blank=True, related_name="payables"
    )
    corrects = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="corrections",
        help_text="What this adds to, since it was approved already.",
    )
    due_on = models.DateField("due on", validators=[validate_day])
    paid_on = models.DateField(
        "paid on", null=True, blank=True, validators=[validate_day], editable=False
    )
    reference = models.CharField(
        max_length=80, blank=True, editable=False, help_text="Of the payment, in your bank’s books."
    )
    status = models.CharField(
        max_length=20, choices=PayableStatus, default=PayableStatus.PROPOSED, editable=False
    )
    made_at = models.DateTimeField("made", auto_now_add=True)

    objects = PayableQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        verbose_name = "payment owed"
        verbose_name_plural = "payments owed"
        permissions = [("export_payable", "Can download lists of what partners owe")]
        indexes = [
            models.Index(fields=["partner", "status", "due_on"], name="payable_of_a_partner"),
            models.Index(fields=["partner", "paid_on"], name="payable_by_day_of_payment"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(assignment__isnull=True, enrollment__isnull=False)
                | Q(assignment__isnull=False, enrollment__isnull=True),
                name="payable_to_one_payee",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["correction", "travel"], corrects__isnull=False)
                | Q(kind__in=["led", "cancelled_late", "attended"], corrects__isnull=True),
                name="payable_corrects_another",
            ),
            models.UniqueConstraint(
                fields=["assignment"],
                condition=Q(corrects__isnull=True),
                name="payable_once_an_assignment",
            ),
            models.UniqueConstraint(
                fields=["enrollment"],
                condition=Q(corrects__isnull=True),
                name="payable_once_an_enrollment",
            ),
            models.UniqueConstraint(
                fields=["corrects", "kind"],
                condition=Q(status="proposed"),
                name="payable_one_correction_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(status="paid", paid_on__isnull=False) & ~Q(reference="")
                | ~Q(status="paid") & Q(paid_on__isnull=True),
                name="payable_paid_on_a_day",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.workshop}, {self.payee}"

    @property
    def payee(self):
        """Who is paid: a facilitator or a teacher."""
        return self.assignment.facilitator if self.assignment_id else self.enrollment.teacher

    @property
    def look(self):
        return self.Status(self.status).look

    @property
    def is_owed(self):
        return self.status in OWED


class PayableStatusChange(StatusChange):
    """One move of one payable; of one sent back or taken back, `note` says why."""

    payable = models.ForeignKey(Payable, models.CASCADE, related_name="changes")


class PayableLine(models.Model):
    """One amount that is owed. Lines are written only while their payable is to be approved."""

    class Kind(models.TextChoices):
        DAY = "day", "A day led"
        CANCELLED = "cancelled", "A day cancelled late"
        TRAVEL = "travel", "Travel with receipts"
        STIPEND = "stipend", "Stipend"
        TEACHER_TRAVEL = "teacher_travel", "Travel of a teacher"
        CORRECTION = "correction", "Correction"

    payable = models.ForeignKey(Payable, models.PROTECT, related_name="lines")
    kind = models.CharField(max_length=20, choices=Kind)
    session = models.ForeignKey(
        Session, models.PROTECT, null=True, blank=True, related_name="paid_in"
    )
    contract = models.ForeignKey(
        Contract, models.PROTECT, null=True, blank=True, related_name="paid_by"
    )
    text = models.CharField("what for", max_length=300)
    number = models.DecimalField("days", max_digits=4, decimal_places=1, null=True, blank=True)
    rate = MoneyField("a day", null=True, blank=True)
    amount = SignedMoneyField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["payable", "session__day", "pk"]
        verbose_name = "line of a payment owed"
        verbose_name_plural = "lines of payments owed"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="correction") | Q(amount__gte=0),
                name="payableline_only_corrections_take_back",
            ),
        ]

    def __str__(self):
        return self.text

    @property
    def waits_for_answer(self):
        """Whether its payee finds it not right, and nobody has answered."""
        return any(each.answered_at is None for each in self.objections.all())


class PayableFile(KeptFile):
    """A receipt for travel."""

    FOLDER = "receipts"

    line = models.ForeignKey(PayableLine, models.PROTECT, related_name="files")
    file = models.FileField(upload_to=f"{FOLDER}/%Y/", max_length=200)

    class Meta(KeptFile.Meta):
        verbose_name = "travel receipt"


class ObjectionQuerySet(models.QuerySet):
    def unanswered(self):
        return self.filter(answered_at=None)


class Objection(models.Model):
    """That a payee finds a line not right, and what the partner answered."""

    line = models.ForeignKey(PayableLine, models.PROTECT, related_name="objections")
    text = models.TextField("what is not right", max_length=2000)
    at = models.DateTimeField(auto_now_add=True)
    answer = models.TextField(blank=True, max_length=2000)
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["line"],
                condition=Q(answered_at__isnull=True),
                name="objection_one_unanswered",
            ),
        ]

    def __str__(self):
        return f"Not right: {self.line}"
