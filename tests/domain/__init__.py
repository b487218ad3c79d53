"""The city's rules."""
