"""This floor as a Django app."""

from django.apps import AppConfig


class WorkshopsConfig(AppConfig):
    name = "workshops"
