"""The admin of people, mail and privacy."""

from importlib import import_module

# People come first on the index.
for family in ["people", "invitations", "outbox", "privacy"]:
    import_module(f"{__name__}.{family}")
