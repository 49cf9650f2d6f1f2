"""Talks of staff and a partner about how it goes, and what a year came to."""

from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import Q

from applications.models.partner_years import PartnerYear
from plp.core import zones
from plp.core.days import validate_day
from plp.core.history import kept_history
from plp.core.workflow import StatusChange, Workflow


class CallStatus(models.TextChoices):
    PROPOSED = "proposed", "Proposed"
    AGREED = "agreed", "Agreed"
    COMPLETED = "completed", "Completed"
    CALLED_OFF = "called_off", "Called off"


OPEN = {CallStatus.PROPOSED, CallStatus.AGREED}


class ProgressCallQuerySet(models.QuerySet):
    def open(self):
        """Those that are still to come about: a time is proposed or agreed on."""
        return self.filter(status__in=OPEN)

    def for_staff(self, now):
        """Those of which staff have something to say now: a proposed time, or how one went."""
        is_asked = Q(status=CallStatus.PROPOSED, is_staffs_turn=True)
        is_over = Q(status=CallStatus.AGREED, at__lte=now)
        return self.filter(is_asked | is_over, partner_year__partner__ended_on__isnull=True)


class ProgressCall(Workflow):
    """A talk of staff and a partner; only what both have agreed on is planned."""

    Status = CallStatus
    MOVES = {
        CallStatus.PROPOSED: {CallStatus.AGREED, CallStatus.CALLED_OFF},
        CallStatus.AGREED: {CallStatus.COMPLETED, CallStatus.PROPOSED, CallStatus.CALLED_OFF},
        CallStatus.COMPLETED: {CallStatus.AGREED},
    }
    MOVED = {"status", "at", "is_staffs_turn"}

    partner_year = models.ForeignKey(PartnerYear, models.CASCADE, related_name="calls")
    at = models.DateTimeField("time")
    minutes = models.PositiveSmallIntegerField("length in minutes", default=30)
    how = models.CharField(
        "how to take part", max_length=300, help_text="A phone number or the address of a call."
    )
    is_staffs_turn = models.BooleanField(
        "staff answer", default=False, help_text="Whether the partner proposed the time."
    )
    agenda = models.TextField(
        blank=True, help_text="Filled in from the records when the call is proposed; both edit it."
    )
    notes = models.TextField(blank=True, help_text="What was said. Both sides read it.")
    status = models.CharField(
        max_length=20, choices=CallStatus, default=CallStatus.PROPOSED, editable=False
    )
    made_at = models.DateTimeField(auto_now_add=True)

    objects = ProgressCallQuerySet.as_manager()
    history = kept_history(exclude=["status"])

    class Meta:
        ordering = ["at", "pk"]
        permissions = [("export_progresscall", "Can download lists of progress calls")]

    def __str__(self):
        return f"Progress call with {self.partner_year.partner}"

    @property
    def zone(self):
        """The zone of the region, in which its time is written and read."""
        return ZoneInfo(self.partner_year.partner.region.zone)

    @property
    def when(self):
        """Its time in words, in the zone of the region."""
        return zones.in_words(self.at, self.zone)

    @property
    def is_open(self):
        return self.status in OPEN

    @property
    def version(self):
        """What changes with every step that is taken with it."""
        return f"{self.status} {self.at:%Y%m%d%H%M} {'staff' if self.is_staffs_turn else 'partner'}"

    def has_begun(self, now):
        return self.at <= now


class ProgressCallStatusChange(StatusChange):
    """One move of one progress call."""

    call = models.ForeignKey(ProgressCall, models.CASCADE, related_name="changes")


class CallActionQuerySet(models.QuerySet):
    def open(self):
        """Those that are still to be done: what a call came to that was called off is none."""
        return self.filter(done_at__isnull=True).exclude(call__status=CallStatus.CALLED_OFF)


class CallAction(models.Model):
    """What somebody took on in a progress call."""

    class Side(models.TextChoices):
        PARTNER = "partner", "The partner"
        STAFF = "staff", "Code.org"

    call = models.ForeignKey(ProgressCall, models.CASCADE, related_name="actions")
    what = models.CharField("what is to be done", max_length=300)
    side = models.CharField("whose", max_length=10, choices=Side)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="who does it",
    )
    due_on = models.DateField("last day", null=True, blank=True, validators=[validate_day])
    done_at = models.DateTimeField("done", null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = CallActionQuerySet.as_manager()
    history = kept_history()

    class Meta:
        ordering = ["pk"]
        verbose_name = "action of a call"
        verbose_name_plural = "actions of calls"

    def __str__(self):
        return self.what

    @property
    def whose(self):
        """Who does it: a person, else one of the two sides."""
        return str(self.owner) if self.owner else self.get_side_display()


class AnnualReport(models.Model):
    """What a year of a partner came to: filled in from the records, edited, sent, kept as PDF."""

    partner_year = models.OneToOneField(PartnerYear, models.CASCADE, related_name="report")
    texts = models.JSONField(
        default=dict, help_text="What the partner wrote, {name of the part: text}."
    )
    figures = models.JSONField(
        default=list, editable=False, help_text="The figures as they were when it was sent."
    )
    version = models.PositiveIntegerField(default=0, editable=False)
    touched_at = models.DateTimeField(auto_now=True)
    sent_at = models.DateTimeField(null=True, blank=True, editable=False)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    file = models.FileField(upload_to="reports/%Y/", max_length=200, blank=True, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)

    history = kept_history(exclude=["texts", "figures"])

    class Meta:
        ordering = ["-partner_year__program_year__school_year__first_day", "partner_year"]
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True, file="")
                | Q(Q(sent_at__isnull=False), ~Q(file="")),
                name="annualreport_a_file_once_sent",
            )
        ]

    def __str__(self):
        return f"Annual report, {self.partner_year}"
