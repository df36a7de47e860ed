"""Pages of class mode: for the teacher who opens it, and for the tablets."""
