"""Taking a step to see what it would do: all of it is rolled back again."""

from collections.abc import Callable
from typing import NamedTuple

from django.db import transaction

from plp.core import outbox
from plp.core.confirming import without_links
from plp.core.mails import KINDS
from plp.core.workflow import TransitionError


class Mails(NamedTuple):
    """Mails of one kind that would go, and how the first of them reads."""

    name: str
    number: int
    subject: str
    text: str


class Rehearsed(NamedTuple):
    """Which mails a step would write, or why it cannot be taken."""

    mails: list[Mails]
    refused: str


def rehearse(take: Callable[[], object]) -> Rehearsed:
    """Take a step, note which mails it writes, and roll it back."""
    refused = ""
    with transaction.atomic(), outbox.collected() as mails:
        try:
            with transaction.atomic():
                take()
        except TransitionError as refusal:
            refused = str(refusal)
        transaction.set_rollback(True)
    return Rehearsed([] if refused else _grouped(mails), refused)


def _grouped(mails):
    """Return mails by kind. Addresses are left out: facilitators give theirs themselves."""
    of_kind = {}
    for mail in mails:
        of_kind.setdefault(mail.what, []).append(mail)
    return [
        Mails(KINDS[what].name, len(found), found[0].subject, without_links(found[0]))
        for what, found in of_kind.items()
    ]
