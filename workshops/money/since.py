"""Since when requests of partners stand as they do: read from their moves, for many at once."""

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from workshops.models import Reimbursement, ReimbursementStatusChange


def moved_to(status) -> Subquery:
    """Return, for annotating requests, when one last came to a status: a name, or OuterRef to it;
    None where it never did."""
    moves = ReimbursementStatusChange.objects.filter(reimbursement=OuterRef("pk"), new=status)
    return Subquery(moves.order_by("-at", "-pk").values("at")[:1])


# Since when a request has the status that it has.
SINCE = Coalesce(moved_to(OuterRef("status")), F("made_at"))


def as_they_stand(requests: QuerySet[Reimbursement]) -> QuerySet[Reimbursement]:
    """Annotate since when each has the status that it has, as `stands_since`."""
    return requests.annotate(stands_since=SINCE)
