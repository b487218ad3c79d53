"""Frozen views of one subject each, made from a picture and a frame by plain functions.

Screen, replay, briefing and PDF call the same build, so they cannot disagree. Views carry values and message ids.
"""
