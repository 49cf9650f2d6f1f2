"""What proposals for a year of workshops go by: a partner's wishes, and the program's rules."""

from datetime import time
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from applications.models import Partner, ProgramYear
from plp.core import days
from plp.core.days import validate_day
from plp.core.history import kept_history

WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
SATURDAY = 5


def saturday():
    return [SATURDAY]


def validate_weekdays(value):
    """Refuse what is no list of different weekdays, Monday being 0."""
    if (
        not isinstance(value, list)
        or not set(value) <= set(range(7))
        or len({*value}) != len(value)
    ):
        raise ValidationError("Choose weekdays.")


class PlanningWishes(models.Model):
    """How a partner likes its workshops: what its next one is filled in with."""

    partner = models.OneToOneField(Partner, models.CASCADE, related_name="planning")
    weekdays = models.JSONField(default=saturday, validators=[validate_weekdays])
    begins = models.TimeField("from", default=time(9))
    ends = models.TimeField("to", default=time(15, 30))
    capacity = models.PositiveSmallIntegerField(
        "seats", default=30, validators=[MinValueValidator(1), MaxValueValidator(1_000)]
    )
    hours = models.DecimalField(
        "credited hours a day",
        max_digits=3,
        decimal_places=1,
        default=Decimal(6),
        validators=[MinValueValidator(0), MaxValueValidator(12)],
    )
    venue = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=200, blank=True)
    zip_code = models.CharField("ZIP code", max_length=5, blank=True)
    provider_number = models.CharField(
        "provider number",
        max_length=40,
        blank=True,
        help_text="Your number as a provider of professional learning in your state; it stands on "
        "certificates.",
    )

    history = kept_history()

    class Meta:
        verbose_name = "planning of a partner"
        verbose_name_plural = "planning of partners"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gt=F("begins")),
                name="planningwishes_end_after_they_begin",
                violation_error_message="It ends before it begins.",
                violation_error_code="ends",
            )
        ]

    def __str__(self):
        return f"Planning of {self.partner}"


class BlackoutQuerySet(models.QuerySet):
    def touching(self, first, last):
        """Those that have a day in common with days from a first to a last one."""
        return self.filter(first_day__lte=last, last_day__gte=first)


class Blackout(models.Model):
    """Days on which a partner wants no workshop."""

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="blackouts")
    first_day = models.DateField("first day", validators=[validate_day])
    last_day = models.DateField("last day", validators=[validate_day])
    note = models.CharField("why", max_length=120, blank=True, help_text="“State tests”")

    objects = BlackoutQuerySet.as_manager()
    history = kept_history()

    class Meta:
        ordering = ["first_day", "pk"]
        verbose_name = "days without workshops"
        verbose_name_plural = "days without workshops"
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="blackout_ends_after_it_begins",
                violation_error_message="The last day is before the first.",
                violation_error_code="last_day",
            )
        ]

    def __str__(self):
        return ", ".join(filter(None, [days.span(self.first_day, self.last_day), self.note]))


class WorkshopRules(models.Model):
    """The numbers that workshops of a program year go by; where staff set none, these defaults."""

    program_year = models.OneToOneField(
        ProgramYear, models.CASCADE, related_name="workshop_rules", help_text="For which year."
    )
    sign_up_closes = models.PositiveSmallIntegerField(
        "sign-up closes, days before",
        default=7,
        validators=[MaxValueValidator(90)],
        help_text="Days before the first day of a workshop, where its partner names no other day.",
    )
    short_notice = models.PositiveSmallIntegerField(
        "short notice, days",
        default=14,
        validators=[MaxValueValidator(180)],
        help_text="Whoever plans a workshop fewer days ahead than these is warned.",
    )

    history = kept_history()

    class Meta:
        verbose_name = "rules of workshops"
        verbose_name_plural = "rules of workshops"

    def __str__(self):
        return f"Rules of workshops, {self.program_year}"

    @classmethod
    def of(cls, program_year):
        """Return those of a year, or the defaults; read it with `workshop_rules` selected."""
        try:
            return program_year.workshop_rules
        except cls.DoesNotExist:
            return cls(program_year=program_year)
