"""What the engine says when it cannot answer: sentences, never a wrong answer."""


class BadProblem(ValueError):
    """The problem contradicts itself or holds something impossible; the message says what and where."""


class Cancelled(Exception):
    """The caller's progress function asked a long run to stop."""
