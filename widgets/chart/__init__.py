"""Charts: one small wrapper around pyqtgraph with our colours, words, gaps and a table beside it.

`series` and `pyramid` know no Qt; `plot` is the only module that imports pyqtgraph, and only when a chart is shown.
"""
