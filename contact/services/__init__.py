"""What changes enquiries: taking one in, judging it, telling about it, moving it on, noting who looked."""
