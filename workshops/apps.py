"""This floor as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class WorkshopsConfig(AppConfig):
    name = "workshops"
    verbose_name = "Teachers and community"

    def ready(self):
        from plp.core import pages
        from workshops.models import CommunityEvent

        pages.shows(CommunityEvent)
        import_module("workshops.measuring")
        import_module("workshops.actions.moving")
        import_module("workshops.on_pages")
        import_module("workshops.community.registered")
        import_module("workshops.community.made_up")
        import_module("workshops.demo")
        import_module("workshops.sample")
