"""Tests of photos: the line they come on, the helper that makes them anew, their store, and how they are fetched."""
