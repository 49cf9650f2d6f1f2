"""The rows behind what waits at partners, of many tables in one query.

`looking` says what they are. Each has the same columns, of the same types on both databases.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from django.db.models import (
    BigIntegerField,
    DateField,
    Exists,
    F,
    Max,
    Min,
    OuterRef,
    Q,
    Subquery,
    Sum,
    TextField,
    Value,
)
from django.db.models.functions import Cast, Coalesce, ExtractYear

from applications.models import FundingTerms, Partner, PartnerYear, SchoolYear
from plp.core import kept_queries
from workshops.models import (
    Cohort,
    CommunityEvent,
    FundingNeed,
    FundingTarget,
    Objection,
    OtherFunding,
    Payable,
    Reimbursement,
    ReimbursementLine,
    ReimbursementStatusChange,
    Session,
    Workshop,
)
from workshops.models.reimbursements import LIVE
from workshops.money.expenses import can_still_be_claimed

TEXT, NUMBER, DAY = TextField(), BigIntegerField(), DateField()
COLUMNS = {
    "of": NUMBER,  # the key of the partner
    "key": NUMBER,
    "kind_of": TEXT,
    "stands": TEXT,
    "name": TEXT,
    "words": TEXT,
    "first": DAY,
    "last": DAY,
    "a": NUMBER,
    "b": NUMBER,
    "c": NUMBER,
    "course_of": NUMBER,
    "school_year_of": NUMBER,
}
_reads: dict[str, Callable] = {}


def rows_of(partners: Iterable[Partner], on: date, *names: str) -> Iterator[dict]:
    """Yield rows of some partners, all or those of some names, each with its own as `row`."""
    keys = [partner.pk for partner in partners]
    if not keys:
        return

    def build(partners):
        first, *others = [_typed(name, *_reads[name](partners, on)) for name in names or _reads]
        return first.union(*others, all=True)

    found = kept_queries.rows(("money", names, on), keys, build)
    yield from (dict(zip(["row", *COLUMNS], row, strict=True)) for row in found)


def _typed(name, found, columns):
    typed = {
        column: Cast(columns.get(column, Value(None, kind)), kind)
        for column, kind in COLUMNS.items()
    }
    named = found.order_by().annotate(row=Cast(Value(name), TEXT), **typed)
    return named.values_list("row", *COLUMNS)


def _rows(name):
    def register(read):
        _reads[name] = read
        return read

    return register


def _dated(partner, day, column):
    """Return a column of the funding terms in force on a day, in the year of that day."""
    terms = FundingTerms.objects.filter(
        program__years__partner_years__partner=OuterRef(partner),
        program__years__school_year__first_day__lte=OuterRef(day),
        program__years__school_year__last_day__gte=OuterRef(day),
        from_day__lte=OuterRef(day),
    )
    return Subquery(terms.order_by("-from_day").values(column)[:1])


@_rows("event")
def events(partners, on):
    """Community events that are planned, or can be claimed and are not."""
    is_planned = Q(status=CommunityEvent.Status.PLANNED)
    found = CommunityEvent.objects.filter(partner__in=partners)
    return found.filter(is_planned | can_still_be_claimed(on)), {
        "of": F("partner"),
        "key": F("pk"),
        "kind_of": F("kind"),
        "stands": F("status"),
        "name": F("title"),
        "words": F("place"),
        "first": F("first_day"),
        "last": F("last_day"),
        "a": Coalesce(_dated("partner", "last_day", "claim_within_days"), 0),
    }


@_rows("request")
def requests(partners, on):
    returned = ReimbursementStatusChange.objects.filter(
        reimbursement=OuterRef("pk"), new=Reimbursement.Status.RETURNED
    )
    found = Reimbursement.objects.with_partner().filter(partner_year__partner__in=partners)
    return found, {
        "of": F("partner_year__partner"),
        "key": F("pk"),
        "kind_of": F("kind"),
        "stands": F("status"),
        "name": Coalesce("cohort__course__name", "event__title", "title"),
        "words": Coalesce(Subquery(returned.order_by("-pk").values("note")[:1]), Value("")),
    }


@_rows("payable")
def payments(partners, on):
    return Payable.objects.owed().filter(partner__in=partners), {
        "of": F("partner"),
        "key": F("pk"),
        "kind_of": F("kind"),
        "stands": F("status"),
        "name": _payee(),
        "last": F("due_on"),
    }


@_rows("objection")
def objections(partners, on):
    found = Objection.objects.unanswered().filter(line__payable__partner__in=partners)
    return found, {
        "of": F("line__payable__partner"),
        "key": F("pk"),
        "name": _payee("line__payable__"),
        "a": F("line__payable"),
    }


def _payee(payable=""):
    return Coalesce(
        f"{payable}assignment__facilitator__name", f"{payable}enrollment__teacher__name"
    )


@_rows("group")
def groups(partners, on):
    """Teacher groups with completed days, for which no request is begun."""
    completed = Session.objects.filter(
        workshop__status=Workshop.Status.COMPLETED,
        workshop__course=OuterRef("course"),
        workshop__partner_year__partner=OuterRef("partner"),
        workshop__partner_year__program_year__school_year=OuterRef("school_year"),
    ).order_by()
    of_all = completed.values("workshop__course")
    claimed = ReimbursementLine.objects.filter(
        reimbursement__cohort=OuterRef("pk"), reimbursement__status__in=LIVE
    ).order_by()
    begun = Reimbursement.objects.with_partner().filter(cohort=OuterRef("pk"))
    found = Cohort.objects.filter(~Exists(begun), partner__in=partners).annotate(
        first_day=Subquery(of_all.annotate(found=Min("day")).values("found")),
        last_day=Subquery(of_all.annotate(found=Max("day")).values("found")),
    )
    parts = claimed.values("reimbursement__cohort").annotate(found=Max("part")).values("found")
    return found.filter(last_day__isnull=False), {
        "of": F("partner"),
        "key": F("pk"),
        "name": F("course__name"),
        "last": F("last_day"),
        "a": Subquery(of_all.annotate(found=Sum(F("worth") * 2)).values("found")),
        "b": Coalesce(Subquery(parts), 0),
        "c": _dated("partner", "first_day", "parts"),  # as records.Known.first_terms
        "course_of": F("course"),
        "school_year_of": F("school_year"),
    }


@_rows("target")
def targets(partners, on):
    """What should be found, of each partner in the year by whose end it should be."""
    year = "program__years"
    begins = ExtractYear(f"{year}__school_year__first_day")
    is_of = Q(
        program__years__number=F("by_end_of_year"),
        program__years__partner_years__partner__in=partners,
        program__years__partner_years__status=PartnerYear.Status.CONFIRMED,
    )
    found = FundingTarget.objects.filter(is_of)
    return found, {
        "of": F(f"{year}__partner_years__partner"),
        "key": F("pk"),
        "last": F(f"{year}__school_year__last_day"),
        "a": F("percent"),
        "b": begins + F("of_year") - F("by_end_of_year"),
        "c": Subquery(SchoolYear.objects.filter(first_day__year=OuterRef("b")).values("pk")[:1]),
    }


@_rows("need")
def needs(partners, on):
    return FundingNeed.objects.filter(partner__in=partners), {
        "of": F("partner"),
        "a": ExtractYear("school_year__first_day"),
        "b": F("amount"),
    }


@_rows("other")
def others(partners, on):
    found = OtherFunding.objects.filter(partner__in=partners)
    return found, {
        "of": F("partner"),
        "a": ExtractYear("school_year__first_day"),
        "b": F("amount"),
    }
