"""The rows of a guideline as a spreadsheet: columns, cells, CSV and XLSX in and out. No Django and no database here."""
