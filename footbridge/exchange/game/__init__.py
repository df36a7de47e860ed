"""The question game: both classes guess and answer at the same time, and a shared board shows it; best during a live call."""
