"""The verbs of interest: schools answer and change their answer, facilitators look after it."""
