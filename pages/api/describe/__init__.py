"""Turns models into the schemas of the delivery API. Reads only; nothing here knows a request."""
