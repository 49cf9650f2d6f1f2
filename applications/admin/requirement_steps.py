"""The steps that staff take with what is asked of partners, and what each asks."""

from django import forms

from applications.actions import requirements as actions
from applications.admin.moves import Asks, Day, Words
from applications.models import PartnerYear
from plp.core.confirming import Step

READ_BY = "The partner reads it, in the mail and on its pages."
WHEN_MORE = (
    "Asking less holds at once, and the program managers are told. Asking more of a year that is "
    "confirmed (a higher number, a shorter window) is proposed to the partner, and holds once a "
    "program manager or a signatory agrees. It takes the place of what waits for their answer."
)
KEPT = "Empty: stays as it is."


class AdjustForm(Asks):
    number = forms.DecimalField(
        required=False, min_value=0, max_digits=4, decimal_places=1, help_text=KEPT
    )
    window_from = Day(label="Counts from", required=False, help_text=KEPT)
    window_until = Day(label="Last day", required=False, help_text=KEPT)
    reason = Words(help_text=READ_BY)

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("window_from"), cleaned.get("window_until")
        if first and last and last < first:
            self.add_error("window_until", "The last day is before the first.")
        asked = ["number", "window_from", "window_until"]
        if not self.errors and all(cleaned.get(name) is None for name in asked):
            self.add_error("number", "Say what changes: the number, or a day.")
        return cleaned


class ReasonForm(Asks):
    reason = Words(help_text=READ_BY)


CHANGE = "applications.change_partnerrequirement"


def _is_waived(row):
    return bool(row.waived_because)


def _is_asked(row):
    return not row.waived_because


def _is_other(row):
    return row.differs and not row.waived_because


def _lacks_some(year):
    goes_on = year.status != PartnerYear.Status.NOT_RENEWING
    return goes_on and actions.missing_of(year).exists()


def _update(row, *, by):
    actions.ask_as_program(row, by=by)


def _reason_of(row, *, by, reason):
    actions.ask_as_program(row, by=by, reason=reason)


OF_REQUIREMENTS = [
    Step(
        slug="adjust",
        label="Adjust",
        done="Adjusted",
        consequence=WHEN_MORE,
        permission=CHANGE,
        take=actions.adjust,
        form=AdjustForm,
        fits=_is_asked,
        why_not="It is waived. Ask for it again first.",
    ),
    Step(
        slug="waive",
        label="Waive",
        done="Waived",
        consequence="It is asked no more of the partner, whatever it has done. Its program "
        "managers are told.",
        permission=CHANGE,
        take=actions.waive,
        form=ReasonForm,
        fits=_is_asked,
        why_not="It is waived already.",
    ),
    Step(
        slug="ask-again",
        label="Ask for it again",
        done="Asked for it again",
        consequence="Undoes a waiver. Where the year is confirmed, it holds once a program "
        "manager or a signatory of the partner agrees.",
        permission=CHANGE,
        take=actions.ask_again,
        form=ReasonForm,
        fits=_is_waived,
        why_not="It is not waived.",
    ),
    Step(
        slug="as-program",
        label="Ask as the program does",
        done="Asked as the program does",
        consequence=f"Undoes an adjustment. {WHEN_MORE}",
        permission=CHANGE,
        take=_reason_of,
        form=ReasonForm,
        fits=_is_other,
        why_not="It asks what the program asks, or is waived.",
    ),
    Step(
        slug="update",
        label="Update from the program",
        done="Updated from the program",
        consequence="For copies that nobody adjusted, after the program has changed what it asks. "
        f"{WHEN_MORE}",
        permission=CHANGE,
        take=_update,
        fits=lambda row: _is_other(row) and not row.adjusted_because,
        why_not="It asks what the program asks, or was adjusted or waived for this partner.",
    ),
    Step(
        slug="take-back",
        label="Take the proposal back",
        done="Took the proposal back",
        consequence="The partner need not answer any more; what it promised stays.",
        permission=CHANGE,
        take=actions.take_proposal_back,
        form=ReasonForm,
        fits=lambda row: row.open_proposal is not None,
        why_not="Nothing waits for the partner’s answer.",
    ),
]

ADD_MISSING = Step(
    slug="add-missing",
    label="Add what the program added",
    done="Added what the program added",
    consequence="The partner year gets a copy of what its program year asks and it lacks. Where "
    "the year is confirmed, each holds once a program manager or a signatory of the partner "
    "agrees.",
    permission=CHANGE,
    take=actions.add_missing,
    fits=_lacks_some,
    why_not="It has all that its program year asks, or the partner does not go on.",
)
