"""The form in which a reviewer scores: a scale for each criterion, a comment, a recommendation."""

import hashlib

from django import forms

from applications.actions.reviews import Said
from applications.models import Review

PREFIX = "score-"
SCORE_IT = "Choose a step of the scale."


def name_of(criterion) -> str:
    """Return the name of a criterion's field: another one as soon as its words are others, so that
    no score is taken for words that its reviewer has not read."""
    words = repr((criterion.name, criterion.guidance, criterion.scale))
    return f"{PREFIX}{criterion.pk}-{hashlib.sha256(words.encode()).hexdigest()[:8]}"


class ReviewForm(forms.Form):
    """A review as far as it has come; to finish it, all but the comment must be said."""

    recommendation = forms.ChoiceField(
        choices=Review.Recommendation.choices,
        widget=forms.RadioSelect,
        required=False,
        error_messages={"required": "Choose what you recommend."},
    )
    comment = forms.CharField(
        required=False,
        max_length=10_000,
        strip=False,
        label="Comment",
        widget=forms.Textarea(attrs={"rows": 7, "aria-describedby": "comment-help"}),
    )

    def __init__(self, data=None, *, criteria, is_finished=False, **kwargs):
        super().__init__(data, **kwargs)
        self.criteria = {name_of(criterion): criterion for criterion in criteria}
        for name, criterion in self.criteria.items():
            self.fields[name] = _scale(criterion)
        self.order_fields([*self.criteria, "recommendation", "comment"])
        for name in [*self.criteria, "recommendation"] if is_finished else []:
            self.fields[name].required = True

    def clean_comment(self):
        return "\n".join(self.cleaned_data["comment"].splitlines()).rstrip()

    def said(self) -> Said:
        """Return what was said and is valid."""
        scores = {
            criterion: self.cleaned_data[name]
            for name, criterion in self.criteria.items()
            if self.cleaned_data.get(name)
        }
        found = {name: self.cleaned_data.get(name, "") for name in ("recommendation", "comment")}
        return Said(scores, **found)

    def was_asked_otherwise(self) -> bool:
        """Whether a score was sent for words that have been changed since they were shown."""
        return any(name.startswith(PREFIX) and name not in self.fields for name in self.data)

    def scales(self):
        """Return (field, criterion) of each criterion, in order."""
        return [(self[name], criterion) for name, criterion in self.criteria.items()]


def _scale(criterion):
    return forms.TypedChoiceField(
        choices=list(enumerate(criterion.labels(), start=1)),
        coerce=int,
        empty_value=None,
        required=False,
        label=criterion.name,
        widget=forms.RadioSelect,
        error_messages={"required": SCORE_IT, "invalid_choice": SCORE_IT},
    )


def as_typed(review, criteria) -> dict:
    """Return what a saved review says, by the fields of its form."""
    if review is None:
        return {}
    values = {score.criterion_id: score.value for score in review.scores.all()}
    scores = {name_of(c): str(values[c.pk]) for c in criteria if c.pk in values}
    return {"recommendation": review.recommendation, "comment": review.comment} | scores
