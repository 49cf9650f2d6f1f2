"""What the program pays a partner for a teacher group, and how the sum comes about."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from math import ceil
from operator import attrgetter
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from applications.models.program import Program
from plp.core import days
from plp.core.days import validate_day
from plp.core.history import kept_history
from plp.core.money import MoneyField, dollars, to_cent
from plp.core.texts import counted

TEACHER = "funded teacher"
MOST_DAYS_TO_CLAIM = 365


class Step(NamedTuple):
    """One step of working out what a group brings: in words, and what it comes to."""

    words: str
    amount: Decimal


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
        validators=[MinValueValidator(1), MaxValueValidator(MOST_DAYS_TO_CLAIM)],
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

    @property
    def more_for_urban(self):
        """What urban partners get more, in words, or nothing where they get no more."""
        on = {
            self.UpliftOn.WHOLE: "the whole",
            self.UpliftOn.FLAT: "the amount for the group",
            self.UpliftOn.TEACHERS: "the amounts for its teachers",
        }
        percent = self.urban_uplift_percent
        return f"{percent}% on {on[self.uplift_on]}" if percent else ""

    def amount_for(self, funded, *, urban):
        """Return what a teacher group brings: dollars for so many funded teachers."""
        return self.steps_for(funded, urban=urban)[-1].amount

    def steps_for(self, funded, *, urban):
        """Return how it comes about: Steps that add up to the last one, the sum.

        Source: program page of 2016. A group smaller than the smallest brings nothing.
        """
        if funded < max(self.smallest_cohort, 1):
            return [Step(self.too_few_words(funded), Decimal(0))]
        steps = [*self._base_steps(funded)]
        if urban and self.urban_uplift_percent:
            steps.append(self._uplift_step(*steps))
        total = sum(step.amount for step in steps)
        return [*steps, Step(f"What a group of {counted(funded, TEACHER)} brings", total)]

    def parts_for(self, days):
        """Return in how many parts a group is paid that is asked for so many workshop days, or for
        None; 0 where nothing says."""
        return self.parts or ceil(days or 0)

    def too_few_words(self, funded):
        """Say why a group of so many funded teachers brings nothing."""
        few = f"{counted(funded, TEACHER)} {'is' if funded == 1 else 'are'} fewer than"
        return f"{few} {self.smallest_cohort}, the smallest group that is funded"

    def _base_steps(self, funded):
        limit = self.small_cohort_up_to
        if funded <= limit:
            yield Step(f"For a group of up to {limit} funded teachers", self.small_cohort)
        else:
            yield Step(f"For a group of more than {limit} funded teachers", self.large_cohort)
        each = f"{counted(funded, TEACHER)}, {dollars(self.per_teacher)} each"
        yield Step(each, funded * self.per_teacher)

    def _uplift_step(self, flat, teachers):
        """Return what an urban partner gets more, half a cent rounded up."""
        on = {
            self.UpliftOn.WHOLE: ("both", flat.amount + teachers.amount),
            self.UpliftOn.FLAT: ("the amount for the group", flat.amount),
            self.UpliftOn.TEACHERS: ("the amounts for the teachers", teachers.amount),
        }
        words, amount = on[self.uplift_on]
        more = to_cent(amount * self.urban_uplift_percent / 100)
        return Step(f"{self.urban_uplift_percent}% more on {words}, for an urban partner", more)

    def examples(self):
        """Return (funded teachers, amount, amount if urban) where the rule turns, and beyond."""
        small, large = self.smallest_cohort, self.small_cohort_up_to
        turns = sorted({max(small - 1, 0), small, large, large + 1, 2 * large})
        return [(n, self.amount_for(n, urban=False), self.amount_for(n, urban=True)) for n in turns]


def in_force(rows: Iterable[FundingTerms], day: date) -> FundingTerms | None:
    """Return which of a program's funding terms are in force on a day; None before the first."""
    begun = (row for row in rows if row.from_day <= day)
    return max(begun, key=attrgetter("from_day"), default=None)


def due_by(whole: Decimal, part: int, parts: int) -> Decimal:
    """Return what is due of a sum, in dollars, with one of its parts and those before it.

    Source: DESIGN, section 4: part k is the sum × k/n, rounded, less the parts before.
    """
    return to_cent(whole * part / parts)
