"""What partners promise, how it is measured, and what the program pays."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from applications.models.program import MARKDOWN, Program
from applications.models.years import Course, ProgramYear
from plp.core import days
from plp.core.days import validate_day
from plp.core.history import kept_history
from plp.core.money import MoneyField, to_cent


class Commitment(models.Model):
    """What a partner promises: read by visitors, acknowledged by applicants, measured later."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="commitments")
    slug = models.SlugField(help_text="Its anchor on the program page, after “commitment-”.")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=80)
    text = models.TextField(help_text=MARKDOWN)
    parent = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="parts",
        help_text="The commitment that this one is part of, if any.",
    )

    history = kept_history()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["program", "slug"], name="commitment_one_a_slug"),
            models.CheckConstraint(
                condition=~Q(parent=F("pk")), name="commitment_not_its_own_parent"
            ),
        ]

    def __str__(self):
        return self.title

    def clean(self):
        """Refuse a tree that is none: a parent elsewhere, or a commitment within itself."""
        super().clean()
        if self.parent and self.parent.program_id != self.program_id:
            raise ValidationError({"parent": "Choose a commitment of the same program."})
        above, seen = self.parent, set()
        while above and above.pk not in seen:
            seen.add(above.pk)
            above = above.parent
        if self.pk in seen:
            raise ValidationError({"parent": "A commitment cannot be part of itself."})


# Kinds that need a number. Calls are counted too, but "as agreed" where none is given.
NUMBERED_KINDS = ["summit", "summer_session", "workshop_days", "meetups", "hour_of_code", "fair"]


class Requirement(models.Model):
    """What a commitment asks for in one program year, in a way that records can meet."""

    class Kind(models.TextChoices):
        MANAGER = "manager", "Program manager named"
        SUMMIT = "summit", "Summit attended"
        SUMMER_SESSION = "summer_session", "Summer session attended"
        WORKSHOP_DAYS = "workshop_days", "Workshop days"
        FACILITATED = "facilitated", "Workshop days led by contracted facilitators"
        MEETUPS = "meetups", "Meetups"
        HOUR_OF_CODE = "hour_of_code", "Hour of Code promoted"
        FAIR = "fair", "CS fair"
        FUNDING = "funding", "Funding confirmed"
        CALLS = "calls", "Progress calls"
        PRIVACY = "privacy", "Privacy policy accepted"

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="requirements")
    program_year = models.ForeignKey(ProgramYear, models.CASCADE, related_name="requirements")
    kind = models.CharField(max_length=20, choices=Kind)
    course = models.ForeignKey(Course, models.PROTECT, null=True, blank=True, related_name="+")
    number = models.DecimalField(
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.5"))],
        help_text="Days, meetups, events… as the kind says. Empty for calls: as agreed.",
    )
    note = models.CharField(
        max_length=200, blank=True, help_text="Added to the number on the program page."
    )
    window_from = models.DateField("counts from", null=True, blank=True, validators=[validate_day])
    window_until = models.DateField("last day", null=True, blank=True, validators=[validate_day])
    lead_days = models.PositiveSmallIntegerField(
        default=60,
        help_text="How many days before the window something should be on the calendar.",
    )

    history = kept_history()

    class Meta:
        ordering = ["program_year", "commitment__position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["program_year", "kind"],
                condition=Q(course__isnull=True),
                name="requirement_one_a_kind",
                violation_error_message="This year already has this kind of requirement.",
            ),
            models.UniqueConstraint(
                fields=["program_year", "course"],
                name="requirement_one_a_course",
                violation_error_message="This year already asks for days of this course.",
            ),
            models.CheckConstraint(
                condition=Q(kind="workshop_days", course__isnull=False)
                | Q(~Q(kind="workshop_days"), course__isnull=True),
                name="requirement_course_for_workshop_days",
                violation_error_message="Workshop days need a course, and only they have one.",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=NUMBERED_KINDS) | Q(number__isnull=False),
                name="requirement_number_where_counted",
            ),
            models.CheckConstraint(
                condition=Q(window_from__isnull=True, window_until__isnull=True)
                | Q(window_from__isnull=False, window_until__isnull=False),
                name="requirement_window_has_both_days",
            ),
            models.CheckConstraint(
                condition=Q(window_until__isnull=True) | Q(window_until__gte=F("window_from")),
                name="requirement_window_ends_after_it_begins",
                violation_error_message="The last day is before the first.",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.program_year}"

    def clean(self):
        super().clean()
        if self.kind in NUMBERED_KINDS and not self.number:
            raise ValidationError({"number": "This kind is counted, so it needs a number."})
        if (self.window_from is None) != (self.window_until is None):
            raise ValidationError({"window_until": "Give both days of the window, or neither."})
        commitment = getattr(self, "commitment", None)
        year = getattr(self, "program_year", None)
        if commitment and year and commitment.program_id != year.program_id:
            raise ValidationError(
                {"program_year": "Choose a year of the commitment’s own program."}
            )


class FundingTerms(models.Model):
    """What the program pays a partner for a teacher group, from a day on."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="funding_terms")
    from_day = models.DateField(
        help_text="In force from this day until the next row's.", validators=[validate_day]
    )
    small_cohort_up_to = models.PositiveSmallIntegerField(
        default=10, help_text="Funded teachers in a small group, at most."
    )
    small_cohort = MoneyField("amount for a small group")
    large_cohort = MoneyField("amount for a larger group")
    per_teacher = MoneyField("amount for each funded teacher")
    urban_uplift_percent = models.PositiveSmallIntegerField(
        default=25, validators=[MaxValueValidator(100)], help_text="Added to the whole."
    )
    smallest_cohort = models.PositiveSmallIntegerField(
        default=5, help_text="Below this, teachers learn online and bring no funding."
    )
    facilitator_day_rate = MoneyField(help_text="Suggested; each contract has its own.")
    teacher_stipend = MoneyField("teacher's stipend a day", default=0)

    history = kept_history()

    class Meta:
        ordering = ["-from_day"]
        verbose_name_plural = "funding terms"
        constraints = [
            models.UniqueConstraint(fields=["program", "from_day"], name="fundingterms_one_a_day"),
            models.CheckConstraint(
                condition=Q(urban_uplift_percent__lte=100), name="fundingterms_uplift_a_percentage"
            ),
            models.CheckConstraint(
                condition=Q(
                    small_cohort__gte=0,
                    large_cohort__gte=0,
                    per_teacher__gte=0,
                    facilitator_day_rate__gte=0,
                    teacher_stipend__gte=0,
                ),
                name="fundingterms_amounts_not_negative",
            ),
        ]

    def __str__(self):
        return f"Funding terms from {days.in_words(self.from_day, weekday=False)}"

    def amount_for(self, funded, *, urban):
        """Return what a teacher group brings: dollars for so many funded teachers.

        Source: program page of 2016. An urban partner's uplift is on the whole; a group smaller
        than the smallest brings nothing.
        """
        if funded < self.smallest_cohort:
            return Decimal(0)
        flat = self.small_cohort if funded <= self.small_cohort_up_to else self.large_cohort
        whole = flat + funded * self.per_teacher
        return to_cent(whole * (100 + self.urban_uplift_percent * urban) / 100)

    def examples(self):
        """Return (funded teachers, amount, amount if urban) where the rule turns, and beyond."""
        small, large = self.smallest_cohort, self.small_cohort_up_to
        turns = sorted({max(small - 1, 0), small, large, large + 1, 2 * large})
        return [(n, self.amount_for(n, urban=False), self.amount_for(n, urban=True)) for n in turns]
