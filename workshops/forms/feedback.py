"""What teachers fill in about a workshop: one field a question, as staff keep them."""

from django import forms

from plp.core.guard import GuardedForm
from workshops.forms.fields import helper, mark_optional
from workshops.models import FeedbackQuestion
from workshops.models.after import SCALE

MOST_WORDS = 4_000  # characters


class FeedbackForm(GuardedForm):
    """The questions of staff; a scale must be answered, words need not."""

    def __init__(self, *args, questions, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.questions = {f"question-{each.pk}": each for each in questions}
        own = {name: _field(question) for name, question in self.questions.items()}
        self.fields |= own
        mark_optional(self)
        self.helper = helper(*own, button="Send my answers", is_guarded=True)

    @property
    def given(self):
        return {each: self.cleaned_data[name] for name, each in self.questions.items()}


def _field(question):
    if question.kind == FeedbackQuestion.Kind.TEXT:
        return forms.CharField(
            label=question.text,
            required=False,
            max_length=MOST_WORDS,
            widget=forms.Textarea({"rows": 3}),
        )
    return forms.ChoiceField(
        label=question.text,
        choices=[(score, _of_scale(question, score)) for score in range(1, SCALE + 1)],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one of these.", "invalid_choice": "Choose one."},
    )


def _of_scale(question, score):
    """Return a step of the scale, with what it means at its ends."""
    means = {1: question.low, SCALE: question.high}.get(score)
    return f"{score}: {means}" if means else str(score)
