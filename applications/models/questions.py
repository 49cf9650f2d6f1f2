"""What the application form asks."""

from django.core.exceptions import ValidationError
from django.db import models

from applications.models.program import Program


class Section(models.TextChoices):
    """The sections of the application form, in their order."""

    ORGANIZATION = "organization", "Organization"
    REGION = "region", "Region and districts"
    EXPERIENCE = "experience", "Experience"
    PEOPLE = "people", "People"
    FUNDING = "funding", "Funding"
    COMMUNITY = "community", "Community"
    COMMITMENTS = "commitments", "Commitments"
    REFERENCES = "references", "References"
    REVIEW = "review", "Review and send"


class Question(models.Model):
    """A question of the application form that is the program's own."""

    class Kind(models.TextChoices):
        SHORT = "short", "A line"
        LONG = "long", "Several lines"
        NUMBER = "number", "A number"
        YES_NO = "yes_no", "Yes or no"
        CHOICE = "choice", "One of several"
        SEVERAL = "several", "Any of several"
        DATE = "date", "A day"

    program = models.ForeignKey(Program, models.CASCADE, related_name="questions")
    section = models.CharField(max_length=20, choices=Section)
    slug = models.SlugField()
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)
    help = models.CharField(max_length=500, blank=True)
    kind = models.CharField(max_length=10, choices=Kind)
    choices = models.TextField(
        blank=True, help_text="One a line, for “one of several” and “any of several”."
    )
    is_required = models.BooleanField("required", default=True)
    words_at_most = models.PositiveSmallIntegerField(null=True, blank=True)
    reviewers_may_see = models.BooleanField(default=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["program", "slug"], name="question_one_a_slug")
        ]

    def __str__(self):
        return self.text

    def clean(self):
        super().clean()
        offers = self.kind in {self.Kind.CHOICE, self.Kind.SEVERAL}
        if offers != bool(self.choice_list()):
            raise ValidationError(
                {"choices": "“One of several” and “any of several” need choices, others none."}
            )

    def choice_list(self):
        return [line.strip() for line in self.choices.splitlines() if line.strip()]
