"""Rules among the records of one program, said beside the field that breaks them.

They are rules for whoever edits one record at a time. A file that is loaded changes several, so it
may break them on the way.
"""

from django.forms import BaseInlineFormSet

from applications.models import Criterion, Question, Round
from plp.core.editing import WatchedForm


class InOrderForm(WatchedForm):
    """A record with a position that none of its siblings has."""

    among = ["program"]

    @property
    def among_which(self):
        return self._meta.model.objects.all()

    def clean(self):
        cleaned = super().clean()
        if not {"position", *self.among} <= cleaned.keys():
            return cleaned
        siblings = self.among_which.filter(**{name: cleaned[name] for name in self.among})
        others = list(siblings.exclude(pk=self.instance.pk))
        for other in others:
            if other.position == cleaned["position"]:
                free = max(each.position for each in others) + 1
                message = f"“{other}” stands at {other.position}. The next free number is {free}."
                self.add_error("position", message)
                break
        return cleaned


class CommitmentForm(InOrderForm):
    among = ["program", "parent"]


class CriterionForm(InOrderForm):
    """A criterion; line breaks are kept as files have them, so that they are no change."""

    @property
    def among_which(self):
        return Criterion.objects.in_force()

    def clean_guidance(self):
        return "\n".join(self.cleaned_data["guidance"].splitlines())

    def clean_scale(self):
        return "\n".join(self.cleaned_data["scale"].splitlines())


class QuestionForm(InOrderForm):
    among = ["program", "section"]

    def _post_clean(self):
        """With the rules of the question itself, look at those that are asked because of it."""
        super()._post_clean()
        if self.errors or not self.instance.pk:
            return
        for other in Question.objects.filter(shown_if=self.instance):
            if field := _breaks(self.instance, other):
                self.add_error(
                    field,
                    f"“{other}” is asked only of those who answer this with "
                    f"“{other.shown_if_answer}”, further down in the same section. Change that "
                    "question first.",
                )


def _breaks(question, other):
    """Return the field of a question that leaves one which depends on it without its condition."""
    if other.shown_if_answer not in question.possible_answers():
        return "choices" if question.kind == Question.Kind.CHOICE else "kind"
    if (other.program_id, other.section) != (question.program_id, question.section):
        return "section"
    return "position" if other.position < question.position else ""


class RoundForm(WatchedForm):
    def clean(self):
        cleaned = super().clean()
        if {"program", "opens_on", "closes_on"} <= cleaned.keys():
            others = Round.objects.filter(program=cleaned["program"]).exclude(pk=self.instance.pk)
            _refuse_overlap(self, others)
        return cleaned


class RoundFormSet(BaseInlineFormSet):
    def clean(self):
        """Compare the periods as they were typed: several may have moved at once."""
        super().clean()
        before = []
        for form in self.forms:
            typed = getattr(form, "cleaned_data", {})
            if not typed.get("opens_on") or typed.get("DELETE") or form.errors:
                continue
            _refuse_overlap(form, before)
            before.append(Round(**{n: typed.get(n) for n in ["name", "opens_on", "closes_on"]}))


def _refuse_overlap(form, others):
    typed = form.cleaned_data
    period = Round(opens_on=typed["opens_on"], closes_on=typed.get("closes_on"))
    if period.closes_on and period.closes_on < period.opens_on:
        return
    for other in others:
        if period.overlaps(other):
            ends = "has no last day" if other.closes_on is None else f"ends on {other.closes_on}"
            form.add_error(
                "opens_on",
                f"“{other}” {ends}, so both would be open at once. Let one end before the other "
                "begins.",
            )
            return
