"""What the program may spend, and how partners come to sustain the work on their own."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from applications.models import Partner, Program, ProgramYear, SchoolYear
from plp.core.days import validate_day
from plp.core.history import kept_history
from plp.core.money import MoneyField


class ProgramBudget(models.Model):
    """What the program may spend on reimbursements in a program year."""

    program_year = models.OneToOneField(ProgramYear, models.CASCADE, related_name="budget")
    amount = MoneyField(help_text="In dollars.")
    note = models.TextField(blank=True, help_text="Where it comes from, who agreed to it.")

    history = kept_history()

    class Meta:
        ordering = ["program_year"]
        verbose_name = "budget of a program year"
        verbose_name_plural = "budgets of program years"
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="programbudget_not_negative")
        ]

    def __str__(self):
        return f"Budget, {self.program_year}"


class FundingTarget(models.Model):
    """How much of what a year costs a partner should have found elsewhere, and until when: half of
    year 3 by the end of year 1."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="funding_targets")
    percent = models.PositiveSmallIntegerField(
        "share in percent", validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    of_year = models.PositiveSmallIntegerField(
        "of what year costs", validators=[MinValueValidator(1)], help_text="Its number: 3."
    )
    by_end_of_year = models.PositiveSmallIntegerField(
        "by the end of year", validators=[MinValueValidator(1)], help_text="Its number: 1."
    )

    history = kept_history()

    class Meta:
        ordering = ["program", "by_end_of_year", "of_year"]
        verbose_name = "target for other funding"
        verbose_name_plural = "targets for other funding"
        constraints = [
            models.UniqueConstraint(
                fields=["program", "of_year", "by_end_of_year"], name="fundingtarget_one_a_year"
            ),
            models.CheckConstraint(
                condition=Q(percent__gte=1, percent__lte=100), name="fundingtarget_a_percentage"
            ),
            models.CheckConstraint(
                condition=Q(of_year__gte=F("by_end_of_year")), name="fundingtarget_looks_ahead"
            ),
        ]

    def __str__(self):
        return (
            f"{self.percent}% of what year {self.of_year} costs, "
            f"by the end of year {self.by_end_of_year}"
        )


class FundingNeed(models.Model):
    """What a partner reckons that a school year costs it."""

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="funding_needs")
    school_year = models.ForeignKey(SchoolYear, models.PROTECT, related_name="+")
    amount = MoneyField("what the year costs you", help_text="In dollars, as you reckon.")
    note = models.TextField("how you reckon", blank=True, max_length=2000)

    history = kept_history()

    class Meta:
        ordering = ["partner", "school_year"]
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "school_year"], name="fundingneed_one_a_year"
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="fundingneed_not_negative"),
        ]

    def __str__(self):
        return f"{self.partner}, {self.school_year}"


class OtherFunding(models.Model):
    """Money that a partner has found elsewhere for a school year."""

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="other_funding")
    school_year = models.ForeignKey(SchoolYear, models.PROTECT, related_name="+")
    source = models.CharField("from whom", max_length=200)
    amount = MoneyField(help_text="In dollars.")
    since = models.DateField("certain since", validators=[validate_day])
    note = models.TextField("what it is for", blank=True, max_length=2000)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )

    history = kept_history()

    class Meta:
        ordering = ["school_year", "since", "pk"]
        verbose_name = "other funding"
        verbose_name_plural = "other funding"
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="otherfunding_not_negative")
        ]

    def __str__(self):
        return f"{self.source}, {self.school_year}"
