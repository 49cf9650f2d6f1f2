"""Valid records of facilitators; a test names only what it is about."""

from datetime import date
from itertools import count, cycle

from django.core.files.base import ContentFile

from facilitators import documents
from facilitators.models import (
    Accreditation,
    Contract,
    ContractFile,
    ContractTemplate,
    Facilitator,
    Inquiry,
    Signature,
    Suggestion,
    Unavailability,
)
from tests.make import (
    PDF,
    make_course,
    make_partner,
    make_school_year,
    make_user,
)

_number = count(1)
_years = cycle([*range(2031, 2050), *range(2060, 2095)])  # days of which forms take; 205x: MAKE


def make_facilitator(**fields):
    """A facilitator without an account, unless `user` is named."""
    n = next(_number)
    defaults = {"name": f"Facilitator {n}", "email": f"facilitator{n}@example.org"}
    return Facilitator.objects.create(**(defaults | fields))


def make_facilitator_with_account(**fields):
    user = fields.pop("user", None) or make_user()
    return make_facilitator(**({"user": user, "email": user.email} | fields))


def make_suggestion(**fields):
    n = next(_number)
    courses = fields.pop("courses", [])
    defaults = {
        "name": f"Suggested {n}",
        "email": f"suggested{n}@example.org",
        "why": "Leads our meetups.",
    }
    suggestion = Suggestion.objects.create(**(defaults | fields))
    suggestion.courses.set(courses)
    return suggestion


def make_accreditation(**fields):
    """One from 1 July 2016 to 30 June 2018, unless said otherwise."""
    defaults = {"first_day": date(2016, 7, 1), "last_day": date(2018, 6, 30)}
    if "facilitator" not in fields:
        defaults["facilitator"] = make_facilitator()
    if "course" not in fields:
        defaults["course"] = make_course()
    return Accreditation.objects.create(**(defaults | fields))


def make_unavailability(**fields):
    day = fields.pop("day", date(2016, 10, 8))
    defaults = {"first_day": day, "last_day": day}
    if "facilitator" not in fields:
        defaults["facilitator"] = make_facilitator()
    return Unavailability.objects.create(**(defaults | fields))


def make_inquiry(**fields):
    """A partner asks a facilitator; with facilitator=None, it asks staff."""
    defaults = {"dates": "Saturday, 8 October"}
    for name, make in [
        ("partner", make_partner),
        ("facilitator", make_facilitator),
        ("course", make_course),
    ]:
        if name not in fields:
            defaults[name] = make()
    return Inquiry.objects.create(**(defaults | fields))


def make_template(**fields):
    n = next(_number)
    defaults = {"name": f"Template {n}", "text": "{facilitator} leads workshops for {partner}."}
    return ContractTemplate.objects.create(**(defaults | fields))


def make_contract(**fields):
    """A draft over its whole school year, unless said otherwise."""
    courses = fields.pop("courses", None)
    n = next(_number)
    defaults = {"code": f"TEST-{n}", "day_rate": 500}
    for name, make in [
        ("partner", make_partner),
        ("facilitator", make_facilitator),
        ("school_year", lambda: make_school_year(next(_years))),
        ("template", make_template),
    ]:
        if name not in fields:
            defaults[name] = make()
    year = fields.get("school_year") or defaults["school_year"]
    defaults |= {"first_day": year.first_day, "last_day": year.last_day}
    if fields.get("status") in {"offered", "signed"}:
        defaults["answer_by"] = year.first_day
    contract = Contract.objects.create(**(defaults | fields))
    contract.courses.set(courses if courses is not None else [make_course()])
    return contract


def make_contract_file(contract=None, **fields):
    content = fields.pop("content", PDF)
    defaults = {
        "contract": contract or make_contract(),
        "name": "contract.pdf",
        "kind": "pdf",
        "size": len(content),
        "role": "offer",
        "sha256": documents.sha256(content),
        "file": ContentFile(content, "contract.pdf"),
    }
    return ContractFile.objects.create(**(defaults | fields))


def make_signature(contract=None, **fields):
    defaults = {
        "contract": contract or make_contract(),
        "side": "facilitator",
        "name": "Jonas Tinderbox",
        "consent": "I agree.",
        "sha256": "0" * 64,
    }
    if "user" not in fields:
        defaults["user"] = make_user()
    return Signature.objects.create(**(defaults | fields))
