"""The city's rules as plain functions and frozen values. Standard library only."""
