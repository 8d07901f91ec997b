"""What must leave the system: stored first, then delivered and retried."""
