"""What changes when slots are shared: the draft with its steps (sharing), and what schools and links say before (sides)."""
