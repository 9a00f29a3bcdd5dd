"""Git: objects, branch, commits, and the work tree that follows them."""
