"""The demonstration network: 28 programmes with invented schools and people, made from a seed; one-click sign-in."""
