"""What staff read of W-9s on file, and what lists say that have no row yet."""

from datetime import date

import pytest
from django.urls import reverse

from tests.facilitators.make import make_facilitator
from tests.make import make_partner, make_teacher
from tests.workshops.money.desk import signed_in
from workshops.models import FundingTarget, OtherFunding, PaymentBatch, ProgramBudget, TaxForm

pytestmark = pytest.mark.django_db


def listed(model, client, **asked):
    return client.get(reverse(f"admin:workshops_{model._meta.model_name}_changelist"), asked)


@pytest.fixture
def finance():
    return signed_in("Finance")


def note(**payee):
    return TaxForm.objects.create(partner=make_partner(), since=date(2016, 9, 1), **payee)


def test_the_list_says_whose_form_which_partner_has_and_since_when(finance):
    form = note(facilitator=make_facilitator(name="Ines Buttonhole"))

    page = listed(TaxForm, finance).text

    for said in ["Ines Buttonhole", str(form.partner), "1 September 2016"]:
        assert said in page


def test_forms_of_facilitators_or_of_teachers_are_picked_out(finance):
    led, came = note(facilitator=make_facilitator()), note(teacher=make_teacher())

    def shown(**asked):
        return set(listed(TaxForm, finance, **asked).context["cl"].queryset)

    assert shown(payee="facilitator") == {led}
    assert shown(payee="teacher") == {came}
    assert shown(payee="other") == shown() == {led, came}


def test_a_form_leads_to_its_payee_and_nobody_changes_it_here(finance):
    form = note(teacher=make_teacher())

    page = finance.get(reverse("admin:workshops_taxform_change", args=[form.pk]))

    assert reverse("admin:workshops_teacher_change", args=[form.teacher_id]) in page.text
    assert 'name="_save"' not in page.text


def test_who_reviews_sees_no_form():
    assert listed(TaxForm, signed_in("Reviewer")).status_code == 403


@pytest.mark.parametrize(
    "model", [FundingTarget, OtherFunding, PaymentBatch, ProgramBudget, TaxForm]
)
def test_a_list_without_a_row_says_what_will_stand_there(finance, model):
    page = listed(model, finance)

    assert page.context["cl"].model_admin.when_empty in page.text
    assert "Nothing fits." in listed(model, finance, q="no such words").text
