"""Sending an application: every section is checked again, and all of it is saved or nothing."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from applications import emails, facts
from applications.actions.drafting import Closed
from applications.actions.references import rewrite_references
from applications.form import Whole
from applications.form.sections import OrganizationSection, PeopleSection
from applications.models import (
    Acknowledgement,
    Answer,
    Application,
    ApplicationDistrict,
    Draft,
    Pin,
    Region,
    Terms,
)
from applications.models.questions import Section
from applications.obstacles import obstacle_now
from plp.core import days, pages
from plp.core.workflow import TransitionError

OF_ORGANIZATION = [name for name in OrganizationSection.base_fields if name not in {"joint"}]
OF_PEOPLE = [name for name in PeopleSection.base_fields if name != "manager"]


class NotComplete(TransitionError):
    """Some sections of a draft lack something or are wrong."""


class AlreadyApplied(TransitionError):
    """The organization has an undecided application for the same city; `first` is that one."""

    def __init__(self, first: Application):
        self.first = first
        when = days.in_words(days.pacific_day(first.submitted_at), weekday=False)
        super().__init__(
            f"{first.organization} has already applied for {first.pin}: application {first.code}, "
            f"sent on {when}. It is not decided yet, so a second one cannot be sent."
        )


def send(draft: Draft, *, terms: Terms, on: date, is_late: bool = False) -> Application:
    """Turn a draft into an application; however often it is called, the first one stays.

    `is_late` lets staff, who enter it for someone, send after the last day. Raises NotComplete,
    AlreadyApplied, or TransitionError where nothing can be sent for the city now. Nothing is saved
    and no mail is written then.
    """
    try:
        with transaction.atomic():
            return _send(draft, terms, on, is_late)
    except IntegrityError:
        # Two drafts of one organization at the same moment: the other one was first.
        whole = Whole(draft, pages.edition())
        if not whole.incomplete():
            _refuse_twins(whole)
        raise


def _send(draft, terms, on, is_late):
    draft = _locked(draft)
    if draft.is_sent:
        return draft.application
    whole = Whole(draft, pages.edition())
    if whole.incomplete():
        raise NotComplete("Some sections need something before this can be sent.")
    _take_city(whole)
    if reason := obstacle_now(draft, on, is_late=is_late):
        raise TransitionError(reason)
    _refuse_twins(whole)
    application = Application(draft=draft, pin=draft.pin, terms=terms)
    application.round = draft.program.rounds.open_on(on).first()
    _write(application, whole, Section)
    emails.application_received(application)
    return application


def _locked(draft):
    try:
        return Draft.objects.locked(draft.pk)
    except Draft.DoesNotExist:
        raise Closed("This draft has been deleted meanwhile.") from None


def _take_city(whole):
    """Make the city that the form says, and its writer has read again, the draft's."""
    draft = whole.draft
    draft.pin = Pin.objects.select_related("region").get(pk=whole.city())
    draft.save(update_fields=["pin"])
    # From here until the end nobody can be made partner there, or be offered it.
    Region.objects.locked(pk=draft.pin.region_id)


def _refuse_twins(whole):
    """Raise AlreadyApplied where the organization has an undecided application for the city."""
    name = whole.forms[Section.ORGANIZATION].cleaned_data["organization"]
    twins = Application.objects.twins_of(name, whole.city()).exclude(draft=whole.draft)
    if first := twins.first():
        raise AlreadyApplied(first)


@transaction.atomic
def send_changes(application: Application) -> None:
    """Send the sections that staff have asked to be changed; everything else stays as it was.

    Does nothing where they are sent already. Raises NotComplete, or AlreadyApplied where the
    organization is now called as another that has applied; nothing is saved then.
    """
    draft = _locked(application.draft)
    application, request = draft.application, draft.open_request
    if request is None:
        return
    whole = Whole(draft, pages.edition())
    if any(form.slug in request.sections for form in whole.incomplete()):
        raise NotComplete("Some sections need something before this can be sent.")
    if Section.ORGANIZATION in request.sections:
        _refuse_twins(whole)
    _write(application, whole, request.sections)
    application.change_requests.close()
    application.move(Application.Status.IN_REVIEW, by=None, note="Changes sent by the applicant.")
    emails.changes_sent(request)


def _write(application, whole, sections):
    """Write what some sections of a valid form say into an application and its rows."""
    if Section.ORGANIZATION in sections:
        _fill(application, whole.forms[Section.ORGANIZATION].cleaned_data, OF_ORGANIZATION)
    if Section.REGION in sections:
        application.urban = whole.forms[Section.REGION].cleaned_data["urban"]
    if Section.PEOPLE in sections:
        _fill(application, whole.forms[Section.PEOPLE].cleaned_data, OF_PEOPLE)
    application.save()
    if Section.REGION in sections:
        _write_districts(application, whole)
    if Section.REFERENCES in sections:
        rewrite_references(application, whole.forms[Section.REFERENCES].rows.cleaned())
    if Section.COMMITMENTS in sections:
        _acknowledge(application, whole)
    _write_answers(application, whole, sections)


def _fill(application, cleaned, names):
    """Take over columns; one that does not count is as empty as its column can be."""
    for name in names:
        empty = Application._meta.get_field(name).get_default()
        value = cleaned[name]
        setattr(application, name, empty if value is None else value)


def _write_districts(application, whole):
    known = facts.partner_districts(pages.edition())
    application.districts.all().delete()
    ApplicationDistrict.objects.bulk_create(
        ApplicationDistrict(
            application=application,
            position=position,
            name=row["name"],
            years=row["years"],
            district=known.get(row["name"].casefold()),
        )
        for position, row in enumerate(whole.forms[Section.REGION].rows.cleaned())
    )


def _acknowledge(application, whole):
    """Keep each promise with the words that stood beside its box."""
    application.acknowledgements.all().delete()
    at = timezone.now()
    Acknowledgement.objects.bulk_create(
        Acknowledgement(
            application=application,
            commitment=commitment,
            position=position,
            title=commitment.title,
            text=commitment.text,
            at=at,
        )
        for position, commitment in enumerate(whole.context.commitments)
    )


def _write_answers(application, whole, sections):
    application.answers.filter(question__section__in=list(sections)).delete()
    Answer.objects.bulk_create(
        Answer(
            application=application,
            question=question,
            asked=question.text,
            text=form.answer(name),
        )
        for slug, form in whole.forms.items()
        if slug in sections
        for name, question in form.question_names.items()
        if form.counts(name)
    )
