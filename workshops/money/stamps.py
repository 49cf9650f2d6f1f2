"""What a person saw of a request when they pressed Send: it changes whenever the figures do."""

import json
from hashlib import sha256

from workshops.models import Reimbursement
from workshops.money.cohorts import Claim

LENGTH = 20


def stamp_of(claim: Claim) -> str:
    """Return what changes whenever the figures or the people of a claim do."""
    lines = [[line.text, str(line.amount)] for line in claim.lines]
    people = [[one.teacher, one.session] for one in claim.funded]
    return _stamp([lines, people, claim.steps, claim.urban])


def stamp_of_lines(request: Reimbursement) -> str:
    """Return what changes whenever the typed amounts of a request do."""
    lines = request.lines.order_by("position").values_list("text", "amount")
    return _stamp([[text, str(amount)] for text, amount in lines])


def _stamp(what):
    return sha256(json.dumps(what).encode()).hexdigest()[:LENGTH]
