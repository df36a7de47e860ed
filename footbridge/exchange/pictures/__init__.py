"""Pictures: taken in memory, rebuilt from their pixels by a process that can reach nothing, sealed in the vault, served by a gate."""
