"""Recordings, films and papers: made anew by a process that can reach nothing, sealed in the vault, served by the gate in ranges."""
