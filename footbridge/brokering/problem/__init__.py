"""From the record to the engine: what is known of the offered classes (pool), the problem they make (building), its answers (solving)."""
