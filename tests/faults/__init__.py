"""Faults with real processes: killed workers, mail servers that hang, queues that are away."""
