"""What the application form asks."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from applications.models.program import Program
from plp.core.history import kept_history


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


UNASKED = {Section.COMMITMENTS, Section.REFERENCES, Section.REVIEW}


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
    section = models.CharField(
        max_length=20,
        choices=Section,
        help_text="The page of the form. Commitments, references and review ask nothing of ours.",
    )
    slug = models.SlugField(
        "short name",
        help_text="Drafts keep what was typed under this name. Once the program is current, do "
        "not change it: answers in open drafts would no longer be found.",
    )
    position = models.PositiveSmallIntegerField(
        help_text="The lowest number of a section stands first. Leave gaps, such as 10, 20, 30."
    )
    text = models.CharField("question", max_length=300)
    help = models.CharField(
        max_length=500, blank=True, help_text="A sentence below the question, if it needs one."
    )
    kind = models.CharField(
        "kind of answer",
        max_length=10,
        choices=Kind,
        help_text="“One of several” and “any of several” need choices, one a line.",
    )
    choices = models.TextField(
        blank=True, help_text="One a line, for “one of several” and “any of several”."
    )
    is_required = models.BooleanField(
        "required",
        default=True,
        help_text="Nobody can send an application without an answer. Open drafts, too, must "
        "answer what becomes required.",
    )
    words_at_most = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="For several lines. Empty: any number of words."
    )
    shown_if = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="shown only if",
        help_text="An earlier question of the same section, with “yes or no” or “one of several”.",
    )
    shown_if_answer = models.CharField(
        "is answered with",
        max_length=200,
        blank=True,
        help_text="Yes, No, or one of its choices, word for word.",
    )
    reviewers_may_see = models.BooleanField(
        default=True, help_text="Untick for what should not sway a review. Staff see every answer."
    )

    history = kept_history()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["program", "slug"], name="question_one_a_slug"),
            models.CheckConstraint(
                condition=Q(shown_if__isnull=True, shown_if_answer="")
                | Q(shown_if__isnull=False) & ~Q(shown_if_answer=""),
                name="question_shown_if_with_its_answer",
                violation_error_message="“Shown only if” needs a question and its answer.",
            ),
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
        if self.section in UNASKED:
            raise ValidationError({"section": "This section asks no questions of the program."})
        if self.shown_if:
            self._check_shown_if()

    def _check_shown_if(self):
        """Refuse a condition that nobody could meet, or that would need the page to look back."""
        other = self.shown_if
        same_place = (other.program_id, other.section) == (self.program_id, self.section)
        if not same_place or (other.position, other.pk) >= (self.position, self.pk or 10**12):
            raise ValidationError({"shown_if": "Choose an earlier question of this section."})
        if self.shown_if_answer not in other.possible_answers():
            answers = ", ".join(other.possible_answers()) or "none: choose another question"
            raise ValidationError({"shown_if_answer": f"Its answers are {answers}."})

    def choice_list(self):
        return [line.strip() for line in self.choices.splitlines() if line.strip()]

    def possible_answers(self):
        """Return the answers one can choose from where only one can be given, else none."""
        if self.kind == self.Kind.YES_NO:
            return ["Yes", "No"]
        return self.choice_list() if self.kind == self.Kind.CHOICE else []
