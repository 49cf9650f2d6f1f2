"""The production settings, with one address more: the bare view to compare with."""

from importlib import import_module

project = import_module("plp.settings")
globals().update({name: getattr(project, name) for name in dir(project) if name.isupper()})

ROOT_URLCONF = "tests.bench.urls"
