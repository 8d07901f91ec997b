"""What reports count: spans of time, how far enquiries came, where visitors came from, charts, sheets. No Django and
no database here."""
