"""What facilitators are accredited to lead, and from which day to which."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from applications.models import Course
from facilitators.models.people import Facilitator
from plp.core.days import validate_day
from plp.core.history import kept_history


class AccreditationQuerySet(models.QuerySet):
    def valid_on(self, day):
        """Accreditations that hold on a day."""
        return self.filter(first_day__lte=day, last_day__gte=day).exclude(revoked_from__lte=day)

    def touching(self, first, last):
        """Accreditations that hold on some day from a first to a last one."""
        met = self.filter(first_day__lte=last, last_day__gte=first)
        return met.exclude(revoked_from__lte=F("first_day")).exclude(revoked_from__lte=first)


class Accreditation(models.Model):
    """A course that a facilitator may lead, from a first valid day to a last one."""

    facilitator = models.ForeignKey(Facilitator, models.CASCADE, related_name="accreditations")
    course = models.ForeignKey(Course, models.PROTECT, related_name="accreditations")
    first_day = models.DateField("first valid day", validators=[validate_day])
    last_day = models.DateField("last valid day", validators=[validate_day])
    revoked_from = models.DateField(
        "revoked from",
        null=True,
        blank=True,
        editable=False,
        help_text="The first day on which it does not hold any more.",
    )
    revoke_reason = models.TextField("why it was revoked", blank=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    at = models.DateTimeField("entered", auto_now_add=True)

    objects = AccreditationQuerySet.as_manager()
    history = kept_history()

    class Meta:
        ordering = ["facilitator", "course", "first_day"]
        permissions = [("export_accreditation", "Can download lists of accreditations")]
        indexes = [
            models.Index(
                fields=["course", "first_day", "last_day"], name="accreditation_of_a_course"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="accreditation_ends_after_it_begins",
                violation_error_message="The last day is before the first.",
                violation_error_code="last_day",
            ),
            models.CheckConstraint(
                condition=Q(revoked_from__isnull=True)
                | Q(revoked_from__gte=F("first_day"), revoked_from__lte=F("last_day")),
                name="accreditation_revoked_while_it_holds",
            ),
            models.CheckConstraint(
                condition=Q(revoked_from__isnull=True) | ~Q(revoke_reason=""),
                name="accreditation_revoked_with_a_reason",
            ),
        ]

    def __str__(self):
        return f"{self.facilitator}, {self.course}"

    def holds_on(self, day: date) -> bool:
        is_revoked = self.revoked_from and self.revoked_from <= day
        return self.first_day <= day <= self.last_day and not is_revoked
