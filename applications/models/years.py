"""What a program asks and runs in each school year."""

from datetime import timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from applications.models.program import MARKDOWN, STATES, Program
from plp.core import days
from plp.core.days import validate_day
from plp.core.history import kept_history


class SchoolYear(models.Model):
    """A school year, 1 July to 30 June where nothing else is said; shared by all programs."""

    name = models.CharField(max_length=7, unique=True, help_text="As people say it: 2016-17")
    first_day = models.DateField(validators=[validate_day], help_text="Usually 1 July.")
    last_day = models.DateField(
        validators=[validate_day], help_text="Usually 30 June; it belongs to the year."
    )

    history = kept_history()

    class Meta:
        ordering = ["first_day"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gt=F("first_day")),
                name="schoolyear_ends_after_it_begins",
                violation_error_message="The last day is not after the first.",
                violation_error_code="last_day",
            )
        ]

    def __str__(self):
        return self.name.replace("-", "–")

    def clean(self):
        super().clean()
        if self.first_day and self.last_day and (self.last_day - self.first_day).days > 366:
            raise ValidationError({"last_day": "A school year is not longer than a year."})


class Course(models.Model):
    """A course that teachers learn to teach."""

    code = models.SlugField(
        unique=True, help_text="A short name for files and commands: csp. Visitors never see it."
    )
    name = models.CharField(max_length=80, help_text="As it is called in the table of commitments.")
    full_name = models.CharField(max_length=120, help_text="As the program page introduces it.")
    grades = models.CharField(max_length=20, help_text="6–9")

    history = kept_history()

    class Meta:
        ordering = ["code"]

    def __str__(self):
        return self.name


class ProgramYearQuerySet(models.QuerySet):
    def running_or_next(self, on):
        """The first year that is not over on a day; if all are, the last; None if there is none."""
        by_number = self.select_related("school_year").order_by("number")
        return by_number.filter(school_year__last_day__gte=on).first() or by_number.last()


class ProgramYear(models.Model):
    """One school year of a program, with what it asks of a partner's program manager."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="years")
    school_year = models.ForeignKey(
        SchoolYear,
        models.PROTECT,
        related_name="+",
        help_text="Shared by all programs: changing its days changes them everywhere.",
    )
    number = models.PositiveSmallIntegerField(
        "number of the year",
        validators=[MinValueValidator(1)],
        help_text="1 is a partner's first year in the program, 2 the second.",
    )
    manager_fte = models.DecimalField(
        "program manager's share of full time (FTE)",
        max_digits=3,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.01")), MaxValueValidator(1)],
        help_text="1 is somebody's whole working time, 0.25 a quarter of it. Empty: the page says "
        "that it grows with time and that we set the number.",
    )
    courses = models.ManyToManyField(
        Course,
        related_name="+",
        blank=True,
        help_text="What teachers learn to teach in this year. Each needs a requirement of "
        "workshop days.",
    )

    objects = ProgramYearQuerySet.as_manager()
    history = kept_history(many=["courses"])

    class Meta:
        ordering = ["program", "number"]
        constraints = [
            models.UniqueConstraint(fields=["program", "number"], name="programyear_one_a_number"),
            models.UniqueConstraint(
                fields=["program", "school_year"], name="programyear_one_a_school_year"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="programyear_number_from_1"),
            models.CheckConstraint(
                condition=Q(manager_fte__isnull=True) | Q(manager_fte__gt=0, manager_fte__lte=1),
                name="programyear_fte_a_share",
            ),
        ]

    def __str__(self):
        return f"Year {self.number}, {self.school_year}"


LONGEST_EVENT = 31  # days


class ProgramEventQuerySet(models.QuerySet):
    def for_state(self, state):
        """The summits, and the summer sessions that a state attends."""
        mine = Q(attending__state=state) | Q(kind=ProgramEvent.Kind.SUMMIT)
        return self.filter(mine).distinct()


class ProgramEvent(models.Model):
    """A summit or summer session that the program runs for its partners."""

    class Kind(models.TextChoices):
        SUMMIT = "summit", "Facilitation Summit"
        SUMMER_SESSION = "summer_session", "Summer session"

    program_year = models.ForeignKey(ProgramYear, models.CASCADE, related_name="events")
    slug = models.SlugField(
        "short name",
        help_text="Tells the events of a year apart in files: atlanta. Visitors never see it.",
    )
    kind = models.CharField(max_length=20, choices=Kind)
    place = models.CharField(
        max_length=120,
        blank=True,
        help_text="City and state. Empty: the page says that it is to be announced.",
    )
    first_day = models.DateField(validators=[validate_day])
    last_day = models.DateField(
        validators=[validate_day], help_text="It belongs to the event: 20 to 24 June are 5 days."
    )
    about = models.TextField(
        "what who comes should know",
        blank=True,
        db_default="",
        help_text="Those who register read it: where exactly, when it begins, what is paid. "
        f"{MARKDOWN}",
    )
    register_until = models.DateField(
        "last day to register",
        null=True,
        blank=True,
        validators=[validate_day],
        help_text="Empty: until the day before it begins.",
    )
    check_in_code = models.CharField(max_length=8, blank=True, db_default="", editable=False)

    objects = ProgramEventQuerySet.as_manager()
    history = kept_history(exclude=["check_in_code"])

    class Meta:
        ordering = ["first_day", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["program_year", "slug"], name="programevent_one_a_slug"
            ),
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="programevent_ends_after_it_begins",
                violation_error_message="The last day is before the first.",
                violation_error_code="last_day",
            ),
        ]

    def __str__(self):
        return (
            f"{self.get_kind_display()}, {self.where}, {days.span(self.first_day, self.last_day)}"
        )

    def clean(self):
        super().clean()
        if self.first_day and self.last_day and self.days > LONGEST_EVENT:
            raise ValidationError({"last_day": f"An event lasts {LONGEST_EVENT} days at most."})

    def objections(self, states):
        """Say why some states cannot attend, in words for whoever asked for them.

        A summit is for all, and a state attends one session a year.
        """
        if states and self.kind == self.Kind.SUMMIT:
            return ["A summit is for every state, so none is named."]
        taken = AttendingState.objects.filter(program_year=self.program_year, state__in=states)
        return [
            f"{row} already attends this year’s session in {row.event.where}. Take it off there "
            "first, or leave it out here."
            for row in taken.exclude(event=self.pk).select_related("event")
        ]

    @property
    def where(self):
        return self.place or "place to be announced"

    @property
    def last_day_to_register(self):
        return self.register_until or self.first_day - timedelta(days=1)

    def takes_registrations(self, on):
        """Whether people may still register themselves; staff always can."""
        return on <= self.last_day_to_register

    @property
    def days(self):
        return (self.last_day - self.first_day).days + 1


class AttendingState(models.Model):
    """A state whose partners and teachers go to one summer session of a year."""

    event = models.ForeignKey(ProgramEvent, models.CASCADE, related_name="attending")
    program_year = models.ForeignKey(ProgramYear, models.CASCADE, related_name="+", editable=False)
    state = models.CharField(max_length=2, choices=STATES)

    history = kept_history()

    class Meta:
        ordering = ["state"]
        constraints = [
            models.UniqueConstraint(
                fields=["program_year", "state"], name="attendingstate_one_session_a_year"
            )
        ]

    def __str__(self):
        return self.get_state_display()

    def save(self, *args, **kwargs):
        self.program_year_id = self.event.program_year_id
        super().save(*args, **kwargs)
