"""Looking at a partner's pages as the partner sees them: staff, read-only, and noted in the log."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from applications.acting import VIEWING, may_view_as
from applications.models import Partner

LOOKED = "Looked at its pages as the partner sees them."


class ViewsAs:
    """The admin of partners, from which staff go to a partner's own pages and come back."""

    def get_urls(self):
        own = [
            path(
                "<path:object_id>/view-as/",
                self.admin_site.admin_view(self.view_as),
                name="applications_partner_view_as",
            ),
            path(
                "<path:object_id>/stop-viewing/",
                self.admin_site.admin_view(self.stop_viewing),
                name="applications_partner_stop_viewing",
            ),
        ]
        return [*own, *super().get_urls()]

    @method_decorator(require_POST)
    def view_as(self, request, object_id):
        """Note it in the log, and lead to the partner's first page."""
        if not may_view_as(request.user):
            raise PermissionDenied
        partner = get_object_or_404(Partner, pk=object_id)
        with transaction.atomic():
            self.log_change(request, partner, LOOKED)
        request.session[VIEWING] = partner.pk
        return redirect("applications:portal-home", partner.pk)

    @method_decorator(require_POST)
    def stop_viewing(self, request, object_id):
        """Forget whose pages are looked at, and lead back to the partner's page here."""
        if not may_view_as(request.user):
            raise PermissionDenied
        partner = get_object_or_404(Partner, pk=object_id)
        if request.session.get(VIEWING) == partner.pk:
            del request.session[VIEWING]
            messages.info(request, f"You no longer look at pages as {partner} sees them.")
        return redirect("admin:applications_partner_change", partner.pk)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj and may_view_as(request.user):
            address = reverse("admin:applications_partner_view_as", args=[obj.pk])
            context["view_as"] = address
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)
