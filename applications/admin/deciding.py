"""Decisions that are made ready on applications, each by one or for many."""

from django import forms

from applications import actions
from applications.admin.moves import DAYS_TO_REPLY, DECIDE, Asks, Day, Words, refuse_past
from applications.models import Decision
from plp.core.confirming import Step
from plp.core.days import pacific_today
from plp.core.workflow import TransitionError

Kind = Decision.Kind

DISCARDED = "It is as if it had never been made ready. Nobody outside has heard of it."


class DecisionForm(Asks):
    kind = forms.ChoiceField(
        error_messages={"required": "Choose one of these."},
        label="Decision",
        choices=Kind,
        widget=forms.RadioSelect,
    )
    last_day = Day(
        label="Last day",
        required=False,
        initial=lambda: pacific_today() + DAYS_TO_REPLY,
        validators=[refuse_past],
        help_text="To reply to an offer, or to be on the waiting list. Until midnight Pacific. "
        "It says nothing where you decline.",
    )
    words = Words(
        label="Words to the applicant",
        required=False,
        help_text="The conditions of an offer, which the signatory accepts with it; else a message "
        "that is added to the mail. May be empty.",
    )

    def clean(self):
        super().clean()
        kind, day = self.cleaned_data.get("kind"), self.cleaned_data.get("last_day")
        if kind in {Kind.OFFER, Kind.WAITLIST} and not day and "last_day" not in self.errors:
            self.add_error("last_day", "An offer and the waiting list need a last day.")


def _discard(application, *, by):
    ready = application.ready_decision
    if ready is None:
        raise TransitionError("No decision is ready.")
    actions.discard_decision(ready, by=by)


OF_APPLICATIONS = [
    Step(
        slug="make-ready",
        label="Decide, and announce later",
        done="Made a decision ready",
        consequence="Nobody outside hears of it, and the status stays as it is. A region that is "
        "to be offered is kept for this applicant among staff. What was ready before, with the "
        "wording of its mails, is discarded.",
        permission=DECIDE,
        take=actions.make_ready,
        form=DecisionForm,
        fits=lambda application: any(
            map(application.can_move, actions.announcing.BECOMES.values())
        ),
        why_not="Only what is in review or waitlisted can be decided.",
    ),
    Step(
        slug="discard-decision",
        label="Discard the decision that is ready",
        done="Discarded the decision",
        consequence=DISCARDED,
        permission=DECIDE,
        take=_discard,
        fits=lambda application: getattr(application, "ready_kind", None) is not None,
        why_not="No decision is ready.",
    ),
]

OF_DECISIONS = [
    Step(
        slug="discard",
        label="Discard",
        done="Discarded",
        consequence=DISCARDED,
        permission=DECIDE,
        take=actions.discard_decision,
        fits=lambda decision: decision.is_ready,
        why_not="It is announced or discarded already.",
    ),
]
