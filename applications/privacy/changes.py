"""What requests for changes keep of people: what the sections they opened said before."""

from collections.abc import Iterator

from django.db import models
from django.db.models.functions import Cast

from applications.models import ChangeRequest
from plp.core.privacy import Fate, Row, StandIn, holds


def before_changes(email: str) -> Iterator[Row]:
    for request in _naming(email).select_related("application"):
        yield Row(
            request,
            f"Before changes, {request.application.organization}",
            {
                f"{request.sections_in_words()}, {number}": row["text"]
                for number, row in enumerate(_rows(request, email), 1)
            },
            Fate.BLANKED,
            "The rest is what somebody else’s application said.",
        )


def _naming(email):
    text = Cast("before", models.TextField())
    return ChangeRequest.objects.alias(kept=text).filter(kept__icontains=email)


def _rows(request, email):
    """Return the rows that name somebody: all that is said of a person stands in one."""
    sections = request.before.values() if isinstance(request.before, dict) else []
    return [
        row
        for rows in sections
        for row in rows
        if isinstance(row, dict) and email in row["text"].lower()
    ]


def erase_before_changes(email: str, stand_in: StandIn) -> None:
    for request in _naming(email).select_for_update():
        for row in _rows(request, email):
            row["text"] = stand_in.name
            row["open"] = row["open"] and stand_in.name
        request.save(update_fields=["before"])


holds("Before changes", find=before_changes, erase=erase_before_changes)
