"""The project's settings as the tests want them; DATABASE_URL chooses the database."""

import os
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

HERE = Path(__file__).parent

os.environ["DEBUG"] = "1"
os.environ.setdefault("DATABASE_URL", f"sqlite:///{HERE / 'plain.sqlite3'}")
# Playwright keeps an event loop running in the tests' own thread, and Django then sees async code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

project = import_module("plp.settings")
globals().update({name: getattr(project, name) for name in dir(project) if name.isupper()})

KEEP_PAGES = True
FORM_SECONDS = 0
# Static files straight from where they lie, so that no test waits for collectstatic.
STATIC_ROOT = project.BASE_DIR / "static"
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
# Gone, with what tests upload, when the process ends.
_media = TemporaryDirectory(prefix="plp-media-")
MEDIA_ROOT = _media.name
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
if project.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: threads then have connections of their own, as in production.
    project.DATABASES["default"]["TEST"] = {"NAME": HERE / "test.sqlite3"}
