"""Messages between the teachers of a link, sealed; an e-mail says only that one has come."""
