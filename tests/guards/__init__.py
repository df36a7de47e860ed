"""What cannot be forgotten. Each guard looks at the whole house, says how much it looked at, and catches a planted fault."""
