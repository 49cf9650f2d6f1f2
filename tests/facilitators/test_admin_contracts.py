"""Contracts and their texts in the admin: who reads what, what is checked, what waits."""

from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from facilitators.actions import wording as actions
from facilitators.lacking import courses_lacking, lacking_some
from facilitators.models import Contract, ContractTemplate
from facilitators.queues import waiting_for_an_accreditation
from facilitators.wording import problems
from plp.core.workflow import TransitionError
from tests.facilitators.make import (
    make_accreditation,
    make_contract,
    make_contract_file,
    make_signature,
    make_template,
)
from tests.make import make_course, make_school_year, make_user

pytestmark = pytest.mark.django_db

GOOD = "{partner} and {facilitator}, {school_year}: {day_rate} a day."
TEXTS = "admin:facilitators_contracttemplate"
CONTRACTS = "admin:facilitators_contract"
ON = date(2029, 8, 1)


def signed_in(group):
    user = make_user(is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def staff():
    return signed_in("Program staff")


def step(name, slug, record):
    return reverse(f"{name}_step", args=[slug], query={"ids": record.pk})


def take(client, address, **said):
    shown = client.post(address, said)
    return client.post(address, said | {"do": "1", "seen": shown.context["seen"]})


# Texts


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (f"{GOOD} {{wage}}", "There is no {wage}."),
        (f"{GOOD} {{", "A brace stands alone"),
        (f"{GOOD} {{}}", "There is no {}."),
        (GOOD.replace("{day_rate}", "$500"), "Say {pay} or {day_rate} somewhere."),
    ],
)
def test_says_beside_the_text_what_is_wrong_and_keeps_it(staff, text, why):
    page = staff.post(reverse(f"{TEXTS}_add"), {"name": "Ours", "text": text})

    form = page.context["adminform"].form
    assert why in " ".join(form.errors["text"])
    assert form["text"].value() == text
    assert not ContractTemplate.objects.filter(name="Ours").exists()


def test_the_first_text_is_loaded_and_fits():
    first = ContractTemplate.objects.offered().get(name="Leading workshops")

    assert problems(first.text) == []


def test_a_published_text_is_never_changed_but_followed_by_a_version(staff):
    template = make_template(name="Ours", text=GOOD)
    page = reverse(f"{TEXTS}_change", args=[template.pk])
    assert 'name="text"' in staff.get(page).content.decode()

    take(staff, step(TEXTS, "publish", template))
    assert 'name="text"' not in staff.get(page).content.decode()
    assert staff.post(page, {"name": "Ours", "text": "Other."}).status_code == 403
    take(staff, step(TEXTS, "new-version", template))

    template.refresh_from_db()
    second = ContractTemplate.objects.get(name="Ours", version=2)
    assert template.published_by is not None
    assert (second.text, second.published_at) == (GOOD, None)
    assert list(ContractTemplate.objects.offered().filter(name="Ours")) == [template]
    take(staff, step(TEXTS, "publish", second))
    assert list(ContractTemplate.objects.offered().filter(name="Ours")) == [second]
    take(staff, step(TEXTS, "retire", second))
    assert not ContractTemplate.objects.offered().filter(name="Ours").exists()


def test_refuses_to_publish_what_is_wrong_or_published_and_a_second_draft():
    by = make_user()
    with pytest.raises(TransitionError, match=r"Say \{partner\}"):
        actions.publish_template(make_template(text="Nothing."), by=by)
    template = make_template(text=GOOD)
    actions.publish_template(template, by=by)
    with pytest.raises(TransitionError, match="already"):
        actions.publish_template(template, by=by)
    actions.new_version(template, by=by)
    with pytest.raises(TransitionError, match="draft already"):
        actions.new_version(template, by=by)


def test_previews_a_text_with_example_values(staff):
    template = make_template(text=GOOD)
    address = reverse(f"{TEXTS}_preview", args=[template.pk])

    assert staff.get(address).content.startswith(b"%PDF-")
    assert signed_in("Reviewer").get(address).status_code == 403


# Contracts


def test_a_record_shows_documents_signatures_moves_and_what_is_missing(staff):
    contract = make_contract(status="signed", courses=[make_course(name="Data Science")])
    make_signature(contract, name="Jonas Tinderbox")

    page = staff.get(reverse(f"{CONTRACTS}_change", args=[contract.pk])).content.decode()

    assert "Jonas Tinderbox" in page
    assert "Data Science" in page
    assert "Let it be signed without an accreditation" in page
    assert "_save" not in page


def test_staff_let_it_be_signed_with_a_reason_and_finance_only_reads(staff):
    contract = make_contract(status="signed", day_rate=517)
    address = step(CONTRACTS, "let-sign", contract)
    finance = signed_in("Finance")
    listed = finance.get(reverse(f"{CONTRACTS}_changelist")).content.decode()
    assert "517" in listed
    assert finance.get(address).status_code == 403

    nothing = staff.post(address, {"reason": ""})
    take(staff, address, reason="Accredited on paper.")

    assert nothing.context["form"].errors
    contract.refresh_from_db()
    assert contract.override_reason == "Accredited on paper."


def test_searches_by_number_and_exports(staff):
    found = make_contract(code="K7M4-PXQ")
    other = make_contract()

    listed = staff.get(reverse(f"{CONTRACTS}_changelist"), {"q": "k7m4"}).content.decode()
    sheet = staff.get(reverse(f"{CONTRACTS}_export_csv"))
    text = b"".join(sheet).decode()

    assert found.code in listed
    assert other.code not in listed
    assert found.code in text
    assert "500" in text
    assert signed_in("Finance").get(reverse(f"{CONTRACTS}_export_csv")).status_code == 403


def test_queues_what_waits_because_of_an_accreditation(time_machine):
    time_machine.move_to("2029-08-01T19:00Z")
    year, course = make_school_year(2029), make_course()
    said = {"school_year": year, "courses": [course]}
    waits = make_contract(status="signed", **said)
    make_contract(status="offered", **said)
    make_contract(status="signed", override_reason="Allowed.", **said)
    covered = make_contract(status="signed", **said)
    make_accreditation(facilitator=covered.facilitator, course=course, first_day=ON, last_day=ON)

    assert list(waiting_for_an_accreditation(Contract.objects.all())) == [waits]


@pytest.mark.parametrize(
    ("first", "last", "revoked"),
    [
        (date(2029, 1, 1), date(2029, 7, 31), None),
        (date(2029, 1, 1), date(2029, 8, 1), None),
        (date(2030, 6, 30), date(2031, 1, 1), None),
        (date(2030, 7, 1), date(2031, 1, 1), None),
        (date(2029, 1, 1), date(2031, 1, 1), date(2029, 8, 1)),
        (date(2029, 1, 1), date(2031, 1, 1), date(2029, 8, 2)),
        (date(2029, 9, 1), date(2031, 1, 1), date(2029, 9, 1)),
    ],
)
def test_many_contracts_are_asked_the_same_as_one(first, last, revoked):
    contract = make_contract(school_year=make_school_year(2029), status="signed")
    make_accreditation(
        facilitator=contract.facilitator,
        course=contract.courses.get(),
        first_day=first,
        last_day=last,
        revoked_from=revoked,
        revoke_reason="Left." if revoked else "",
    )

    is_lacking = lacking_some(Contract.objects.all(), ON).exists()

    assert is_lacking == bool(courses_lacking(contract, ON))


def test_a_second_text_of_a_name_is_refused_beside_it(staff):
    make_template(name="Usual terms")
    other = make_template(name="Other terms")

    added = staff.post(reverse(f"{TEXTS}_add"), {"name": "Usual terms", "text": GOOD})
    changed = staff.post(
        reverse(f"{TEXTS}_change", args=[other.pk]), {"name": "Usual terms", "text": GOOD}
    )

    for page in (added, changed):
        assert "There is a text of this name" in page.context["adminform"].form.errors["name"][0]


def test_staff_are_not_given_a_document_that_was_altered(staff):
    file = make_contract_file(sha256="0" * 64)

    page = staff.get(reverse("admin:facilitators_contractfile_download", args=[file.pk]))

    assert page.status_code == 500
    assert b"not as we kept it" in page.content
