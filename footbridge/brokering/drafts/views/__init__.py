"""Pages of drafts: the board in its three views, changes, questions, weights, comparisons, the shelf of drafts."""
