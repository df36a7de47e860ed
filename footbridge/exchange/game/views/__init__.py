"""Pages of the game: for the teachers who play it, for the board, and for tablets in class mode."""
