"""Tests of who leads workshops."""
