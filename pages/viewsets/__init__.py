"""The admin of the library: one declarative class for each model."""
