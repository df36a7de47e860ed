"""The pages of agreements: signing, chasing, the words."""
