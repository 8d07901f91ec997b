"""The layers that judge an enquiry after it was stored. None of them ever refuses one."""
