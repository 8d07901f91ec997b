"""Files in which others hand over references, read into CSL-JSON and written from it. No Django here."""
