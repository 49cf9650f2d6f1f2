"""The project served as in production, on this machine and for a moment."""

import os
import secrets
import socket
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from http.client import HTTPConnection

# What fills the database; data at scale will follow the program.
FILL = [
    ["migrate", "--verbosity=0"],
    ["load_program", "applications/data/program-2016", "--verbosity=0"],
]


def production(folder, database):
    """Return the environment of production for a database, over plain http."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
        "DEBUG": "0",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": "localhost,testserver",
        "DATABASE_URL": database,
        "SECURE_SSL_REDIRECT": "0",
        "STATIC_ROOT": f"{folder}/static",
    }


def prepare(environment):
    """Collect the static files and fill the database."""
    for words in [["collectstatic", "--noinput", "--verbosity=0"], *FILL]:
        command = [sys.executable, "manage.py", *words]
        subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)


@contextmanager
def gunicorn(environment):
    """Serve the project; yield the process and the address of its root."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "--config", "plp/gunicorn.py", "plp.wsgi"]
    options = ["--bind", f"localhost:{port}", "--log-level", "warning"]
    with subprocess.Popen([*command, *options], env=environment) as server:
        try:
            _wait_for(port)
            yield server, f"http://localhost:{port}"
        finally:
            server.terminate()


def _wait_for(port, patience=30):
    end = time.monotonic() + patience
    while not _answers(port):
        if time.monotonic() > end:
            raise TimeoutError(f"Port {port} did not answer within {patience} seconds.")
        time.sleep(0.1)


def _answers(port):
    with closing(HTTPConnection("localhost", port, timeout=5)) as connection:
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except OSError:
            return False
