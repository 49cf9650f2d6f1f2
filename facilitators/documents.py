"""Contracts as PDF: what they say, as offered and as signed, and their bytes as they were kept.

What was offered is kept as data beside its PDF, and the signed one is drawn from that: a name or a
text that changes in between changes nothing of what both have read.
"""

import hashlib
import logging
from datetime import UTC, date
from decimal import Decimal

from django.conf import settings
from django.core.files.base import ContentFile
from django.urls import reverse

from facilitators.models import Contract, ContractFile, Signature
from plp.core import days, files, money
from plp.core.pdf import Part, Row, letter
from plp.core.prose import blocks
from plp.core.texts import in_a_row
from plp.core.workflow import TransitionError

logger = logging.getLogger(__name__)

# What a template may say in braces, each with an example.
PLACEHOLDERS = {
    "number": "K7M4-PXQ",
    "facilitator": "Jonas Tinderbox",
    "partner": "Larkspur County Office of Education",
    "school_year": "2016-17",
    "courses": "Computer Science Principles",
    "first_day": "1 July 2016",
    "last_day": "30 June 2017",
    "engagement": "contractor, paid by the day",
    "pay": "A day is paid with $500, half a day with half of it, within 30 days after a workshop "
    "is completed.",
    "day_rate": "$500",
    "travel": "up to $200 for each workshop, against receipts",
    "days_until_paid": "30 days",
    "late_cancel": "$250 for a day cancelled less than 14 days ahead",
    "terms": "Materials are provided by the partner.",
    "answer_by": "Friday, 22 April 2016",
}


CHECKED = "Whoever has this document can check that it is unchanged: {}"


class Altered(TransitionError):
    """The bytes in the storage are not those that were kept; the text is shown to who asks."""


def placeholders(contract: Contract) -> dict[str, str]:
    """Return what the placeholders of a template stand for in a contract."""
    return {
        "number": contract.code,
        "facilitator": contract.facilitator.name,
        "partner": str(contract.partner),
        "school_year": str(contract.school_year),
        "courses": _courses(contract),
        "first_day": days.in_words(contract.first_day, weekday=False),
        "last_day": days.in_words(contract.last_day, weekday=False),
        "engagement": contract.get_engagement_display().lower(),
        "pay": _pay(contract),
        "day_rate": _day_rate(contract),
        "travel": _travel(contract),
        "days_until_paid": _count(contract.days_until_paid),
        "late_cancel": _late_cancel(contract),
        "terms": contract.terms or "nothing else",
        "answer_by": days.in_words(contract.answer_by) if contract.answer_by else "–",
    }


def _courses(contract):
    names = [course.name for course in contract.courses.all()]
    return in_a_row(names) if names else "–"


def _pay(contract):
    """Return in a sentence what is paid, and when: of an employee, neither is agreed here."""
    if not contract.is_paid_by_the_day:
        return "Pay is on the partner’s payroll, not under this contract."
    rate, within = _dollars(contract.day_rate), _count(contract.days_until_paid)
    return (
        f"A day is paid with {rate}, half a day with half of it, within {within} after a workshop "
        "is completed."
    )


def _day_rate(contract):
    paid = contract.is_paid_by_the_day
    return _dollars(contract.day_rate) if paid else "what the partner’s payroll pays"


def _travel(contract):
    if not contract.travel_cap:
        return "no travel is paid"
    return f"up to {_dollars(contract.travel_cap)} for each workshop, against receipts"


def _late_cancel(contract):
    if not contract.late_cancel_pay:
        return "nothing is paid for a day that is cancelled"
    pay, ahead = _dollars(contract.late_cancel_pay), _count(contract.late_cancel_days)
    return f"{pay} for a day cancelled less than {ahead} ahead"


def _dollars(amount):
    return money.dollars(Decimal(amount))


def _count(number):
    return f"{number} day{'' if number == 1 else 's'}"


def offer_pdf(contract: Contract) -> bytes:
    """Return what the parties read and sign, tagged (PDF/UA-1); the same words, the same bytes."""
    return _drawn(words_of(contract))


def signed_pdf(contract: Contract) -> bytes:
    """Return what both have read, with a page that says who signed it, when, how and from where.

    Raises TransitionError where no text of it was kept.
    """
    offered = contract.files.filter(role=ContractFile.Role.OFFER).first()
    if offered is None:
        raise TransitionError("No text of this contract is kept that somebody could sign.")
    signatures = list(contract.signatures.all())
    signed_on = max(signature.at for signature in signatures).astimezone(UTC).date()
    words = offered.words
    return _drawn(words, _signed(signatures, words["partner"]), dated=signed_on)


def keep(contract: Contract, role: str, content: bytes, name: str) -> ContractFile:
    """Keep a document of a contract byte for byte, with its SHA-256; an offer's words beside it.

    Raises TransitionError where it cannot be stored just now.
    """
    words = words_of(contract) if role == ContractFile.Role.OFFER else None
    file = ContentFile(content, files.random_name("pdf"))
    with files.storing():
        return contract.files.create(
            role=role,
            name=files.clean_name(name),
            kind="pdf",
            size=len(content),
            sha256=sha256(content),
            words=words,
            file=file,
        )


def read(file: ContractFile) -> bytes:
    """Return the bytes of a document.

    Raises Altered, and logs it, where they are not the kept ones.
    """
    try:
        with file.file.open("rb") as opened:
            content = opened.read()
    except FileNotFoundError:
        content = b""
    if sha256(content) != file.sha256:
        logger.error("Document %s of a contract is not as it was kept.", file.pk)
        raise Altered("This document is not as we kept it, so it is not shown. Staff look into it.")
    return content


def signed_role(contract: Contract) -> str:
    """Return as what the document is kept that both have signed: drawn here, or uploaded."""
    is_outside = contract.paper == Contract.Paper.OUTSIDE
    return ContractFile.Role.OUTSIDE if is_outside else ContractFile.Role.SIGNED


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def words_of(contract: Contract) -> dict:
    """Return all that a contract's document says, as data."""
    text = contract.template.text if contract.template else ""
    return {
        "number": contract.code,
        "facilitator": contract.facilitator.name,
        "partner": str(contract.partner),
        "school_year": str(contract.school_year),
        "drawn_up_on": days.pacific_day(contract.made_at).isoformat(),
        "rows": [list(row) for row in terms_of(contract)],
        "prose": blocks(text, placeholders(contract), below=2),
    }


def terms_of(contract: Contract) -> list[tuple[str, str]]:
    """Return the terms of a contract as (label, words), in the order in which people read them;
    what it leaves open stands nowhere."""
    said = placeholders(contract)
    is_paid = contract.is_paid_by_the_day
    replaced = contract.replaces
    rows = [
        ("Number", said["number"]),
        ("Partner", said["partner"]),
        ("Facilitator", said["facilitator"]),
        ("School year", said["school_year"]),
        ("Courses", said["courses"]),
        ("Days covered", days.span(contract.first_day, contract.last_day)),
        ("Engaged as", contract.get_engagement_display()),
        ("Pay for a day", f"{said['day_rate']}, half of it for half a day" if is_paid else ""),
        ("Pay", "" if is_paid else "On the partner’s payroll, not under this contract"),
        ("Travel", _sentence(said["travel"])),
        ("Paid within", f"{said['days_until_paid']} after a workshop is completed" * is_paid),
        ("Cancelled late", _sentence(said["late_cancel"])),
        ("What else is agreed", contract.terms),
        ("Replaces", f"Contract {replaced.code}, which ends with this one" if replaced else ""),
        ("Last day to sign", days.in_words(contract.answer_by) if contract.answer_by else ""),
    ]
    return [(label, words) for label, words in rows if words]


def _sentence(words):
    return words[:1].upper() + words[1:]


def _signed(signatures, partner):
    """Return the page of signatures, a part for each side."""
    return [
        Part(
            f"Signed: {signature.get_side_display().lower()}",
            _rows_of(signature, partner),
            note=CHECKED.format(_check_page()) if signature is signatures[0] else "",
            begins_a_page=signature is signatures[0],
        )
        for signature in signatures
    ]


def _check_page():
    return settings.SITE_URL + reverse("facilitators:verify")


def _rows_of(signature, partner):
    is_of_partner = signature.side == Signature.Side.PARTNER
    said = [
        ("Signed by", signature.name),
        ("On behalf of", partner if is_of_partner else ""),
        ("When", f"{signature.at.astimezone(UTC):%-d %B %Y, %H:%M:%S} UTC"),
        ("From the address", signature.address or "not known"),
        ("Agreed to this", signature.consent),
        ("SHA-256 of what was read", signature.sha256),
    ]
    return [Row(label, words) for label, words in said if words]


def _drawn(words, signed=(), dated: date | None = None):
    parties = f"{words['partner']} and {words['facilitator']}"
    number = f"Contract {words['number']}"
    return letter(
        title=f"{number}, {parties}",
        heading="Contract for leading workshops",
        below=f"{parties}, school year {words['school_year']}",
        reference=number,
        contact=f"{number} of {parties}",
        parts=[
            Part("What is agreed", [Row(*row) for row in words["rows"]]),
            *([Part("In full", [], prose=words["prose"])] if words["prose"] else []),
            *signed,
        ],
        dated=dated or date.fromisoformat(words["drawn_up_on"]),
    )
