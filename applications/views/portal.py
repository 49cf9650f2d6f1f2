"""The pages of a partner's own people: where the partnership is, and what comes next."""

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from applications import portal
from applications.acting import acting_for
from applications.attending import events_of
from applications.counting import lines
from applications.measures import Kind
from applications.models import Partner, PartnerRequirement
from applications.next_steps import is_missed, right_to_do, what_to_do
from applications.promised import kept, shown, tally
from applications.promises import share_of_full_time
from applications.registry import way_to
from plp.core.days import pacific_today

# The link to where a kind is met, where something of it is there already.
WHERE = {
    Kind.MANAGER: "See your people",
    Kind.FUNDING: "See what you have confirmed",
    Kind.PRIVACY: "See what you have confirmed",
    Kind.CALLS: "See your progress calls",
}


@never_cache
@require_safe
def choose(request):
    """Lead people to their partner, or let those who act for several choose."""
    partners = Partner.objects.visible_to(request.user).select_related("region")
    if len(partners) == 1:
        return redirect("applications:portal-home", partners[0].pk)
    return render(
        request, "applications/portal/choose.html", {"partners": partners, "signed_in": True}
    )


@never_cache
@require_safe
def home(request, pk):
    """Where a partnership is: what comes next, what was promised and counted, people and days."""
    partner = acting_for(request, pk)
    look = portal.look_at(request.acting)
    year = look.year_of(partner)
    promised = portal.promised(look, year)
    steps = portal.next_for(request.acting, look)
    context = {
        "signed_in": True,
        "partner": partner,
        "year": year,
        "left_out": portal.left_out(look),
        "share": share_of_full_time(year) if year and year.manager_fte else "",
        "contact": portal.contact(year),
        "members": look.members[partner.pk],
        "invitations": portal.invitations(look),
        "promised": promised,
        "tally": tally(promised),
        "first": steps[:1],
        "steps": steps[1 : portal.MOST_STEPS],
        "more_steps": steps[portal.MOST_STEPS :],
        "dates": portal.dates(look),
        "mails": portal.mails_for(request)[: portal.MOST_MAILS],
    }
    return render(request, "applications/portal/home.html", context)


@never_cache
@require_safe
def commitments(request, pk):
    """What a partner promised, year by year, with the texts and terms in full."""
    partner = acting_for(request, pk)
    look = portal.look_at(request.acting)
    year = portal.chosen(look, request.GET.get("year", ""))
    promised = portal.promised(look, year)
    program = year and year.program_year.program
    context = {
        "signed_in": True,
        "partner": partner,
        "years": look.years[partner.pk],
        "year": year,
        "contact": portal.contact(year),
        "tally": tally(promised),
        "commitments": kept(program.commitments.order_by("position"), promised) if year else [],
    }
    return render(request, "applications/portal/commitments.html", context)


@never_cache
@require_safe
def requirement(request, pk, requirement):
    """One requirement, and the rows behind its number."""
    partner = acting_for(request, pk)
    mine = PartnerRequirement.objects.filter(partner_year__partner=partner)
    get_object_or_404(mine, pk=requirement)
    on = pacific_today()
    [line] = lines(mine.filter(pk=requirement), on)
    year = line.row.partner_year
    context = {
        "signed_in": True,
        "partner": partner,
        "year": year,
        "line": shown(line, events_of([year])[year.pk]),
        "rows": portal.behind(line, request.acting, on),
        "way": "" if partner.ended_on else way_to(line),
        "is_missed": is_missed(line),
        "today": on,
        "may": portal.may(request.acting, right_to_do(line)),
        "where": WHERE.get(line.kind, "Go to where it is planned and recorded"),
        "to_do": what_to_do(line) if line.status.needs_doing else "",
        "contact": year.program_year.program.contact_email,
    }
    return render(request, "applications/portal/requirement.html", context)


@never_cache
@require_safe
def mail(request, pk):
    """The mails that reached who looks, the latest first."""
    partner = acting_for(request, pk)
    mails = portal.mails_for(request)[: portal.ALL_MAILS]
    context = {"signed_in": True, "partner": partner, "mails": mails}
    return render(request, "applications/portal/mail.html", context)
