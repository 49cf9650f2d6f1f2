"""What confirmations, progress calls and annual reports hold of people, and how long.

Their words belong to the partner and stay; whoever is named in them is blanked wherever it stands.
"""

from collections.abc import Iterator

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q

from applications.models import AnnualReport, CallAction, Confirmation, ConfirmationFile
from plp.core import days, history
from plp.core.privacy import Fate, Row, StandIn, holds, retains

STAYS = "It is the partner’s; whoever gave it is then “a person who was erased”."


def nothing(email: str, stand_in: StandIn) -> None:
    """Erase nothing here: the account loses its name, and texts are swept."""


def confirmations(email: str) -> Iterator[Row]:
    found = Confirmation.objects.filter(by__email=email).prefetch_related("files")
    for each in found.select_related(
        "requirement__requirement__course",
        "requirement__partner_year__partner",
        "requirement__partner_year__program_year__school_year",
    ):
        yield Row(
            each,
            f"{each.requirement.name}, {each.requirement.partner_year}",
            {
                "What they confirmed": each.text,
                "Since": days.in_words(each.done_on),
                "Until": days.in_words(each.valid_until) if each.valid_until else "–",
                "Given": days.moment_in_words(each.given_at),
                "Status": each.get_status_display(),
            },
            Fate.STAYS,
            STAYS,
            files=[(file.name, file.file) for file in each.files.all()],
        )


holds("Confirmations", find=confirmations, erase=nothing)


def actions(email: str) -> Iterator[Row]:
    theirs = Q(owner__email=email) | Q(done_by__email=email)
    found = CallAction.objects.filter(theirs).select_related("call__partner_year__partner")
    for action in found:
        yield Row(
            action,
            action.what,
            {
                "Progress call": f"{action.call}, {days.moment_in_words(action.call.at)}",
                "Last day": days.in_words(action.due_on) if action.due_on else "–",
                "Done": days.moment_in_words(action.done_at) if action.done_at else "–",
            },
            Fate.STAYS,
            "What was agreed on stays; whoever took it on is then “a person who was erased”.",
        )


holds("Actions of calls", find=actions, erase=nothing)


def reports(email: str) -> Iterator[Row]:
    for report in AnnualReport.objects.filter(sent_by__email=email).select_related(
        "partner_year__partner", "partner_year__program_year__school_year"
    ):
        yield Row(
            report,
            str(report),
            {"Sent": days.moment_in_words(report.sent_at)} | report.texts,
            Fate.STAYS,
            f"{STAYS} Its PDF stays as it was sent until the end of its retention.",
            files=[("annual-report.pdf", report.file)],
        )


holds("Annual reports", find=reports, erase=nothing)


# How long


def of_partners_that_left(moment):
    day = days.pacific_day(moment)
    yield ConfirmationFile.objects.filter(
        confirmation__requirement__partner_year__partner__ended_on__lt=day
    )
    yield AnnualReport.objects.filter(partner_year__partner__ended_on__lt=day)


def erase_with_bytes(rows):
    """Delete rows with the bytes of their files, also of those that were sent before."""
    for row in rows:
        if isinstance(row, AnnualReport):
            _erase_report(row)
        else:
            row.delete()


def _erase_report(report):
    past = history.of(AnnualReport).filter(id=report.pk)
    names = {str(report.file), *map(str, past.values_list("file", flat=True))} - {""}
    report.delete()
    past.update(file="", sha256="")
    for name in names:
        transaction.on_commit(lambda name=name: default_storage.delete(name))


retains(
    kind="partner-files",
    name="Evidence and annual reports of partners that have left",
    after="after the partnership has ended",
    days=5 * 365,
    fewest=365,
    why_fewest="what a partner did is asked about in the year after.",
    due=of_partners_that_left,
    erase=erase_with_bytes,
)
