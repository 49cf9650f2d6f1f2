"""Tests of signing up for workshops, seats and the roster."""
