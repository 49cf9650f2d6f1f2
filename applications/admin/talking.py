"""The steps beside the status: asking those whom an applicant names, and talking with them."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone

from applications import actions
from applications.actions.interviews import MOST_TIMES, may_interview
from applications.actions.references import unasked
from applications.admin.moves import Asks, Day, ReasonForm, Words, refuse_past
from applications.models import Interview
from plp.core import zones
from plp.core.admin_helpers import check_boxes
from plp.core.confirming import Step
from plp.core.days import pacific_today
from plp.core.zones import MomentField

DAYS_TO_ANSWER = timedelta(days=14)


class AskForm(Asks):
    reply_by = Day(
        label="Last day to answer",
        validators=[refuse_past],
        initial=lambda: pacific_today() + DAYS_TO_ANSWER,
        help_text="They are reminded once, 3 days before. A later answer still comes to you.",
    )


def _may_be_asked(application):
    return application.is_being_decided() and bool(unasked(application.references.all()))


def _has_unanswered(application):
    requests = [getattr(r, "request", None) for r in application.references.all()]
    return any(request and request.is_waiting for request in requests)


OF_REFERENCES = [
    Step(
        slug="ask-references",
        label="Ask the references",
        done="Asked the references",
        consequence="Everyone whom the application names and whom nobody has asked yet gets a "
        "private link to four short questions. The applicant never reads the answers.",
        permission="applications.add_referencerequest",
        take=actions.ask_references,
        form=AskForm,
        fits=_may_be_asked,
        why_not="It is decided, or names nobody who was not asked already.",
    ),
    Step(
        slug="waive-references",
        label="Waive the references",
        done="Waived the references",
        consequence="You go on without the answers that have not come, two at most. A late one "
        "still comes to you.",
        permission="applications.change_referencerequest",
        take=actions.waive_references,
        form=ReasonForm,
        fits=_has_unanswered,
        why_not="No answer is missing of those who were asked.",
    ),
]


# Interviews


class InZone(Asks):
    """A form about one application: its moments are those of clocks in its region."""

    def __init__(self, *args, records, **kwargs):
        super().__init__(*args, **kwargs)
        self.application = records[0]
        region = self.application.pin.region
        zone = ZoneInfo(region.zone)
        there = zones.in_words(timezone.now(), zone)
        for field in self.moments:
            field.zone = zone
        self.moments[0].help_text = f"As clocks show it in {region}. There it is now {there}."

    @property
    def moments(self):
        return [field for field in self.fields.values() if isinstance(field, MomentField)]

    @property
    def open_interview(self):
        return next((i for i in self.application.interviews.all() if i.is_open), None)


def refuse_past_moment(moment):
    if moment <= timezone.now():
        raise forms.ValidationError("This time has passed. Choose a later one.")


def _time(label, **kwargs):
    return MomentField(label=label, validators=[refuse_past_moment], **kwargs)


class ProposeForm(InZone):
    time_1 = _time("First time")
    time_2 = _time("Second time", required=False)
    time_3 = _time("Third time", required=False)
    time_4 = _time("Fourth time", required=False)
    time_5 = _time("Fifth time", required=False)
    minutes = forms.IntegerField(
        label="Length in minutes", min_value=5, max_value=480, initial=45, localize=False
    )
    how = forms.CharField(
        label="How to take part",
        max_length=300,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text="A phone number or the address of a call. The applicant reads it in the mail.",
    )
    interviewers = forms.MultipleChoiceField(
        widget=check_boxes(),
        help_text="Their names are told to the applicant, their addresses are not. Who stepped "
        "aside from the application is not in this list.",
    )
    message = Words(required=False, help_text="Added to the mail. May be empty.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        people = may_interview(self.application)
        self.fields["interviewers"].choices = [(str(person.pk), str(person)) for person in people]
        if before := self.open_interview:
            self._begin_with(before)

    def _begin_with(self, before):
        people = [person.pk for person in before.interviewers.all()]
        said = {"minutes": before.minutes, "how": before.how, "interviewers": people}
        self.initial = said | self.initial

    def clean(self):
        """Refuse a time that is proposed twice."""
        cleaned = super().clean()
        seen = set()
        for n in range(1, MOST_TIMES + 1):
            at = cleaned.get(f"time_{n}")
            if at and at in seen:
                self.add_error(f"time_{n}", "This time stands above already.")
            seen.add(at)
        return cleaned


class TimeForm(InZone):
    at = _time("Agreed time")


class CallOffForm(Asks):
    message = Words(label="Why", help_text="The applicant and the interviewers read it.")


class HeldForm(InZone):
    held_at = MomentField(label="Held")
    outcome = forms.ChoiceField(choices=[("", "Choose one"), *Interview.Outcome.choices])
    notes = Words(help_text="For staff. The applicant never reads them.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        planned = self.open_interview
        if planned and planned.at:
            self.initial.setdefault("held_at", planned.at)

    def clean_held_at(self):
        if self.cleaned_data["held_at"] > timezone.now():
            raise forms.ValidationError("That is still to come: note it once it was held.")
        return self.cleaned_data["held_at"]


def _propose(application, *, by, interviewers, instead=False, **said):
    times = [said.pop(f"time_{n}") for n in range(1, MOST_TIMES + 1)]
    actions.propose_interview(
        application,
        by=by,
        times=filter(None, times),
        interviewers=interviewers,
        instead=instead,
        **said,
    )


def _propose_others(application, **said):
    _propose(application, instead=True, **said)


def _is_arranged(application):
    return any(interview.is_open for interview in application.interviews.all())


def _can_be_arranged(application):
    return application.is_being_decided() and not _is_arranged(application)


NONE_ARRANGED = "No interview is being arranged."
CHANGE = {"permission": "applications.change_interview", "fits": _is_arranged}

OF_INTERVIEWS = [
    Step(
        slug="propose-interview",
        label="Propose an interview",
        done="Proposed an interview",
        consequence="The contact chooses one of the times on the application’s page, or says that "
        "none suits. The interviewers are asked to keep them free.",
        permission="applications.add_interview",
        take=_propose,
        form=ProposeForm,
        fits=_can_be_arranged,
        why_not="It is decided, or an interview is being arranged already.",
        knows_records=True,
        is_single=True,
    ),
    Step(
        slug="propose-other-times",
        label="Propose other times",
        done="Proposed other times",
        consequence="They take the place of the times before, and of the one agreed on, if there "
        "is one.",
        take=_propose_others,
        form=ProposeForm,
        why_not=NONE_ARRANGED,
        knows_records=True,
        is_single=True,
        **CHANGE,
    ),
    Step(
        slug="set-interview-time",
        label="Set the interview’s time",
        done="Set the interview’s time",
        consequence="As if the applicant had chosen it, say on the phone.",
        take=actions.set_time,
        form=TimeForm,
        why_not=NONE_ARRANGED,
        knows_records=True,
        is_single=True,
        **CHANGE,
    ),
    Step(
        slug="call-interview-off",
        label="Call the interview off",
        done="Called the interview off",
        consequence="You can propose another at any time.",
        take=actions.call_off,
        form=CallOffForm,
        why_not=NONE_ARRANGED,
        **CHANGE,
    ),
    Step(
        slug="interview-held",
        label="Interview held",
        done="Noted how the interview went",
        consequence="Staff read it on the application’s page.",
        take=actions.hold_interview,
        form=HeldForm,
        why_not=NONE_ARRANGED,
        knows_records=True,
        is_single=True,
        **CHANGE,
    ),
]

OF_APPLICATIONS = [*OF_REFERENCES, *OF_INTERVIEWS]
