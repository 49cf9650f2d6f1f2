"""What referees are asked about applicants, and what they answer."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from applications.models.answers import Reference
from plp.core.days import validate_day
from plp.core.history import kept_history


class ReferenceRequestQuerySet(models.QuerySet):
    def waiting(self):
        """Requests that are neither answered nor waived."""
        return self.filter(answered_at__isnull=True, waived_at__isnull=True)


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
