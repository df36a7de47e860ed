"""Reading a facilitator's sign-up sheet: what each column is, what each cell means, which school each row is about."""
