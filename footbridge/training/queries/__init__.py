"""Questions about training: how each teacher stands (standings), what pages show (pages), what cover it costs (covering)."""
