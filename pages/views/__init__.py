"""Pages of the app that are not pages of the tree: plain addresses and the admin's own."""
