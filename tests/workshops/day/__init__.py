"""Tests of the day of a workshop."""
