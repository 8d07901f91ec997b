"""What changes a delivery: storing it, trying it, sending it again."""
