"""What partners ask the program to reimburse, and what staff and finance make of it."""

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery, Sum

from applications.models import FundingTerms, PartnerYear
from applications.models.files import KeptFile
from plp.core.days import validate_day
from plp.core.history import kept_history
from plp.core.money import SignedMoneyField
from plp.core.workflow import StatusChange, Workflow
from workshops.models.community import CommunityEvent
from workshops.models.payments import PaymentBatch
from workshops.models.roster import Cohort, Teacher
from workshops.models.sessions import Session
from workshops.money.periods import period_of


class ReimbursementStatus(models.TextChoices):
    DRAFT = "draft", "Not sent yet"
    SENT = "sent", "Sent"
    RETURNED = "returned", "Returned"
    APPROVED = "approved", "Approved"
    PAID = "paid", "Paid"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"

    @property
    def look(self):
        """Its icon and its class in the style sheet."""
        return LOOKS[self]


LOOKS = {
    ReimbursementStatus.DRAFT: "later",
    ReimbursementStatus.SENT: "waiting",
    ReimbursementStatus.RETURNED: "offer",
    ReimbursementStatus.APPROVED: "track",
    ReimbursementStatus.PAID: "met",
    ReimbursementStatus.DECLINED: "notselected",
    ReimbursementStatus.WITHDRAWN: "before",
}
WITH_PARTNER = [ReimbursementStatus.DRAFT, ReimbursementStatus.RETURNED]  # can still be changed
# What is asked for: the figures are frozen, and count as claimed.
LIVE = [ReimbursementStatus.SENT, ReimbursementStatus.APPROVED, ReimbursementStatus.PAID]
GONE = [ReimbursementStatus.DECLINED, ReimbursementStatus.WITHDRAWN]  # came to nothing


class ReimbursementQuerySet(models.QuerySet):
    def of(self, partner):
        return self.filter(partner_year__partner=partner)

    def with_partner(self):
        """Those that their partner can still change: not sent yet, or returned."""
        return self.filter(status__in=WITH_PARTNER)

    def live(self):
        """Those that are asked for, approved or paid: what they ask is claimed."""
        return self.filter(status__in=LIVE)

    def going_on(self):
        """Those that are with their partner or asked for: for what they ask there is no other."""
        return self.exclude(status__in=GONE)

    def sent(self):
        """Those that wait for the word of staff."""
        return self.filter(status=ReimbursementStatus.SENT)

    def to_pay(self):
        """Those that are approved and in no batch yet."""
        return self.filter(status=ReimbursementStatus.APPROVED, batch=None)

    def with_total(self):
        """Annotate the sum of the lines as `total`, in dollars; None where there is no line."""
        lines = (
            ReimbursementLine.objects.filter(reimbursement=OuterRef("pk"))
            .order_by()
            .values("reimbursement")
        )
        # A query of its own: grouped by the rows here, they would lose their order.
        return self.annotate(total=Subquery(lines.annotate(sum=Sum("amount")).values("sum")))


class Reimbursement(Workflow):
    """A request of a partner for money of the program; on the screen: reimbursement request.

    While the partner has it, its lines are worked out anew each time it is opened. When it is sent,
    lines, funded teachers, steps and terms are written down, and stay as they are from then on.
    """

    class Kind(models.TextChoices):
        COHORT = "cohort", "Teacher group"
        ADJUSTMENT = "adjustment", "Adjustment of a teacher group"
        EVENT = "event", "Community event"
        INVOICE = "invoice", "Other invoice"

    Status = ReimbursementStatus
    MOVES = {
        ReimbursementStatus.DRAFT: {ReimbursementStatus.SENT, ReimbursementStatus.WITHDRAWN},
        ReimbursementStatus.RETURNED: {ReimbursementStatus.SENT, ReimbursementStatus.WITHDRAWN},
        ReimbursementStatus.SENT: {
            ReimbursementStatus.APPROVED,
            ReimbursementStatus.RETURNED,
            ReimbursementStatus.DECLINED,
            ReimbursementStatus.WITHDRAWN,
        },
        # Back: staff have looked again before it was paid
        ReimbursementStatus.APPROVED: {ReimbursementStatus.PAID, ReimbursementStatus.RETURNED},
    }
    # What only sending and paying write
    MOVED = {"status", "as_of", "closed_on", "urban", "steps", "batch"}

    code = models.CharField("number", max_length=12, unique=True, editable=False)
    partner_year = models.ForeignKey(PartnerYear, models.PROTECT, related_name="reimbursements")
    kind = models.CharField(max_length=12, choices=Kind)
    cohort = models.ForeignKey(
        Cohort, models.PROTECT, null=True, blank=True, related_name="reimbursements"
    )
    event = models.ForeignKey(
        CommunityEvent, models.PROTECT, null=True, blank=True, related_name="reimbursements"
    )
    title = models.CharField("what it is for", max_length=120, blank=True)
    of_day = models.DateField(
        "day of the invoice",
        null=True,
        blank=True,
        validators=[validate_day],
        help_text="Of an event: its last day.",
    )
    note = models.TextField("what we should know", blank=True, max_length=4000)
    as_of = models.DateField("figures as of", null=True, blank=True, editable=False)
    closed_on = models.DateField(
        "last workshop closed on",
        null=True,
        blank=True,
        editable=False,
        help_text="The day that decides the reimbursement period.",
    )
    urban = models.CharField(max_length=3, choices=PartnerYear.Urban, blank=True, editable=False)
    steps = models.JSONField(
        default=list,
        editable=False,
        help_text="How the sum was worked out when it was sent: a list of [words, cents].",
    )
    batch = models.ForeignKey(
        PaymentBatch,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="reimbursements",
    )
    status = models.CharField(
        max_length=20,
        choices=ReimbursementStatus,
        default=ReimbursementStatus.DRAFT,
        editable=False,
    )
    made_at = models.DateTimeField("begun", auto_now_add=True)

    objects = ReimbursementQuerySet.as_manager()
    history = kept_history(exclude=["status"])

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = "reimbursement request"
        permissions = [
            ("export_reimbursement", "Can download lists of reimbursement requests"),
            ("decide_reimbursement", "Can approve, return and decline reimbursement requests"),
        ]
        indexes = [
            models.Index(fields=["status", "closed_on"], name="reimbursement_in_line"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["cohort", "adjustment"], cohort__isnull=False)
                | Q(kind="event", event__isnull=False)
                | Q(kind="invoice") & ~Q(title=""),
                name="reimbursement_of_something",
            ),
            models.UniqueConstraint(
                fields=["cohort"],
                condition=Q(status__in=WITH_PARTNER),
                name="reimbursement_one_unsent_a_cohort",
                violation_error_message="A request for this group is begun already.",
            ),
            models.UniqueConstraint(
                fields=["event"],
                condition=Q(status__in=[*WITH_PARTNER, *LIVE]),
                name="reimbursement_one_an_event",
                violation_error_message="A request for this event is there already.",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=LIVE) | Q(as_of__isnull=False, closed_on__isnull=False),
                name="reimbursement_figures_once_sent",
            ),
            models.CheckConstraint(
                condition=~Q(status="paid") | Q(batch__isnull=False),
                name="reimbursement_paid_in_a_batch",
            ),
            models.CheckConstraint(
                condition=Q(batch__isnull=True) | Q(status__in=["approved", "paid"]),
                name="reimbursement_batched_once_approved",
            ),
        ]

    def __str__(self):
        return f"Request {self.code}, {self.about}"

    @property
    def about(self):
        """What it is for, in words."""
        if self.cohort_id:
            return f"{self.cohort.course}, {self.cohort.school_year}"
        return str(self.event) if self.event_id else self.title

    @property
    def partner(self):
        return self.partner_year.partner

    @property
    def look(self):
        return self.Status(self.status).look

    @property
    def is_with_partner(self):
        return self.status in WITH_PARTNER

    @property
    def can_be_withdrawn(self):
        return self.can_move(ReimbursementStatus.WITHDRAWN)

    @property
    def period(self):
        """The reimbursement period, known once it is sent."""
        return period_of(self.closed_on) if self.closed_on else None

    @property
    def is_of_cohort(self):
        return self.kind in {self.Kind.COHORT, self.Kind.ADJUSTMENT}


class ReimbursementStatusChange(StatusChange):
    """One move of one request; of one returned or declined, `note` says why."""

    reimbursement = models.ForeignKey(Reimbursement, models.CASCADE, related_name="changes")

    @property
    def as_read(self):
        """What it was, in words: “Sent”."""
        if self.new == ReimbursementStatus.DRAFT:
            return "Drawn up by our staff"
        return ReimbursementStatus(self.new).label


class ReimbursementLine(models.Model):
    """One amount of a request. Of a teacher group they are written when it is sent; of an event or
    an invoice the partner types them."""

    class Kind(models.TextChoices):
        PART = "part", "A workshop day"
        CORRECTION = "correction", "Correction of what was claimed"
        EXPENSE = "expense", "Expense"

    reimbursement = models.ForeignKey(Reimbursement, models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    part = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Which of the parts, from 1; only of a workshop day."
    )
    session = models.ForeignKey(
        Session, models.PROTECT, null=True, blank=True, related_name="claimed_in"
    )
    terms = models.ForeignKey(
        FundingTerms, models.PROTECT, null=True, blank=True, related_name="claimed_by"
    )
    text = models.CharField("what for", max_length=300)
    amount = SignedMoneyField()

    class Meta:
        ordering = ["reimbursement", "position"]
        verbose_name = "line of a request"
        verbose_name_plural = "lines of requests"
        constraints = [
            models.UniqueConstraint(
                fields=["reimbursement", "position"], name="reimbursementline_in_order"
            ),
            models.CheckConstraint(
                condition=Q(part__isnull=True, session__isnull=True)
                | Q(kind="part", part__gte=1, session__isnull=False),
                name="reimbursementline_part_of_a_day",
            ),
        ]

    def __str__(self):
        return self.text


class FundedTeacher(models.Model):
    """A teacher for whom a request asks, and the first day on which they were present."""

    reimbursement = models.ForeignKey(Reimbursement, models.CASCADE, related_name="funded")
    teacher = models.ForeignKey(Teacher, models.PROTECT, related_name="funded_in")
    session = models.ForeignKey(Session, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["reimbursement", "teacher__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["reimbursement", "teacher"], name="fundedteacher_once_a_request"
            )
        ]

    def __str__(self):
        return f"{self.teacher} in {self.reimbursement}"


class ReimbursementFile(KeptFile):
    """What shows that money was spent, or who came; never names or pictures of students."""

    class Role(models.TextChoices):
        RECEIPT = "receipt", "Receipt or invoice"
        ATTENDANCE = "attendance", "Attendance list"
        EVIDENCE = "evidence", "Other evidence"

    FOLDER = "reimbursements"

    reimbursement = models.ForeignKey(Reimbursement, models.PROTECT, related_name="files")
    file = models.FileField(upload_to=f"{FOLDER}/%Y/", max_length=200)
    role = models.CharField("what it is", max_length=10, choices=Role, default=Role.RECEIPT)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
