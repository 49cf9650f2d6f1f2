"""Erasing an application for good."""

from django.db import transaction

from applications.actions.drafting import discard_draft
from applications.actions.references import forget_references
from applications.models import (
    Application,
    Draft,
    Interview,
    Offer,
    Recusal,
    ReferenceRequest,
    Region,
    Review,
    ReviewAssignment,
    Score,
)
from plp.core import history
from plp.core.models import Message
from plp.core.workflow import TransitionError


@transaction.atomic
def delete_application(application: Application) -> None:
    """Erase an application that nobody has begun to read, such as one sent for a trial.

    Raises TransitionError for any other; nothing is deleted then.
    """
    Draft.objects.locked(application.draft_id)
    Region.objects.locked(pins=application.pin_id)
    now = Application.objects.select_for_update(of=["self"]).get(pk=application.pk)
    if now.status != Application.Status.SUBMITTED:
        raise TransitionError(f"{now.get_status_display()}: only what nobody reads is deleted.")
    erase_application(now)


@transaction.atomic
def erase_application(application: Application) -> None:
    """Delete an application with all that was typed, uploaded, offered and kept of it.

    Raises ProtectedError where a partner hangs on it, and Draft.DoesNotExist where somebody else
    has just erased it; nothing is deleted then.
    """
    Draft.objects.locked(application.draft_id)  # first, as whoever sends changes does
    Region.objects.locked(pins=application.pin_id)
    key, draft = application.pk, application.draft
    offers = [offer.pk for offer in application.offers.all()]
    interviews = [interview.pk for interview in application.interviews.all()]
    asked = ReferenceRequest.objects.filter(reference__application=application)
    requests = list(asked.values_list("pk", flat=True))
    forget_references(application)
    reviews = list(application.reviews.values_list("pk", flat=True))
    waiting = Message.objects.filter(status=Message.Status.WAITING)
    waiting.filter(attachment=f"application:{key}").delete()
    application.delete()
    discard_draft(draft)
    history.forget(history.of(Application).filter(id=key))
    history.forget(history.of(Offer).filter(id__in=offers))
    history.forget(history.of(Interview).filter(id__in=interviews))
    history.forget(history.of(ReferenceRequest).filter(id__in=requests))
    history.forget(history.of(Score).filter(review_id__in=reviews))
    for model in (Review, ReviewAssignment, Recusal):
        history.forget(history.of(model).filter(application_id=key))
