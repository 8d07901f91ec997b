"""Finished answers of public pages: kept once made, served without rendering, and never after what they use changed."""
