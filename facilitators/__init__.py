"""The middle floor: facilitators, their accreditations, availability and contracts."""
