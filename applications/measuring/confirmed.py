"""What only a partner can say: that its funding stands, and that it keeps to the privacy policy."""

from decimal import Decimal

from django.db.models import BooleanField, DateField, DecimalField, Value
from django.db.models.functions import Coalesce

from applications.measures import FOREVER, Counted, Kind, measures
from applications.models import Confirmation
from plp.core.days import in_words


def _describe(confirmation: Confirmation) -> Counted:
    until = confirmation.valid_until
    holds = f", holds until {in_words(until, weekday=False)}" if until else ""
    return Counted(
        confirmation.text,
        Decimal(1),
        True,
        confirmation.done_on,
        remark=f"{confirmation.get_status_display()}{holds}",
    )


@measures(Kind.FUNDING, Kind.PRIVACY, describe=_describe)
def confirmed(requirements, on):
    """Confirmations that were not returned, each worth 1 from the moment it is given.

    It holds until its own last day, for good where it names none.
    """
    return (
        Confirmation.objects.counting()
        .filter(requirement__in=requirements)
        .annotate(
            done=Value(True, output_field=BooleanField()),
            worth=Value(Decimal(1), output_field=DecimalField(max_digits=4, decimal_places=1)),
            until=Coalesce("valid_until", Value(FOREVER), output_field=DateField()),
        )
    )
