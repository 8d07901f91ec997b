"""What a grading scheme allows, how strong a grade is, and how that is drawn. No Django here."""
