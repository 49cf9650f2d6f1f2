"""Tests of the pages of workshops in the portal."""
