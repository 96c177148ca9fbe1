"""What people see of a noun, as a message with its buttons."""
