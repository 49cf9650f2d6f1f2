"""A change of what is asked of a partner, to which its people agree or not."""

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from applications.acting import acting_for
from applications.actions import requirements as actions
from applications.asking import Ask
from applications.form.renewing import ProposalForm
from applications.models import RequirementProposal
from applications.models.partner import ANSWERS
from plp.core.methods import get_or_post
from plp.core.workflow import TransitionError


@never_cache
@get_or_post
def proposal(request, pk, proposal):
    """Show what is proposed and why, and take the answer of a program manager or signatory."""
    partner = acting_for(request, pk, *ANSWERS)
    related = [
        "answered_by",
        "requirement__requirement__course",
        "requirement__partner_year__program_year__program",
        "requirement__partner_year__program_year__school_year",
    ]
    mine = RequirementProposal.objects.filter(requirement__partner_year__partner=partner)
    proposal = get_object_or_404(mine.select_related(*related), pk=proposal)
    form = ProposalForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _answered(request, proposal, form):
        return redirect("applications:proposal", partner.pk, proposal.pk)
    row = proposal.requirement
    context = {
        "signed_in": True,
        "partner": partner,
        "proposal": proposal,
        "row": row,
        "now": "waived" if row.waived_because else str(Ask.of(row)),
        "then": str(Ask.of(proposal)),
        "form": form,
        "may_answer": request.acting.may(*ANSWERS),
        "contact": row.partner_year.program_year.program.contact_email,
    }
    return render(request, "applications/portal/proposal.html", context)


def _answered(request, proposal, form):
    yes = form.cleaned_data["answer"] == "yes"
    try:
        actions.answer_proposal(proposal, yes=yes, by=request.user)
    except TransitionError as error:
        form.add_error(None, str(error))
        proposal.refresh_from_db()
        return False
    return True
