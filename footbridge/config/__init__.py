"""How Footbridge starts: settings, the embedded database, the one command that runs web and worker."""
