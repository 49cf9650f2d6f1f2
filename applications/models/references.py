"""What referees are asked about applicants, and what they answer."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q

from applications.models.answers import Reference
from applications.models.application import TO_BE_DECIDED
from plp.core import days
from plp.core.days import validate_day
from plp.core.history import kept_history

REMINDED_BEFORE = timedelta(days=3)


class ReferenceRequestQuerySet(models.QuerySet):
    def waiting(self):
        """Requests that are neither answered nor waived."""
        return self.unanswered().filter(waived_at__isnull=True)

    def unanswered(self):
        return self.filter(answered_at__isnull=True)

    def to_remind_of(self, on):
        """Requests whose last day is near, of which nobody was reminded, and whose answer still
        helps to decide."""
        return self.waiting().filter(
            reminded_at__isnull=True,
            reply_by__range=(on, on + REMINDED_BEFORE),
            asked_at__lt=days.start_of(on),
            reference__application__status__in=TO_BE_DECIDED,
            reference__application__merged_into__isnull=True,
        )


class ReferenceRequest(models.Model):
    """One referee is asked by a link of their own; the answer is read by staff alone."""

    class Recommends(models.TextChoices):
        YES = "yes", "Yes"
        DOUBTS = "doubts", "Yes, with reservations"
        NO = "no", "No"

    reference = models.OneToOneField(Reference, models.CASCADE, related_name="request")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    asked_at = models.DateTimeField(auto_now_add=True)
    reply_by = models.DateField("last day to answer", validators=[validate_day])
    reminded_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    recommends = models.CharField(max_length=10, choices=Recommends, blank=True)
    known_for = models.TextField("how they know each other's work", blank=True)
    strengths = models.TextField(blank=True)
    doubts = models.TextField(blank=True)
    waived_at = models.DateTimeField(null=True, blank=True)
    waived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    waived_because = models.TextField(blank=True)

    objects = ReferenceRequestQuerySet.as_manager()
    history = kept_history()

    class Meta:
        ordering = ["reference__position", "pk"]
        permissions = [("export_referencerequest", "Can download lists of reference requests")]
        constraints = [
            models.CheckConstraint(
                condition=Q(waived_at__isnull=True) | ~Q(waived_because=""),
                name="referencerequest_waived_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | ~Q(recommends=""),
                name="referencerequest_answered_with_a_word",
            ),
        ]

    def __str__(self):
        return f"Reference by {self.reference.name}"

    @property
    def is_waiting(self):
        return self.answered_at is None and self.waived_at is None
