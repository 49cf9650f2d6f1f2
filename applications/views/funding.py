"""The public page on which anybody works out what a teacher group would bring."""

from applications import facts
from applications.estimating import estimates, plans
from applications.form.estimating import EstimateForm
from applications.public import show
from plp.core.pages import edition_of, public_page


@public_page("teachers", "urban")
def funding(request):
    """What funding could we expect: the sum, each step of it, and the parts it is paid in."""
    edition = edition_of(request)
    program, terms = facts.program(edition), facts.funding(edition)
    context = {"funding": terms}
    if terms:
        form = EstimateForm(
            request.GET or None, urban_means=terms.urban_means or program.urban_text
        )
        context |= {"form": form, **_worked_out(form, terms, edition)}
    return show(request, "applications/funding.html", context)


def _worked_out(form, terms, edition):
    if not form.is_valid():
        return {}
    typed = form.cleaned_data
    found = estimates(terms, typed["teachers"], urban=typed["urban"])
    asked = [each for commitment in facts.commitments(edition) for each in commitment.asked]
    return {"estimates": found, "plans": plans(terms, asked, found)}
