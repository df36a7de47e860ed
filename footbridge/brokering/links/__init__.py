"""Links after the offer: lists, the page of one link with its history, withdrawals, what a school linked in earlier years."""
