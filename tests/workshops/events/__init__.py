"""Tests of the program's events, teachers and their groups."""
