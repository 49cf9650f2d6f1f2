"""Progress calls: what staff and a partner have agreed on, and what was completed."""

from decimal import Decimal

from django.db.models import Case, DecimalField, F, Value, When
from django.db.models.functions import TruncDate
from django.urls import reverse

from applications.measures import Counted, Kind, measures, window
from applications.models import ProgressCall
from plp.core.days import PACIFIC, pacific_day

Status = ProgressCall.Status


def _describe(call: ProgressCall) -> Counted:
    partner = call.partner_year.partner_id
    return Counted(
        "Progress call",
        Decimal(1),
        call.done,
        pacific_day(call.at),
        reverse("applications:call", args=[partner, call.pk]),
        call.get_status_display(),
    )


@measures(Kind.CALLS, describe=_describe)
def calls(requirements, on):
    """Calls that were completed, and those agreed on as planned; each is worth 1.

    A proposed one does not count, nor one outside of the window, by its Pacific day. Source:
    program page, “ongoing communication on metrics and improvements of the model, as necessary”.
    """
    row = "partner_year__requirements"
    first, last = window(row, "partner_year__program_year__school_year")
    years = requirements.order_by().values("partner_year")
    return (
        # The years by themselves, too: by the requirement alone, SQLite reads all calls.
        ProgressCall.objects.filter(
            status__in=[Status.AGREED, Status.COMPLETED], partner_year__in=years
        )
        .select_related("partner_year")
        .annotate(
            requirement=F(row),
            first=first,
            last=last,
            day=TruncDate("at", tzinfo=PACIFIC),
            done=Case(When(status=Status.COMPLETED, then=Value(True)), default=Value(False)),
            worth=Value(Decimal(1), output_field=DecimalField(max_digits=4, decimal_places=1)),
        )
        # In this order: on SQLite, the day in a zone is worked out in Python, row by row.
        .filter(requirement__in=requirements)
        .filter(day__range=(F("first"), F("last")))
    )
