"""The forms of this app, by family."""
