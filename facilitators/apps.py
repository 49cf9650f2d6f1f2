"""This floor as a Django app."""

from django.apps import AppConfig


class FacilitatorsConfig(AppConfig):
    name = "facilitators"
