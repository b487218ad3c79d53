"""Speed and memory beside named peers, measured side by side in one run. Figures only: nothing here passes or fails.

`./poc bench` runs all at small sizes, `./poc bench --full` at the named ones; a name or its beginning picks some.
Each benchmark runs in a process of its own, on a screen of its own, and says what it measured as figures.
"""
