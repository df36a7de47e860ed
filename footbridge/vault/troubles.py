"""What may be in the way of sealing and opening, for a while."""


class Away(ConnectionError):
    """Keys or sealed objects cannot be reached now. Nothing is sealed or opened meanwhile, and nothing is lost; `words` are for people."""

    words = "What is kept sealed cannot be reached just now."
