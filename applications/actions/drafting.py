"""Starting a draft, keeping what is typed, and its files and link."""

from django.db import transaction

from applications import emails, links
from applications.form import SectionForm
from applications.form.rows import Typed
from applications.models import Attachment, Draft, DraftSection, Pin, Program
from applications.models.attachment import MOST_FILES
from applications.models.questions import Section
from plp.core import files, outbox
from plp.core.workflow import TransitionError

# What must be said anew each time: promises are not copied from an old application.
NOT_COPIED = {Section.COMMITMENTS}


class Closed(TransitionError):
    """What was to be changed is deleted, sent, or not open for changes any more."""


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


def _open(draft: Draft, slug: str) -> Draft:
    """Lock a draft of which a section is about to change.

    Raises Closed where that section may not be changed, or the draft is gone.
    """
    try:
        locked = Draft.objects.locked(draft.pk)
    except Draft.DoesNotExist:
        raise Closed("This draft has been deleted meanwhile.") from None
    if not locked.is_open(slug):
        raise Closed("This section was sent meanwhile, so it stays as it was.")
    return locked


@transaction.atomic
def save_section(draft: Draft, form: SectionForm, typed: Typed, *, seen: int) -> DraftSection:
    """Keep what was typed in a section, valid or not; a city chosen there becomes the draft's.

    Raises Closed where the section may not be changed (any more); nothing is saved then.
    """
    locked = _open(draft, form.slug)
    section = locked.keep(form.slug, typed, seen=seen)
    if form.slug == Section.REGION and not locked.is_sent:
        place = form.context.places.get(form["pin"].value())
        if place and "pin" not in form.errors:
            Draft.objects.filter(pk=locked.pk).update(pin=place.pin)
    return section


def add_file(draft: Draft, upload) -> Attachment:
    """Keep an uploaded file with a draft.

    Raises files.NotTaken for what is no PDF, DOCX, PNG or JPEG, TransitionError for one more than
    there may be or where files cannot be stored just now, and Closed; nothing is kept then.
    """
    kind = files.kind_of(upload.name, upload)  # takes its time, so before anything is locked
    with transaction.atomic():
        locked = _open(draft, Section.EXPERIENCE)
        if locked.attachments.count() >= MOST_FILES:
            raise TransitionError(
                f"You have {MOST_FILES} files already. Remove one, then upload this one."
            )
        attachment = files.keep(locked.attachments, upload, kind)
        locked.touch()
    return attachment


@transaction.atomic
def remove_file(draft: Draft, pk: int) -> None:
    """Delete a file of a draft with its bytes; what has been sent stays.

    Raises Closed where files may not be changed (any more).
    """
    locked = _open(draft, Section.EXPERIENCE)
    for attachment in locked.attachments.filter(pk=pk):
        if not attachment.is_sent:
            attachment.delete()


@transaction.atomic
def discard_draft(draft: Draft) -> None:
    """Delete a draft that has not been sent, with its files; one that is gone already is gone.

    Raises Closed where it has been sent.
    """
    found = Draft.objects.filter(pk=draft.pk).select_for_update(of=["self"]).first()
    if found and found.is_sent:
        raise Closed("This draft was sent meanwhile, so it stays.")
    if found:
        outbox.forget_links(links.secret(found, purpose) for purpose in links.Purpose)
        found.delete()


@transaction.atomic
def renew_link(draft: Draft) -> None:
    """Make all links of a draft worthless and mail new ones: the signatory's too, if one waits."""
    locked = Draft.objects.locked(draft.pk)
    locked.link_version += 1
    locked.save(update_fields=["link_version"])
    emails.link_renewed(locked)
    offer = locked.application.open_offer if locked.is_sent else None
    if offer:
        emails.sign_again(offer)
