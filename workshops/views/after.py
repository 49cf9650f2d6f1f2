"""What a teacher finds on their own page of a workshop once it is over."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from plp.core import files, limits
from plp.core.methods import get_or_post
from plp.core.workflow import TransitionError
from workshops import certificates
from workshops.actions import answering, finishing
from workshops.forms.feedback import FeedbackForm
from workshops.models import Feedback
from workshops.views.own import page_of_seat


@page_of_seat
@get_or_post
def feedback(request, enrollment):
    """Ask a teacher, once, what they thought of a workshop."""
    form = FeedbackForm(request.POST or None, questions=answering.questions())
    if request.method == "POST":
        limits.spend(request, "feedback", key=str(enrollment.pk))
        if form.is_valid() and _answered(form, enrollment):
            return redirect("workshops:feedback", enrollment.pk)
    context = {
        "enrollment": enrollment,
        "workshop": enrollment.workshop,
        "form": form,
        "is_given": Feedback.objects.filter(enrollment=enrollment).exists(),
        "closed": answering.not_to_answer(enrollment),
        "has_certificate": finishing.has_earned(enrollment),
    }
    return render(request, "workshops/after/feedback.html", context)


def _answered(form, enrollment):
    """Keep the answers; what fell into the trap is answered as ever, and not kept."""
    if form.is_trapped:
        return True
    try:
        answering.answer(enrollment, form.given)
    except TransitionError as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


@page_of_seat
@require_safe
def certificate(request, enrollment):
    """Give a teacher their certificate, if they have earned one."""
    has_one = finishing.has_earned(enrollment)
    content = certificates.pdf(enrollment.certificate) if has_one else None
    if content is None:
        return redirect("workshops:feedback", enrollment.pk)  # it says why
    return files.as_pdf(content, f"certificate-{enrollment.certificate.code}.pdf", is_saved=True)
