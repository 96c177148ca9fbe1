"""What people can do: one group of verbs per file, a command and a unit of work in, effects out."""
