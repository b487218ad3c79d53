"""Each figure explains itself: a short card under the mouse, the whole story by `?`. One mechanism for all windows.

A figure is shown by a `FigureTile`, or stands in a cell of a table under the role `FIGURE`. Both ask their group to
explain it; the window's `Explainer` answers.
"""
