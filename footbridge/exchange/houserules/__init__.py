"""House rules: what each school lets out at all. Of two schools the stricter holds for both, and both see which and why."""
