"""A migrated SQLite database with the first program, made once and copied for each worker and run.

It is kept where temporary files are, under a name that changes with whatever it is made of.
"""

import fcntl
import getpass
import hashlib
import shutil
from contextlib import contextmanager
from pathlib import Path
from tempfile import gettempdir

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
