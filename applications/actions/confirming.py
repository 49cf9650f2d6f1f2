"""Confirmations: what a partner says it has done, its evidence, and the word of staff on it."""

from django.db import transaction

from applications import emails
from applications.models import Confirmation, ConfirmationFile, Partner, PartnerRequirement
from plp.core import files
from plp.core.workflow import TransitionError

MOST_FILES = 5
Status = Confirmation.Status


def confirm(requirement: PartnerRequirement, *, by, seen: int, upload=None, **said) -> Confirmation:
    """Write what a partner confirms of a requirement; sent twice, it counts once.

    `seen` is the key of the latest confirmation that its page has shown, 0 for none. Raises
    NotTaken, and TransitionError where another was given meanwhile, or it cannot be confirmed;
    nothing is saved then.
    """
    kind = kind_of(upload) if upload else ""  # takes its time, so before anything is locked
    return _confirm(requirement, by=by, seen=seen, upload=upload, kind=kind, said=said)


@transaction.atomic
def _confirm(requirement, *, by, seen, upload, kind, said):
    partner = Partner.objects.select_for_update(of=["self"])
    if partner.get(years__requirements=requirement.pk).ended_on:
        raise TransitionError("The partnership has ended.")
    locked = PartnerRequirement.objects.select_for_update(of=["self"]).get(pk=requirement.pk)
    if locked.waived_because:
        raise TransitionError("This is waived for you, so there is nothing to confirm.")
    last = locked.confirmations.order_by("pk").last()
    if last and last.pk != seen:
        if _is_same(last, by, said):
            if upload and last.status == Status.GIVEN and not last.files.exists():
                files.keep(last.files, upload, kind)  # chosen only the second time
            return last
        raise TransitionError(
            "Somebody has confirmed this since you opened the page. Look at it below; send yours "
            "again if it is still needed."
        )
    made = locked.confirmations.create(by=by, **said)
    if upload:
        files.keep(made.files, upload, kind)
    return made


def _is_same(last, by, said):
    """Whether somebody sends what they have sent, which we have not returned meanwhile."""
    is_same = all(getattr(last, name) == value for name, value in said.items())
    return is_same and last.by == by and last.status != Status.RETURNED


def kind_of(upload) -> str:
    """Return what kind of file was chosen. Raises NotTaken."""
    return files.kind_of(upload.name, upload)


def add_evidence(confirmation: Confirmation, upload) -> ConfirmationFile:
    """Keep a file beside a confirmation that nobody has verified yet.

    Raises NotTaken, and TransitionError where it was verified or returned, has as many files as
    there may be, or the file cannot be stored just now; nothing is kept then.
    """
    kind = kind_of(upload)  # takes its time, so before anything is locked
    with transaction.atomic():
        locked = _open(confirmation)
        if locked.files.count() >= MOST_FILES:
            raise TransitionError(f"It has {MOST_FILES} files already. Remove one first.")
        return files.keep(locked.files, upload, kind)


@transaction.atomic
def drop_evidence(confirmation: Confirmation, pk: int) -> None:
    """Delete a file with its bytes; one that is gone is gone.

    Raises TransitionError where the confirmation was verified or returned meanwhile.
    """
    for file in _open(confirmation).files.filter(pk=pk):
        file.delete()


def _open(confirmation):
    locked = Confirmation.objects.select_for_update(of=["self"]).get(pk=confirmation.pk)
    if locked.status != Status.GIVEN:
        raise TransitionError("We have answered this one, so its files stay as they are.")
    return locked


def verify(confirmation: Confirmation, *, by) -> None:
    """Note that staff have seen what was confirmed. Raises TransitionError."""
    confirmation.move(Status.VERIFIED, by=by)


@transaction.atomic
def return_confirmation(confirmation: Confirmation, *, by, word: str) -> None:
    """Return a confirmation: it counts no more, and who may confirm is told why.

    Raises TransitionError; nothing is saved and no mail is written then.
    """
    confirmation.move(Status.RETURNED, by=by, note=word)
    emails.confirmation_returned(confirmation, word=word, occasion=confirmation.changes.last().pk)
