"""Starting a draft, keeping what is typed, and its files and link."""

from django.db import transaction
from django.db.models import F

from applications import emails
from applications.form import SectionForm
from applications.models import Attachment, Draft, DraftSection, Pin, Program
from applications.models.attachment import MOST_FILES
from applications.models.questions import Section
from plp.core import files
from plp.core.workflow import TransitionError

# What must be said anew each time: promises are not copied from an old application.
NOT_COPIED = {Section.COMMITMENTS}


@transaction.atomic
def start_draft(program: Program, *, email: str, pin: Pin | None = None, by=None) -> Draft:
    """Start an application and mail its link; `by` names who of staff enters it for someone."""
    draft = Draft.objects.create(program=program, email=email, pin=pin, entered_by=by)
    emails.draft_started(draft)
    return draft


@transaction.atomic
def start_again(old: Draft, program: Program) -> Draft:
    """Start the next application, filled with what was typed in an earlier one.

    Promises are made anew, and a city that this program does not seek is left to be chosen.
    """
    region = old.pin and old.pin.region_id
    pin = Pin.objects.filter(program=program, region=region).first() if region else None
    draft = start_draft(program, email=old.email, pin=pin)
    DraftSection.objects.bulk_create(
        DraftSection(draft=draft, slug=section.slug, typed=section.typed, version=1)
        for section in old.sections.all()
        if section.slug not in NOT_COPIED
    )
    return draft


def save_section(draft: Draft, form: SectionForm, typed: dict, *, seen: int) -> DraftSection:
    """Keep what was typed in a section, valid or not; a city chosen there becomes the draft's."""
    section = draft.keep(form.slug, typed, seen=seen)
    if form.slug == Section.REGION and not draft.is_sent:
        place = form.context.places.get(form["pin"].value())
        if place and "pin" not in form.errors:
            Draft.objects.filter(pk=draft.pk).update(pin=place.pin)
    return section


@transaction.atomic
def add_file(draft: Draft, upload) -> Attachment:
    """Keep an uploaded file with a draft.

    Raises files.NotTaken for what is no PDF, DOCX, PNG or JPEG, and TransitionError for one more
    than there may be; nothing is kept then.
    """
    Draft.objects.select_for_update().get(pk=draft.pk)
    if draft.attachments.count() >= MOST_FILES:
        raise TransitionError(
            f"You have {MOST_FILES} files already. Remove one, then upload this one."
        )
    kind = files.kind_of(upload.name, upload)
    name, size = files.clean_name(upload.name), upload.size
    upload.name = files.random_name(kind)
    attachment = draft.attachments.create(name=name, file=upload, kind=kind, size=size)
    draft.touch()
    return attachment


@transaction.atomic
def discard_draft(draft: Draft) -> None:
    """Delete a draft that has not been sent, and the bytes of its files."""
    for attachment in draft.attachments.all():
        attachment.delete()
    draft.delete()


def renew_link(draft: Draft) -> None:
    """Make all links of a draft worthless and mail a new one."""
    with transaction.atomic():
        Draft.objects.filter(pk=draft.pk).update(link_version=F("link_version") + 1)
        draft.refresh_from_db()
        emails.link_again(draft, draft.email)
