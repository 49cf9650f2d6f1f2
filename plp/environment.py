"""Says in one message what the environment lacks, before anything else starts."""

from django.core.exceptions import ImproperlyConfigured

HOW_TO_SET = {
    "SECRET_KEY": 'a long random text, such as the output of: python -c "import secrets; '
    'print(secrets.token_urlsafe(50))"',
    "ALLOWED_HOSTS": "the host names this site answers to, such as: partners.example.org",
    "DATABASE_URL": "the database, such as: postgres://user:password@host:5432/name",
}


def missing(env, *names):
    """Raise ImproperlyConfigured naming every variable of `names` that has no value."""
    lacking = [name for name in names if not env.str(name, default="")]
    if lacking:
        lines = [f"  {name} – {HOW_TO_SET[name]}" for name in lacking]
        raise ImproperlyConfigured(
            "Set these in the environment or in the file .env (see .env.example), or set "
            "DEBUG=1 to try the application on your own machine:\n" + "\n".join(lines)
        )
