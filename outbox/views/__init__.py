"""The admin of the outbox: deliveries, what became of each, and the endpoints of webhooks."""
