"""The questions about a programme: one form per question, used by the guided set-up and by the settings alike."""
