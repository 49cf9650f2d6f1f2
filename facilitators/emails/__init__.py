"""The mails of this app: one function a message, named for what happened."""
