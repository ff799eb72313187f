"""What becomes of the forms of a case: one module for forms that belong together."""
