"""When facilitators cannot come, and what partners ask them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from applications.models import Course, Partner
from facilitators.models.people import Facilitator
from plp.core import days
from plp.core.days import validate_day
from plp.core.history import kept_history


class UnavailabilityQuerySet(models.QuerySet):
    def touching(self, first, last):
        """Those that have a day in common with days from a first to a last one."""
        return self.filter(first_day__lte=last, last_day__gte=first)


class Unavailability(models.Model):
    """Days on which a facilitator cannot lead anything."""

    facilitator = models.ForeignKey(Facilitator, models.CASCADE, related_name="unavailabilities")
    first_day = models.DateField("first day", validators=[validate_day])
    last_day = models.DateField("last day", validators=[validate_day])
    note = models.CharField(
        max_length=200, blank=True, help_text="For yourself: partners do not see it."
    )
    at = models.DateTimeField(auto_now_add=True)

    objects = UnavailabilityQuerySet.as_manager()
    history = kept_history(exclude=["note"])

    class Meta:
        ordering = ["first_day", "pk"]
        verbose_name_plural = "unavailabilities"
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="unavailability_ends_after_it_begins",
                violation_error_message="The last day is before the first.",
                violation_error_code="last_day",
            )
        ]

    def __str__(self):
        return f"{self.facilitator}, {self.first_day} to {self.last_day}"

    @property
    def when(self):
        return days.span(self.first_day, self.last_day)


class InquiryQuerySet(models.QuerySet):
    def unanswered(self):
        return self.filter(answered_at__isnull=True)

    def for_staff(self):
        """Those that ask staff to help, since the partner found nobody."""
        return self.filter(facilitator__isnull=True)


class Inquiry(models.Model):
    """What a partner asks a facilitator about dates, or staff where it found nobody.

    Both sides write to each other through it: neither sees the other's address.
    """

    class Says(models.TextChoices):
        YES = "yes", "I can come"
        PERHAPS = "perhaps", "Perhaps"
        NO = "no", "I cannot come"

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="inquiries")
    facilitator = models.ForeignKey(
        Facilitator, models.CASCADE, null=True, blank=True, related_name="inquiries"
    )
    course = models.ForeignKey(Course, models.PROTECT, related_name="+")
    dates = models.CharField(
        "which dates", max_length=300, help_text="“Saturday, 8 October, or the week after”"
    )
    place = models.CharField("where", max_length=200, blank=True)
    message = models.TextField(max_length=2000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    says = models.CharField("answer", max_length=10, choices=Says, blank=True)
    answer = models.TextField("answer in words", max_length=2000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )

    objects = InquiryQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name_plural = "inquiries"

    def __str__(self):
        return f"{self.partner} asks {self.facilitator or 'staff'} about {self.course}"
