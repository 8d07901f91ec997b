"""The views of the form and of the admin's inbox."""
