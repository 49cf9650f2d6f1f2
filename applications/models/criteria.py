"""What reviewers score applications by: a program's own criteria, each with a labelled scale."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from applications.models.program import Program
from plp.core.history import kept_history

FEWEST, MOST = 2, 10  # steps of a scale
HEAVIEST = 100


class CriterionQuerySet(models.QuerySet):
    def in_force(self):
        """Criteria that reviews ask for now: not replaced by a later wording, nor retired."""
        return self.filter(retired_at__isnull=True)


class Criterion(models.Model):
    """One thing to score. Once scored it never changes: a new row replaces it.

    A score keeps the row it was given for, and with it name, weight and scale of that time.
    """

    program = models.ForeignKey(Program, models.CASCADE, related_name="criteria")
    position = models.PositiveSmallIntegerField(
        help_text="The lowest number stands first. Leave gaps, such as 10, 20, 30."
    )
    name = models.CharField(max_length=80)
    guidance = models.TextField(
        blank=True, help_text="What reviewers look for, beside the scale. A few sentences."
    )
    weight = models.PositiveSmallIntegerField(
        default=1,
        validators=[MaxValueValidator(HEAVIEST)],
        help_text="How much it counts beside the others; 0: asked, but not counted.",
    )
    scale = models.TextField(
        help_text="The steps of the scale, one a line, the lowest first: from two to ten."
    )
    steps = models.PositiveSmallIntegerField("number of steps", editable=False)
    replaces = models.OneToOneField(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="replaced_by",
    )
    retired_at = models.DateTimeField("not asked for since", null=True, blank=True, editable=False)

    objects = CriterionQuerySet.as_manager()
    history = kept_history(exclude=["steps"])

    class Meta:
        ordering = ["position", "pk"]
        verbose_name_plural = "criteria"
        constraints = [
            models.CheckConstraint(
                condition=Q(steps__range=(FEWEST, MOST)), name="criterion_steps_in_range"
            )
        ]

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        labels = self.labels()
        if not FEWEST <= len(labels) <= MOST:
            said = f"Write from {FEWEST} to {MOST} steps, one a line; these are {len(labels)}."
            raise ValidationError({"scale": said})
        if len(set(labels)) != len(labels):
            raise ValidationError({"scale": "Two steps have the same words."})

    def save(self, *args, **kwargs):
        self.steps = len(self.labels())
        super().save(*args, **kwargs)

    def labels(self):
        """Return the words of each step, the lowest first."""
        return [line.strip() for line in self.scale.splitlines() if line.strip()]
