"""What a partner and a facilitator agree on for a school year, and how both signed it."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Cast, Greatest

from applications.models import Course, Partner, SchoolYear
from applications.models.files import KeptFile
from facilitators.models.people import Facilitator
from facilitators.models.texts import ContractTemplate
from plp.core.days import validate_day
from plp.core.history import kept_history
from plp.core.money import MoneyField
from plp.core.workflow import StatusChange, Workflow

MOST_DAYS_UNTIL_PAID = 365


class ContractStatus(models.TextChoices):
    DRAFT = "draft", "Draft"
    OFFERED = "offered", "Offered"
    SIGNED = "signed", "Signed by the facilitator"
    IN_FORCE = "in_force", "In force"
    ENDED = "ended", "Ended"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"
    EXPIRED = "expired", "Expired"

    @property
    def look(self):
        """Its icon and its class in the style sheet."""
        return LOOKS[self]


LOOKS = {
    ContractStatus.DRAFT: "later",
    ContractStatus.OFFERED: "offer",
    ContractStatus.SIGNED: "waiting",
    ContractStatus.IN_FORCE: "met",
    ContractStatus.ENDED: "before",
    ContractStatus.DECLINED: "notselected",
    ContractStatus.WITHDRAWN: "before",
    ContractStatus.EXPIRED: "unscheduled",
}
OUT = [ContractStatus.OFFERED, ContractStatus.SIGNED]  # not signed by everybody yet
UNMADE = [ContractStatus.DRAFT, *OUT]  # can still become a contract
MADE = [ContractStatus.IN_FORCE, ContractStatus.ENDED]  # signed by both


class ContractQuerySet(models.QuerySet):
    def out(self):
        """Those that wait for a signature."""
        return self.filter(status__in=OUT)

    def unmade(self):
        """Those that not both have signed, and still can."""
        return self.filter(status__in=UNMADE)

    def ever_offered(self):
        """Those that their facilitator knows of: drafts, also withdrawn ones, are the partner's."""
        offers = ContractStatusChange.objects.filter(
            contract=OuterRef("pk"), new=ContractStatus.OFFERED
        )
        shown = self.exclude(status=ContractStatus.DRAFT)
        return shown.filter(~Q(status=ContractStatus.WITHDRAWN) | Exists(offers))

    def in_force(self):
        return self.filter(status=ContractStatus.IN_FORCE)

    def made(self):
        """Those that both signed, also where they have ended since."""
        return self.filter(status__in=MADE)

    def over_days(self, first, last):
        """Those with a day from a first to a last one; a day that an amendment covers, too, is the
        amendment's alone. The days may be references to those of an outer query."""
        # Also of the same facilitator, which every amendment is: a database that knows nothing of
        # amendments finds them by that.
        same = {"replaces": OuterRef("pk"), "facilitator": OuterRef("facilitator")}
        theirs = Contract.objects.made().filter(**same)
        given = first if hasattr(first, "resolve_expression") else Value(first)
        from_then = Greatest("first_day", Cast(given, models.DateField()))
        met = self.filter(first_day__lte=last, last_day__gte=first).alias(from_then=from_then)
        return met.exclude(Exists(theirs.filter(first_day__lte=OuterRef("from_then"))))

    def covering(self, day):
        """Those under which a facilitator works on a day, also where they have ended since."""
        return self.made().over_days(day, day)


class Contract(Workflow):
    """What a partner pays a facilitator for leading workshops in a school year.

    What the parties read and sign is a PDF, kept byte for byte (`ContractFile`); a change after
    signing is a contract of its own that `replaces` it.
    """

    class Engagement(models.TextChoices):
        CONTRACTOR = "contractor", "Contractor, paid by the day"
        EMPLOYEE = "employee", "Employee of the partner, on its payroll"

    class Paper(models.TextChoices):
        ONLINE = "online", "Signed here"
        OUTSIDE = "outside", "Signed outside, on the parties’ own paper"

    Status = ContractStatus
    MOVES = {
        ContractStatus.DRAFT: {ContractStatus.OFFERED, ContractStatus.WITHDRAWN},
        ContractStatus.OFFERED: {
            ContractStatus.SIGNED,
            ContractStatus.DECLINED,
            ContractStatus.WITHDRAWN,
            ContractStatus.EXPIRED,
        },
        ContractStatus.SIGNED: {
            ContractStatus.IN_FORCE,
            ContractStatus.WITHDRAWN,
            ContractStatus.EXPIRED,
        },
        ContractStatus.IN_FORCE: {ContractStatus.ENDED},
    }
    MOVED = {"status", "last_day", "answer_by"}

    code = models.CharField("number", max_length=12, unique=True, editable=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="contracts")
    facilitator = models.ForeignKey(Facilitator, models.PROTECT, related_name="contracts")
    school_year = models.ForeignKey(SchoolYear, models.PROTECT, related_name="+")
    courses = models.ManyToManyField(Course, related_name="+")
    paper = models.CharField(max_length=10, choices=Paper, default=Paper.ONLINE)
    template = models.ForeignKey(
        ContractTemplate, models.PROTECT, null=True, blank=True, related_name="contracts"
    )
    engagement = models.CharField(
        "engaged as", max_length=12, choices=Engagement, default=Engagement.CONTRACTOR
    )
    day_rate = MoneyField("pay for a day", help_text="In dollars; half of it for half a day.")
    travel_cap = MoneyField(
        "travel, at most",
        default=0,
        help_text="In dollars for each workshop, against receipts. 0: no travel is paid.",
    )
    days_until_paid = models.PositiveSmallIntegerField(
        "days until paid",
        default=30,
        validators=[MaxValueValidator(MOST_DAYS_UNTIL_PAID)],
        help_text="After the day on which a workshop is completed.",
    )
    late_cancel_pay = MoneyField(
        "pay for a day cancelled late",
        default=0,
        help_text="In dollars, where the partner cancels a workshop late. 0: nothing.",
    )
    late_cancel_days = models.PositiveSmallIntegerField(
        "cancelled late: days before",
        default=14,
        validators=[MaxValueValidator(MOST_DAYS_UNTIL_PAID)],
        help_text="A workshop that is cancelled fewer days than these ahead is cancelled late.",
    )
    terms = models.TextField(
        "what else is agreed", blank=True, max_length=8000, help_text="Stands in the contract."
    )
    first_day = models.DateField("first day", validators=[validate_day])
    last_day = models.DateField("last day", validators=[validate_day])
    answer_by = models.DateField(
        "last day to sign", null=True, blank=True, validators=[validate_day]
    )
    replaces = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="amendments",
    )
    status = models.CharField(
        max_length=20, choices=ContractStatus, default=ContractStatus.DRAFT, editable=False
    )
    override_reason = models.TextField(
        "why it may be signed without an accreditation", blank=True, editable=False
    )
    override_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="drawn up by",
    )
    made_at = models.DateTimeField("drawn up", auto_now_add=True)

    objects = ContractQuerySet.as_manager()
    history = kept_history(exclude=["status"], many=["courses"])

    class Meta:
        ordering = ["-made_at", "-pk"]
        permissions = [
            ("export_contract", "Can download lists of contracts"),
            ("override_contract", "Can let a contract be signed without an accreditation"),
        ]
        indexes = [
            # Few replace another: rather than use an index of all, SQLite would read them all
            models.Index(
                fields=["replaces"],
                condition=Q(replaces__isnull=False),
                name="contract_amendments",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "facilitator", "school_year"],
                condition=Q(status=ContractStatus.IN_FORCE),
                name="contract_one_in_force_a_year",
            ),
            models.UniqueConstraint(
                fields=["partner", "facilitator", "school_year"],
                condition=Q(status__in=OUT),
                name="contract_one_out_a_year",
            ),
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="contract_ends_after_it_begins",
                violation_error_message="The last day is before the first.",
                violation_error_code="last_day",
            ),
            models.CheckConstraint(
                condition=Q(day_rate__gte=0, travel_cap__gte=0, late_cancel_pay__gte=0),
                name="contract_amounts_not_negative",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=OUT) | Q(answer_by__isnull=False),
                name="contract_out_until_a_day",
            ),
        ]

    def __str__(self):
        return f"Contract {self.code}, {self.facilitator} and {self.partner}"

    @property
    def look(self):
        return self.Status(self.status).look

    @property
    def is_paid_by_the_day(self):
        return self.engagement == self.Engagement.CONTRACTOR

    @property
    def is_unmade(self):
        return self.status in UNMADE

    @property
    def is_accepted(self):
        """Whether the facilitator has signed it: from then on the partner may write to them."""
        return self.status in {self.Status.SIGNED, *MADE}

    @property
    def role_to_sign(self):
        """The role of the document that both sides read and sign."""
        is_outside = self.paper == self.Paper.OUTSIDE
        return ContractFile.Role.OUTSIDE if is_outside else ContractFile.Role.OFFER


class ContractStatusChange(StatusChange):
    """One move of one contract."""

    contract = models.ForeignKey(Contract, models.CASCADE, related_name="changes")


class ContractFile(KeptFile):
    """A document of a contract, kept byte for byte."""

    class Role(models.TextChoices):
        OFFER = "offer", "As it was offered"
        SIGNED = "signed", "As both signed it"
        OUTSIDE = "outside", "As it was signed outside"

    FOLDER = "contracts"

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="files")
    file = models.FileField(upload_to=f"{FOLDER}/%Y/", max_length=200)
    role = models.CharField(max_length=10, choices=Role)
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    words = models.JSONField(
        null=True,
        editable=False,
        help_text="What it says, as it was drawn: names and texts may change later.",
    )

    class Meta(KeptFile.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "role"], name="contractfile_one_a_role_and_contract"
            )
        ]


class Signature(models.Model):
    """That somebody signed a contract, or confirmed one that was signed outside."""

    class Side(models.TextChoices):
        FACILITATOR = "facilitator", "Facilitator"
        PARTNER = "partner", "For the partner"

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="signatures")
    side = models.CharField(max_length=12, choices=Side)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    name = models.CharField("name as typed", max_length=120)
    consent = models.TextField("what they agreed to", help_text="The sentence as it stood there.")
    sha256 = models.CharField("SHA-256 of what they read", max_length=64)
    address = models.GenericIPAddressField("from which address", null=True, blank=True)
    at = models.DateTimeField("when", auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "side"], name="signature_one_a_side"),
            models.UniqueConstraint(
                fields=["contract", "user"], name="signature_of_different_people"
            ),
        ]

    def __str__(self):
        return f"{self.name}, {self.get_side_display()}"
