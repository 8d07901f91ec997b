"""What the delivery API answers with. Types only: no schema reads a model by itself."""
