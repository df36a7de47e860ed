"""Mail: written to the outbox in the same transaction as its cause, sent by the worker at least once, never twice.

`outbox.send` is the only way out. Each message has a text and an HTML template and a key that makes it unique. In a
demonstration nothing leaves: staff read the mail on its preview page.
"""
