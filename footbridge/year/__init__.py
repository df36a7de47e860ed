"""What is next, for each person: the home page of every role. It reads every step and owns nothing."""
