"""The admin site: Django's own, under the product's name."""

from functools import wraps

from django.contrib import admin
from django.db import IntegrityError
from django.utils.text import slugify


class AdminSite(admin.AdminSite):
    """Its first page groups records as staff think of them, by `heading` of their admin class.

    An admin class may add pages of its own there, with `own_pages(request)`.
    """

    site_title = "Professional Learning Partners"
    site_header = "Learning Partners"
    index_title = "Work"
    enable_nav_sidebar = False

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

    def admin_view(self, view, cacheable=False):
        """Guard a view; when two people save the same at once, validate the second once more.

        The second has passed validation before the first was saved. Asked again, the form says
        what is taken, beside the field, and keeps what was typed.
        """

        @wraps(view)
        def again(request, *args, **kwargs):
            try:
                return view(request, *args, **kwargs)
            except IntegrityError:
                return view(request, *args, **kwargs)

        return super().admin_view(again, cacheable)
