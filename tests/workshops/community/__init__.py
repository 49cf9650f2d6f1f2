"""Tests of community events."""
