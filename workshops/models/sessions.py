"""The days of workshops, in local times of the place."""

from datetime import datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from plp.core import days, zones
from plp.core.days import validate_day
from plp.core.history import kept_history
from workshops.models.schedule import Workshop, WorkshopStatus


class SessionQuerySet(models.QuerySet):
    def live(self):
        """Days of workshops that were not cancelled."""
        return self.exclude(workshop__status=WorkshopStatus.CANCELLED)


class Session(models.Model):
    """A day of a workshop, or half of one."""

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="sessions")
    day = models.DateField(validators=[validate_day])
    begins = models.TimeField("from", help_text="Local time of the place.")
    ends = models.TimeField("to", help_text="Local time of the place.")
    worth = models.DecimalField(
        "worth",
        max_digits=2,
        decimal_places=1,
        default=Decimal("1.0"),
        choices=[(Decimal("1.0"), "A day"), (Decimal("0.5"), "Half a day")],
    )
    begins_at = models.DateTimeField(editable=False)
    ends_at = models.DateTimeField(editable=False)
    check_in_code = models.CharField(
        max_length=12, null=True, blank=True, unique=True, editable=False
    )

    objects = SessionQuerySet.as_manager()
    history = kept_history(exclude=["check_in_code"])

    class Meta:
        ordering = ["day", "pk"]
        verbose_name = "day of a workshop"
        verbose_name_plural = "days of workshops"
        indexes = [models.Index(fields=["day"], name="session_by_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["workshop", "day"],
                name="session_one_a_day",
                violation_error_message="The workshop has this day already.",
            ),
            models.CheckConstraint(
                condition=Q(ends__gt=F("begins")),
                name="session_ends_after_it_begins",
                violation_error_message="It ends before it begins. A day ends before midnight.",
                violation_error_code="ends",
            ),
            models.CheckConstraint(
                condition=Q(worth__in=[Decimal("1.0"), Decimal("0.5")]),
                name="session_a_day_or_half",
            ),
        ]

    def __str__(self):
        return f"{days.in_words(self.day)}, {self.hours}"

    def clean(self):
        super().clean()
        for name in ("begins", "ends"):
            try:
                self._moment(getattr(self, name))
            except ValidationError as error:
                raise ValidationError({name: error.messages}) from error

    def save(self, *args, **kwargs):
        self.find_moments()
        super().save(*args, **kwargs)

    def find_moments(self):
        """Work out `begins_at` and `ends_at` from the clock of the place."""
        self.begins_at, self.ends_at = self._moment(self.begins), self._moment(self.ends)

    def _moment(self, clock):
        return zones.moment_in(self.workshop.tz, datetime.combine(self.day, clock))

    @property
    def hours(self):
        """From when to when, and in which zone: 9:00 a.m. to 3:30 p.m., Central time (CST)."""
        zone = zones.name_on(self.day, self.workshop.tz)
        return f"{zones.clock(self.begins)} to {zones.clock(self.ends)}, {zone}"

    @property
    def credited(self):
        """Hours that a certificate credits for it."""
        return self.workshop.hours * self.worth
