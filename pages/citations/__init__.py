"""Citations in running text: how they are stored, numbered and shown. No Django here."""
