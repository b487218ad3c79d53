"""Watches: facts in, our own facts out. Pure rules, run by one runner under the lease."""
