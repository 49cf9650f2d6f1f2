"""What pages of a partner say of payments that wait: to be approved, to be paid, to be answered.

Those of one day stand together: after a workshop with thirty teachers, there is one step, not
thirty.
"""

from itertools import groupby

from django.urls import reverse

from applications.registry import Look, NextStep, Right, next_steps
from plp.core.texts import counted
from workshops.money.looking import Owed, waiting


@next_steps
def approve_and_pay(look: Look) -> list[NextStep]:
    """What is owed: to be approved, then paid by the day on which it is due."""
    return [_step(look, group) for group in _together(look)]


def _together(look) -> list[list[Owed]]:
    """Payments of one partner that are due on one day, apart by what is to be done with them."""

    def what(owed):
        return owed.partner, owed.due_on, owed.is_to_approve

    rows = sorted(look.once(waiting).payments, key=what)
    return [list(group) for _, group in groupby(rows, key=what)]


def _step(look, group):
    first = group[0]
    verb = "Approve" if first.is_to_approve else "Pay"
    alone = len(group) == 1
    what = f"what you owe {first.payee}" if alone else counted(len(group), "payment")
    page = ["payment", first.partner, first.key] if alone else ["payments", first.partner]
    return NextStep(
        first.partner,
        f"{verb.lower()} payments {first.due_on} {first.key}",
        f"{verb} {what}",
        reverse(f"workshops:{page[0]}", args=page[1:]),
        first.due_on,
        _more(first, alone),
        Right.MONEY,
        is_of_money=True,
    )


def _more(first, alone):
    it, they_are = ("it", "It is") if alone else ("them", "They are")
    if first.is_to_approve:
        return f"{they_are} to be paid by this day."
    return f"Pay {it}, then say so there."


@next_steps
def answer_what_is_not_right(look: Look) -> list[NextStep]:
    """Lines that a payee finds not right."""
    return [
        NextStep(
            objected.partner,
            f"answer objection {objected.key}",
            f"Answer {objected.payee}: a line of a payment is not right",
            reverse("workshops:payment", args=[objected.partner, objected.payable]),
            right=Right.MONEY,
            is_of_money=True,
        )
        for objected in look.once(waiting).objections
    ]
