"""A migrated database with the first program, made once and copied for each worker.

On SQLite it is kept for later runs where temporary files are, on PostgreSQL in the cluster, under a
name that changes with whatever it is made of.
"""

import fcntl
import getpass
import hashlib
import shutil
from contextlib import contextmanager
from pathlib import Path
from tempfile import gettempdir

from django.db import connection

APPS = ["plp/core", "facilitators", "applications", "workshops"]
MADE_OF = [*(f"{app}/migrations/*.py" for app in APPS), "applications/loading/*.py"]


def template(data: Path) -> Path:
    """Return where the template stands, or will stand, for these migrations and this program."""
    root = Path(__file__).parent.parent
    files = [file for pattern in MADE_OF for file in root.glob(pattern)]
    made_of = hashlib.sha256()
    for file in sorted([*files, *(root / data).iterdir()]):
        made_of.update(file.name.encode() + file.read_bytes())
    folder = Path(gettempdir(), f"plp-tests-{getpass.getuser()}")
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder / f"{made_of.hexdigest()[:20]}.sqlite3"


@contextmanager
def copied(source: Path, target: Path):
    """Put a copy of the template in a place, if there is one; yield whether there was.

    Where there is none, the block makes the database in that place, and it becomes the template;
    whoever comes meanwhile waits for it.
    """
    with source.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        known = source.exists()
        if known:
            for left in ("", "-wal", "-shm"):  # of a run that was killed
                target.with_name(target.name + left).unlink(missing_ok=True)
            shutil.copyfile(source, target)
            fcntl.flock(lock, fcntl.LOCK_UN)
        yield known
        if not known:
            made = source.with_suffix(".made")
            shutil.copyfile(target, made)
            made.replace(source)


@contextmanager
def cloned(name: str):
    """The same in a PostgreSQL cluster, where a database is a template by its name: yield whether
    it is there; the block makes the database of its worker."""
    with Path(gettempdir(), f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with connection.creation._nodb_cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            known = cursor.fetchone() is not None
        yield known
        if not known:
            own = connection.ops.quote_name(connection.settings_dict["NAME"])
            with connection.creation._nodb_cursor() as cursor:
                cursor.execute(f"CREATE DATABASE {connection.ops.quote_name(name)} TEMPLATE {own}")
