"""What remains of a workshop: what teachers thought of it, and their certificates."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from plp.core.history import kept_history
from workshops.models.enrollment import Enrollment

SCALE = 5


class FeedbackQuestion(models.Model):
    """A question that is asked of teachers after a workshop; staff keep the list."""

    class Kind(models.TextChoices):
        SCALE = "scale", "A scale from 1 to 5"
        TEXT = "text", "In words"

    text = models.CharField(max_length=200, help_text="As teachers read it.")
    kind = models.CharField(
        max_length=10, choices=Kind, default=Kind.SCALE, help_text="Fixed once it was answered."
    )
    low = models.CharField("what 1 means", max_length=40, blank=True, help_text="“Not at all”")
    high = models.CharField("what 5 means", max_length=40, blank=True, help_text="“Very much”")
    position = models.PositiveSmallIntegerField(default=0, help_text="Asked in this order.")
    is_active = models.BooleanField(
        default=True, help_text="Taken out, it is not asked any more; its answers stay."
    )

    history = kept_history()

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self):
        return self.text


class Feedback(models.Model):
    """That a teacher has answered the questions about a workshop, once."""

    enrollment = models.OneToOneField(Enrollment, models.CASCADE, related_name="feedback")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name_plural = "feedback"
        permissions = [("export_feedback", "Can download feedback")]

    def __str__(self):
        return f"Feedback on {self.enrollment.workshop}"


class FeedbackAnswer(models.Model):
    """What one teacher answered to one question: a score, or words."""

    feedback = models.ForeignKey(Feedback, models.CASCADE, related_name="answers")
    question = models.ForeignKey(FeedbackQuestion, models.PROTECT, related_name="answers")
    score = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(SCALE)]
    )
    words = models.TextField(blank=True, max_length=4000)

    class Meta:
        ordering = ["question", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["feedback", "question"], name="feedbackanswer_one_a_question"
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__gte=1, score__lte=SCALE),
                name="feedbackanswer_on_the_scale",
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=False) | ~Q(words=""),
                name="feedbackanswer_says_something",
            ),
        ]

    def __str__(self):
        return self.words or str(self.score)


class Certificate(models.Model):
    """That a teacher took part in a workshop; the hours follow from who was present."""

    enrollment = models.OneToOneField(Enrollment, models.CASCADE, related_name="certificate")
    code = models.CharField("number", max_length=12, unique=True, editable=False)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self):
        return f"Certificate {self.code}"
