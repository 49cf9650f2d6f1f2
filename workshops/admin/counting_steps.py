"""With which staff let a workshop count for what its partner promised, and take that back."""

from django import forms

from plp.core.confirming import Step
from workshops.actions import counting
from workshops.models import Workshop

RUN = "workshops.run_workshop"
BY_ITSELF = "As its records say"


def is_counted(workshop) -> bool:
    """Whether staff let it count; read it with `counted_anyway` selected."""
    return hasattr(workshop, "counted_anyway")


def in_words(workshop) -> str:
    """Say how a workshop comes to count."""
    if not is_counted(workshop):
        return f"{BY_ITSELF}: its lead accredited and under contract on the day, and in person."
    said = workshop.counted_anyway
    return f"{said.by or 'Staff'} let it count: {said.reason}"


def _stands(workshop):
    return "Counts, as staff let it" if is_counted(workshop) else BY_ITSELF


def _may_count(workshop):
    return not is_counted(workshop) and workshop.status != Workshop.Status.CANCELLED


class ReasonForm(forms.Form):
    required_css_class = "required"

    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 5, "class": "vLargeTextField"}),
        help_text="The partner reads it beside the days that count by it.",
    )


STEPS = [
    Step(
        slug="count-anyway",
        label="Let it count",
        done="Let count",
        consequence="Its days count for what the partner promised, though its lead was not "
        "accredited or under contract on the day, or though it is virtual.",
        permission=RUN,
        take=counting.count_anyway,
        form=ReasonForm,
        fits=_may_count,
        why_not="Staff let it count already, or it is cancelled.",
        stands=_stands,
    ),
    Step(
        slug="count-by-itself",
        label="Let it count no more",
        done="Let count no more",
        consequence="Its days count again only where its lead was accredited and under contract, "
        "and where it is in person.",
        permission=RUN,
        take=counting.count_by_itself,
        fits=is_counted,
        why_not="Nobody let it count, so there is nothing to take back.",
        stands=_stands,
    ),
]
