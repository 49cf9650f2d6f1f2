"""The admin site: Django's own, under the product's name."""

from functools import wraps

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError
from django.http import Http404
from django.utils.text import slugify

from plp.core import queues
from plp.core.admin_helpers import AsksOnlyItsFilters
from plp.core.days import pacific_today
from plp.core.keys import key_in

# What addresses call the key of a record.
NAMES_OF_KEYS = {"object_id", "pk", "note"}


class AdminSite(admin.AdminSite):
    """Its first page groups records as staff think of them, by `heading` of their admin class.

    An admin class may add pages of its own there, with `own_pages(request)`.
    """

    site_title = "Professional Learning Partners"
    site_header = "Learning Partners"
    index_title = "Work"
    enable_nav_sidebar = False

    def register(self, model_or_iterable, admin_class=None, **options):
        """Register classes so that no list can be asked for what it does not show."""
        asked = admin_class or admin.ModelAdmin
        guarded = type(
            asked.__name__, (AsksOnlyItsFilters, asked), {"__module__": asked.__module__}
        )
        super().register(model_or_iterable, guarded, **options)

    @login_not_required
    def login(self, request, extra_context=None):
        """Send people to the one page for signing in, with its limits and its second factor."""
        return secure_admin_login(super().login)(request, extra_context)

    def get_app_list(self, request, app_label=None):
        """Return what the person may see, by heading, in the order in which it was registered."""
        apps = super().get_app_list(request, app_label)
        if app_label is not None:
            return apps
        app_of = {model["model"]: app for app in apps for model in app["models"]}
        entry_of = {model["model"]: model for app in apps for model in app["models"]}
        groups = {}
        for model, model_admin in self._registry.items():
            if model not in app_of:
                continue
            heading = getattr(model_admin, "heading", app_of[model]["name"])
            empty = app_of[model] | {
                "name": heading,
                "app_label": slugify(heading),
                "models": [],
            }
            own_pages = getattr(model_admin, "own_pages", lambda request: [])
            entries = [entry_of[model], *own_pages(request)]
            groups.setdefault(heading, empty)["models"].extend(entries)
        return list(groups.values())

    def index(self, request, extra_context=None):
        """Show what waits before what there is."""
        today = pacific_today()
        shown = queues.seen_by(request.user, today)
        work = {
            "today": today,
            "queues": shown,
            "waiting": [waiting for queue in shown for waiting in queue.oldest],
            "closing": queues.closing_soon(request.user, today),
        }
        return super().index(request, work | (extra_context or {}))

    def admin_view(self, view, cacheable=False):
        """Guard a view; when two people save the same at once, validate the second once more.

        The second has passed validation before the first was saved. Asked again, the form says
        what is taken, beside the field, and keeps what was typed.
        """

        @wraps(view)
        def again(request, *args, **kwargs):
            if any(key_in(kwargs[name]) is None for name in NAMES_OF_KEYS & {*kwargs}):
                raise Http404("No record has such a key.")
            try:
                return view(request, *args, **kwargs)
            except IntegrityError:
                return view(request, *args, **kwargs)

        return super().admin_view(again, cacheable)
