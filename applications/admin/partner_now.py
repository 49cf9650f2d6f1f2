"""What staff read on a partner's page beside what they may change: how it is doing now."""

from django.urls import reverse

from applications.admin.moves import DECIDE
from applications.admin.promised import by_commitment, of_year
from applications.look import Look
from applications.models import ProgressCall
from applications.promised import tally
from plp.core.days import pacific_today
from plp.core.models import Message

MOST_MAILS = 5
MOST_CALLS = 5


class ShowsNow:
    """The page of a partner with its running year, last mails and calls, read-only."""

    change_form_template = "admin/applications/partner/change_form.html"

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj:
            context |= {"now": now_of(obj), "tell_waiting": _tell_waiting(request, obj)}
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)


def now_of(partner) -> dict:
    """Return what stands on a partner's page."""
    look = Look([partner], pacific_today())
    year = look.year_of(partner)
    promised = of_year(look, year) if year else []
    people = [member.user.email for member in look.members[partner.pk]]
    mails = Message.objects.filter(to__in=people).order_by("-written_at", "-pk")
    calls = ProgressCall.objects.filter(partner_year__partner=partner).order_by("-at")
    return {
        "year": year,
        "tally": tally(promised),
        "commitments": by_commitment(promised, look.on),
        "mails": mails[:MOST_MAILS],
        "calls": calls[:MOST_CALLS],
    }


def _tell_waiting(request, partner):
    """Return the address at which who waits for the region of a former partner is told."""
    if partner.ended_on is None or not request.user.has_perm(DECIDE):
        return ""
    name = "admin:applications_region_step"
    return reverse(name, args=["tell-waiting"], query={"ids": partner.region_id})
