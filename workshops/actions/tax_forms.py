"""That a partner has a payee's form W-9; what stands in it is never kept here."""

from datetime import date

from applications.models import Partner
from workshops.models import TaxForm


def note_w9(partner: Partner, *, since: date | None, **payee) -> None:
    """Note since when a partner has the form of a `facilitator` or a `teacher`; None: not any
    more."""
    if since is None:
        for found in TaxForm.objects.filter(partner=partner, **payee):
            found.delete()
        return
    TaxForm.objects.update_or_create(partner=partner, **payee, defaults={"since": since})
