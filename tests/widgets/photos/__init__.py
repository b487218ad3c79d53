"""Tests of the photos in the complaint panel."""
