"""What partners promise, and how it is measured."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from applications.models.program import MARKDOWN, Program
from applications.models.years import Course, ProgramYear
from plp.core.days import validate_day
from plp.core.history import kept_history


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
