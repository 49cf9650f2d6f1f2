"""The admin of people and of mail."""

from importlib import import_module

# People come first on the index.
for family in ["people", "invitations", "outbox"]:
    import_module(f"{__name__}.{family}")
