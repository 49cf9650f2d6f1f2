"""What staff take back of a workshop for its partner: a start, and an end."""

from django import forms

from plp.core.confirming import Step
from workshops.actions import running
from workshops.models import Workshop

Status = Workshop.Status
RUN = "workshops.run_workshop"


class WhyForm(forms.Form):
    required_css_class = "required"

    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        help_text="Its program managers read it.",
    )


STEPS = [
    Step(
        slug="undo-start",
        label="Undo start",
        done="Undone the start of",
        consequence="It is as it was before it was started. Codes to check in with, and marks of "
        "who was present, stay for when it is started again.",
        permission=RUN,
        take=running.undo_start,
        form=WhyForm,
        fits=lambda workshop: workshop.status == Status.IN_PROGRESS,
        why_not="It is not in progress.",
        is_single=True,
    ),
    Step(
        slug="reopen",
        label="Reopen",
        done="Reopened",
        consequence="It is in progress again: its program managers can put right who was present, "
        "and end it again. Until then it counts as planned, and its certificates are not valid.",
        permission=RUN,
        take=running.reopen,
        form=WhyForm,
        fits=lambda workshop: workshop.status == Status.COMPLETED,
        why_not="It is not completed.",
        is_single=True,
    ),
]
