"""What finance pays in one go, and what is counted for the tax form 1099."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from applications.models import Partner
from applications.models.files import KeptFile
from facilitators.models import Facilitator
from plp.core.days import validate_day
from plp.core.history import kept_history
from plp.core.money import MoneyField
from plp.core.workflow import StatusChange, Workflow
from workshops.models.roster import Teacher


class BatchStatus(models.TextChoices):
    MADE = "made", "To be paid"
    PAID = "paid", "Paid"
    DISSOLVED = "dissolved", "Taken apart"


class PaymentBatch(Workflow):
    """Approved requests that finance pays in one go, by one file that says which and how much.

    A request is in one batch at most; taken apart, its requests can go into another.
    """

    Status = BatchStatus
    MOVES = {BatchStatus.MADE: {BatchStatus.PAID, BatchStatus.DISSOLVED}}
    MOVED = {"status", "paid_on", "reference"}

    code = models.CharField("number", max_length=12, unique=True, editable=False)
    paid_on = models.DateField(
        "paid on", null=True, blank=True, validators=[validate_day], editable=False
    )
    reference = models.CharField(
        max_length=80, blank=True, editable=False, help_text="Of the payment, in your bank’s books."
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    made_at = models.DateTimeField("made", auto_now_add=True)
    status = models.CharField(
        max_length=20, choices=BatchStatus, default=BatchStatus.MADE, editable=False
    )

    class Meta:
        ordering = ["-made_at", "-pk"]
        permissions = [
            ("pay_paymentbatch", "Can put requests into payment batches and mark these paid")
        ]
        verbose_name_plural = "payment batches"
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="paid") | Q(paid_on__isnull=False) & ~Q(reference=""),
                name="paymentbatch_paid_on_a_day",
            )
        ]

    def __str__(self):
        return f"Batch {self.code}"


class PaymentBatchStatusChange(StatusChange):
    """One move of one batch."""

    batch = models.ForeignKey(PaymentBatch, models.CASCADE, related_name="changes")


class PaymentBatchFile(KeptFile):
    """The file by which a batch is paid, kept byte for byte."""

    FOLDER = "payments"

    batch = models.ForeignKey(PaymentBatch, models.PROTECT, related_name="files")
    file = models.FileField(upload_to=f"{FOLDER}/%Y/", max_length=200)
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)

    class Meta(KeptFile.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "kind"], name="paymentbatchfile_one_a_kind_and_batch"
            )
        ]


class TaxThreshold(models.Model):
    """From which sum on a payer files form 1099 for a payee, by calendar year of payment.

    Source: United States tax law; $600, from 2026 on $2,000.
    """

    from_year = models.PositiveSmallIntegerField(
        "from the calendar year",
        unique=True,
        validators=[MinValueValidator(2000), MaxValueValidator(2100)],
        help_text="It holds until the year of the row that follows.",
    )
    amount = MoneyField(help_text="In dollars: who was paid so much or more in a year is listed.")

    history = kept_history()

    class Meta:
        ordering = ["-from_year"]
        verbose_name = "threshold of form 1099"
        verbose_name_plural = "thresholds of form 1099"
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="taxthreshold_not_negative")
        ]

    def __str__(self):
        return f"Threshold of form 1099 from {self.from_year}"


class TaxForm(models.Model):
    """Since when a partner has a payee's form W-9; no number that stands in it is kept here."""

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="tax_forms")
    facilitator = models.ForeignKey(
        Facilitator, models.CASCADE, null=True, blank=True, related_name="tax_forms"
    )
    teacher = models.ForeignKey(
        Teacher, models.CASCADE, null=True, blank=True, related_name="tax_forms"
    )
    since = models.DateField("on file since", validators=[validate_day])

    history = kept_history()

    class Meta:
        ordering = ["partner", "pk"]
        verbose_name = "W-9 on file"
        verbose_name_plural = "W-9s on file"
        constraints = [
            models.CheckConstraint(
                condition=Q(facilitator__isnull=True, teacher__isnull=False)
                | Q(facilitator__isnull=False, teacher__isnull=True),
                name="taxform_of_one_payee",
            ),
            models.UniqueConstraint(
                fields=["partner", "facilitator"], name="taxform_once_a_facilitator"
            ),
            models.UniqueConstraint(fields=["partner", "teacher"], name="taxform_once_a_teacher"),
        ]

    def __str__(self):
        return f"W-9 of {self.facilitator or self.teacher} at {self.partner}"
