"""Interviews with applicants, a step beside the status."""

from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from applications.models.application import Application
from plp.core.history import kept_history


class InterviewQuerySet(models.QuerySet):
    def open(self):
        """Interviews that are neither held nor called off."""
        return self.filter(held_at__isnull=True, called_off_at__isnull=True)

    def for_staff(self):
        """Open interviews that staff have something to do for: to hold one at its time, to say how
        one went, or to propose other times."""
        return self.open().filter(Q(at__isnull=False) | ~Q(declined_words=""))


class Interview(models.Model):
    """A talk with an applicant: times are proposed, one is chosen, and it is held."""

    class Outcome(models.TextChoices):
        FOR = "for", "Speaks for them"
        OPEN = "open", "Leaves it open"
        AGAINST = "against", "Speaks against them"

    application = models.ForeignKey(Application, models.CASCADE, related_name="interviews")
    interviewers = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="interviews")
    how = models.CharField(
        "how to take part",
        max_length=300,
        help_text="A phone number or the address of a call. The applicant reads it in the mail.",
    )
    minutes = models.PositiveSmallIntegerField("length in minutes", default=45)
    message = models.TextField(blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    proposed_at = models.DateTimeField(auto_now_add=True)
    at = models.DateTimeField("chosen time", null=True, blank=True)
    declined_words = models.TextField("why no time suits", blank=True)
    held_at = models.DateTimeField("held", null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    notes = models.TextField(blank=True, help_text="For staff. The applicant never reads them.")
    called_off_at = models.DateTimeField(null=True, blank=True)

    objects = InterviewQuerySet.as_manager()
    history = kept_history(many=["interviewers"])

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        permissions = [("export_interview", "Can download lists of interviews")]
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(held_at__isnull=True, called_off_at__isnull=True),
                name="interview_one_open",
                violation_error_message="An interview is being arranged already.",
            )
        ]

    def __str__(self):
        return f"Interview with {self.application.organization}"

    @property
    def is_open(self):
        return self.held_at is None and self.called_off_at is None

    @property
    def state(self):
        """How it stands, in a few words."""
        if self.held_at:
            return "Held"
        if self.called_off_at:
            return "Called off"
        if self.at:
            return "To be held" if self.at > timezone.now() else "Say how it went"
        return "No time suits" if self.declined_words else "The applicant chooses"

    @property
    def zone(self):
        """The zone of the region, in which its times are written and read."""
        return ZoneInfo(self.application.pin.region.zone)

    def people(self):
        """Who leads it, but for those who stepped aside from the application."""
        return self.interviewers.exclude(recusals__application=self.application_id)


class InterviewTime(models.Model):
    """A time that is proposed for an interview."""

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="times")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(fields=["interview", "at"], name="interviewtime_once")
        ]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} UTC"
