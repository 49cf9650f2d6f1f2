"""Annual reports: written, sent once, kept as they were, and opened again with a reason."""

import hashlib
from datetime import date

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from applications import annual, emails
from applications.models import AnnualReport, PartnerYear
from plp.core import files, history
from plp.core.workflow import TransitionError

SENT = "The report is sent already, so its words stay as they are."
REPLACED = (
    "Somebody has saved the report since you opened it. Their words stand below each part; save "
    "again to replace them with yours."
)
READ = [
    "partner_year__partner__region",
    "partner_year__program_year__program",
    "partner_year__program_year__school_year",
]


class Replaced(TransitionError):
    """Somebody has saved a report meanwhile; `report` is as they left it."""

    def __init__(self, report: AnnualReport):
        self.report = report
        super().__init__(REPLACED)


def _locked(year: PartnerYear) -> AnnualReport:
    """Lock a year and return its report, begun where there is none yet."""
    PartnerYear.objects.select_for_update(of=["self"]).get(pk=year.pk)
    AnnualReport.objects.get_or_create(partner_year=year)
    return AnnualReport.objects.select_related(*READ).get(partner_year=year)


@transaction.atomic
def save_report(year: PartnerYear, texts: dict[str, str], *, seen: int) -> AnnualReport:
    """Keep what a partner writes; `seen` is the version that its page has shown.

    Raises Replaced where somebody has saved other words meanwhile, and TransitionError where it is
    sent; nothing is saved then.
    """
    report = _locked(year)
    if report.sent_at:
        raise TransitionError(SENT)
    if report.texts == texts:
        return report
    if report.version != seen:
        raise Replaced(report)
    report.texts, report.version = texts, report.version + 1
    report.save()
    return report


@transaction.atomic
def send_report(year: PartnerYear, *, by, seen: int, on: date) -> AnnualReport:
    """Freeze the figures and keep the PDF; however often it is pressed, it is sent once.

    Killed in between, it is a draft as before. Raises TransitionError where a part is missing,
    somebody has saved other words than `by` has seen, or the file cannot be stored just now;
    nothing is saved and no mail goes then.
    """
    report = _locked(year)
    if report.sent_at:
        return report
    if report.version != seen:
        raise Replaced(report)
    if lacking := annual.missing(report.texts):
        titles = ", ".join(annual.PARTS[name][0] for name in lacking)
        raise TransitionError(f"Write these parts first: {titles}.")
    report.figures = annual.figures(report.partner_year, on)
    content = annual.pdf(report, report.figures, on, is_sent=True)
    report.sha256 = hashlib.sha256(content).hexdigest()
    report.sent_at, report.sent_by = timezone.now(), by
    with files.storing():
        report.file.save(files.random_name("pdf"), ContentFile(content), save=False)
    report.save()
    emails.report_sent(report, by=by)
    return report


@transaction.atomic
def reopen_report(report: AnnualReport, *, by, reason: str) -> None:
    """Let a partner change and send its report once more; the one it sent stays in the history.

    Raises TransitionError where it is not sent.
    """
    locked = _locked(report.partner_year)
    if not locked.sent_at:
        raise TransitionError("It is not sent, so the partner can change it already.")
    locked.sent_at, locked.sent_by, locked.file, locked.sha256 = None, None, "", ""
    locked.figures = []
    with history.because(reason):
        locked.save()
    emails.report_reopened(locked, reason=reason)


def earlier(report: AnnualReport) -> list:
    """Return the versions of its history that were sent and are no longer the kept one."""
    rows = history.of(AnnualReport).filter(id=report.pk).exclude(file="")
    found = {row.sha256: row for row in rows if row.sha256 != report.sha256}
    return list(found.values())


def all_files() -> set[str]:
    """Return the names of all files that a report is or was kept in."""
    now = AnnualReport.objects.exclude(file="").values_list("file", flat=True)
    before = history.of(AnnualReport).exclude(file="").values_list("file", flat=True)
    return {*map(str, now), *map(str, before)}
