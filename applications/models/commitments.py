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
    slug = models.SlugField(
        "name in its address",
        help_text="Links to this commitment end in it: /educate/plc/plp#commitment-workshops. "
        "Change it, and such links lead to the top of the page.",
    )
    position = models.PositiveSmallIntegerField(
        help_text="Its number on the program page; parts are ordered by it below their commitment."
    )
    title = models.CharField(max_length=80)
    text = models.TextField(
        help_text=f"Applicants who have sent theirs promised the words of that day, whatever you "
        f"change here. {MARKDOWN}"
    )
    parent = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name="part of",
        help_text="Empty, unless it is one part of a larger commitment. Parts have no number.",
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


# Kinds that need a number. Calls are counted too, but "as agreed" where none is given; the others
# are a share of the workshop days or a standing condition and have none.
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

    commitment = models.ForeignKey(
        Commitment,
        models.CASCADE,
        related_name="requirements",
        help_text="What partners promise, and this measures.",
    )
    program_year = models.ForeignKey(
        ProgramYear,
        models.CASCADE,
        related_name="requirements",
        help_text="A partner meets it in this year of the program.",
    )
    kind = models.CharField(
        max_length=20,
        choices=Kind,
        help_text="Which records meet it. A year has each kind once; workshop days once a course.",
    )
    course = models.ForeignKey(
        Course,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="For workshop days: the course they teach. Empty for all other kinds.",
    )
    number = models.DecimalField(
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.5"))],
        help_text="How many days, meetups, calls or events. Workshop days may come in halves. "
        "Calls without a number are as agreed. Empty where nothing is counted: manager named, days "
        "led by facilitators, funding, privacy policy.",
    )
    note = models.CharField(
        max_length=200,
        blank=True,
        help_text="A few words below the number on the program page. Empty: the page says itself "
        "what it knows, such as the place of the summit.",
    )
    window_from = models.DateField(
        "first day",
        null=True,
        blank=True,
        validators=[validate_day],
        help_text="What happens before it does not count.",
    )
    window_until = models.DateField(
        "last day",
        null=True,
        blank=True,
        validators=[validate_day],
        help_text="What happens on it still counts; after it, what is left is overdue.",
    )
    lead_days = models.PositiveSmallIntegerField(
        "days to plan ahead",
        default=60,
        validators=[MaxValueValidator(366)],
        help_text="So many days before the first day, partners are reminded that nothing is "
        "scheduled yet. Until then it is “later”.",
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
                violation_error_code="kind",
            ),
            models.UniqueConstraint(
                fields=["program_year", "course"],
                name="requirement_one_a_course",
                violation_error_message="This year already asks for days of this course.",
                violation_error_code="course",
            ),
            models.CheckConstraint(
                condition=Q(kind="workshop_days", course__isnull=False)
                | Q(~Q(kind="workshop_days"), course__isnull=True),
                name="requirement_course_for_workshop_days",
                violation_error_message="Workshop days need a course, and only they have one.",
                violation_error_code="course",
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
                violation_error_code="window_until",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.program_year}"

    def clean(self):
        super().clean()
        errors = {}
        if objection := self.number_objection():
            errors["number"] = objection
        if (self.window_from is None) != (self.window_until is None):
            errors["window_until"] = "Give both days of the window, or neither."
        commitment = getattr(self, "commitment", None)
        year = getattr(self, "program_year", None)
        if commitment and year and commitment.program_id != year.program_id:
            errors["program_year"] = "Choose a year of the commitment’s own program."
        if errors:
            raise ValidationError(errors)

    def number_objection(self):
        """Say why the number does not fit the kind, or nothing."""
        counted = {*NUMBERED_KINDS, self.Kind.CALLS}
        if self.kind in NUMBERED_KINDS and not self.number:
            return "This kind is counted, so it needs a number."
        if not self.number:
            return ""
        if self.kind not in counted:
            return "Nothing is counted for this kind, so leave the number empty."
        if self.kind == self.Kind.WORKSHOP_DAYS:
            return "" if self.number % Decimal("0.5") == 0 else "Write whole or half days."
        return "" if self.number % 1 == 0 else "Write a whole number: only days come in halves."


class FundingTerms(models.Model):
    """What the program pays a partner for a teacher group, from a day on."""

    class UpliftOn(models.TextChoices):
        WHOLE = "whole", "The whole"
        FLAT = "flat", "The amount for the group"
        TEACHERS = "teachers", "The amounts for the teachers"

    program = models.ForeignKey(Program, models.CASCADE, related_name="funding_terms")
    from_day = models.DateField(
        "first day",
        help_text="In force from this day on, until the first day of the row that follows.",
        validators=[validate_day],
    )
    small_cohort_up_to = models.PositiveSmallIntegerField(
        "small group, up to",
        default=10,
        help_text="So many funded teachers are still a small group.",
    )
    small_cohort = MoneyField("amount for a small group")
    large_cohort = MoneyField("amount for a larger group")
    per_teacher = MoneyField("amount for each funded teacher")
    urban_uplift_percent = models.PositiveSmallIntegerField(
        "more for urban partners, in percent",
        default=25,
        validators=[MaxValueValidator(100)],
        help_text="Staff decide who is urban.",
    )
    uplift_on = models.CharField(
        "more on what",
        max_length=10,
        choices=UpliftOn,
        default=UpliftOn.WHOLE,
        db_default=UpliftOn.WHOLE,
        help_text="What urban partners get so much more of.",
    )
    urban_means = models.TextField(
        "what “urban” means",
        blank=True,
        max_length=1000,
        db_default="",
        help_text="In a sentence that partners can check themselves by.",
    )
    smallest_cohort = models.PositiveSmallIntegerField(
        "smallest funded group",
        default=5,
        help_text="With fewer funded teachers, they learn online and bring no funding.",
    )
    parts = models.PositiveSmallIntegerField(
        "number of parts",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(40)],
        help_text="In so many parts it is paid, one for each workshop day that is completed. Empty:"
        " as many as the workshop days that a partner has to host for the group.",
    )
    facilitator_day_rate = MoneyField(
        help_text="What we suggest, on the program page. Each contract has its own."
    )
    travel_cap = MoneyField(
        "facilitator's travel a workshop, at most",
        default=0,
        db_default=0,
        help_text="What we suggest, against receipts. Each contract has its own.",
    )
    teacher_stipend = MoneyField(
        "teacher's stipend a day", default=0, help_text="0: teachers get no stipend."
    )
    teacher_travel = MoneyField(
        "teacher's travel a day",
        default=0,
        db_default=0,
        help_text="0: teachers get no travel.",
    )
    claim_within_days = models.PositiveSmallIntegerField(
        "days to claim other costs",
        default=30,
        db_default=30,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
        help_text="Community events and other invoices can be claimed until so many days after the "
        "event, or after the day of the invoice.",
    )

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
                    travel_cap__gte=0,
                    teacher_travel__gte=0,
                ),
                name="fundingterms_amounts_not_negative",
            ),
        ]

    def __str__(self):
        return f"Funding terms from {days.in_words(self.from_day, weekday=False)}"

    def clean(self):
        super().clean()
        small, smallest = self.small_cohort_up_to, self.smallest_cohort
        if None not in (small, smallest) and small < smallest:
            raise ValidationError(
                {"small_cohort_up_to": f"Groups begin at {smallest}: write that or more."}
            )

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
