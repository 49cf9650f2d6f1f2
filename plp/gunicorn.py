"""How gunicorn serves the project: `gunicorn --config plp/gunicorn.py plp.wsgi`."""

import gc
import os

workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
worker_class = "gthread"
threads = 4

# Everything is imported once and shared by the workers; no worker is ever replaced for its age.
preload_app = True
max_requests = 0

accesslog = None  # the proxy in front keeps one
errorlog = "-"

# A second way in that nobody uses is one too many.
control_socket_disable = True


def when_ready(server):
    """Leave nothing to the workers that can be done, or must be undone, before they are forked."""
    from django.db import connections
    from django.urls import get_resolver

    _ = get_resolver().url_patterns  # imports every view
    connections.close_all()  # a connection must not be shared
    # What is here now stays: the collector need not look at it again, which would copy its pages.
    gc.collect()
    gc.freeze()
