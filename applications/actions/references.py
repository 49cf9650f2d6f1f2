"""References: asking those whom applicants name, their answers, reminding, and doing without."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone

from applications import emails, referees
from applications.models import Application, Draft, Reference, ReferenceRequest
from plp.core import history, outbox
from plp.core.privacy.registry import is_nowhere
from plp.core.workflow import TransitionError

MOST_WAIVED = 2  # references that may be done without


class Answered(TransitionError):
    """A referee has answered already, in other words."""

    def __init__(self):
        super().__init__("We have an answer from you already. It stays as it is.")


def unasked(references: Iterable[Reference]) -> list[Reference]:
    """Return whom nobody has asked: of one address that is named twice, the first."""
    references = list(references)
    known = {_address(r) for r in references if hasattr(r, "request")}
    found = {}
    for reference in references:
        if _address(reference) not in known and not is_nowhere(reference.email):
            found.setdefault(_address(reference), reference)
    return list(found.values())


def _address(reference):
    return reference.email.casefold()


@transaction.atomic
def ask_references(application: Application, *, by, reply_by: date) -> list[ReferenceRequest]:
    """Ask each referee who was not asked yet, by a link of their own.

    Raises TransitionError where the application is decided or merged, or nobody is left to ask;
    nothing is saved and no mail is written then.
    """
    now = Draft.objects.locked(application.draft_id).application
    if not now.is_being_decided():
        raise TransitionError("It is decided: nobody is asked about it any more.")
    references = unasked(now.references.select_related("request"))
    if not references:
        raise TransitionError("It names nobody who was not asked already.")
    made = [
        ReferenceRequest.objects.create(reference=reference, asked_by=by, reply_by=reply_by)
        for reference in references
    ]
    for request in made:
        emails.reference_asked(request)
    return made


@transaction.atomic
def answer_reference(request: ReferenceRequest, **said: str) -> None:
    """Keep what a referee says: `recommends`, `known_for`, `strengths`, `doubts`.

    The same words sent twice count once. Raises Answered where other words came first; nothing is
    saved then.
    """
    unanswered = ReferenceRequest.objects.unanswered().filter(pk=request.pk)
    is_first = unanswered.update(**said, answered_at=timezone.now())
    request.refresh_from_db(fields=[*said, "answered_at"])
    if is_first:
        history.note([request])
    elif any(getattr(request, name) != text for name, text in said.items()):
        raise Answered


@transaction.atomic
def remind_referee(request: ReferenceRequest) -> None:
    """Write to a referee once more, unless they have answered or were reminded meanwhile."""
    waiting = ReferenceRequest.objects.waiting().filter(pk=request.pk, reminded_at=None)
    if waiting.update(reminded_at=timezone.now()):
        request.refresh_from_db(fields=["reminded_at"])
        history.note([request])
        emails.reference_due(request)


@transaction.atomic
def waive_references(application: Application, *, by, reason: str) -> None:
    """Do without the answers that have not come, two at most; a late one still counts.

    Raises TransitionError where none is missing, or more than that; nothing is saved then.
    """
    Draft.objects.locked(application.draft_id)
    missing = ReferenceRequest.objects.unanswered().filter(reference__application=application)
    if missing.count() > MOST_WAIVED:
        raise TransitionError(f"More than {MOST_WAIVED} have not answered: wait for some of them.")
    keys = list(missing.waiting().values_list("pk", flat=True))
    waived = {"waived_at": timezone.now(), "waived_by": by, "waived_because": reason}
    if not ReferenceRequest.objects.waiting().filter(pk__in=keys).update(**waived):
        raise TransitionError("No answer is missing of those who were asked.")
    history.note(ReferenceRequest.objects.filter(pk__in=keys, waived_at=waived["waived_at"]))


def rewrite_references(application: Application, rows: Iterable[dict]) -> None:
    """Write whom an application names now: who still has the same address stays who they are.

    So their request and answer stay, too; only for a draft that is locked.
    """
    before = {}
    for reference in application.references.select_related("request").order_by("-position", "-pk"):
        before.setdefault(_address(reference), []).append(reference)
    for position, row in enumerate(rows):
        same = before.get(row["email"].casefold())
        reference = same.pop() if same else Reference(application=application)
        for name, value in (row | {"position": position}).items():
            setattr(reference, name, value)
        reference.save()
    _remove(reference for same in before.values() for reference in same)


def _remove(references):
    gone = list(references)
    requests = [reference.request for reference in gone if hasattr(reference, "request")]
    outbox.forget_links(referees.secret(request) for request in requests)
    for reference in gone:
        reference.delete()


def forget_references(application: Application) -> None:
    """Make the links of all its referees worthless in mails that have not gone yet."""
    requests = ReferenceRequest.objects.filter(reference__application=application)
    outbox.forget_links(map(referees.secret, requests.select_related("reference")))
