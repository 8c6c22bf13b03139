"""Options and help of the commands that have commands of their own."""
