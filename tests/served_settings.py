"""The production settings for a server that tests kill: static files as they lie."""

from importlib import import_module

project = import_module("plp.settings")
globals().update({name: getattr(project, name) for name in dir(project) if name.isupper()})

# Collecting and compressing them takes longer than a test should.
STORAGES = project.STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
STATIC_ROOT = project.BASE_DIR / "static"
