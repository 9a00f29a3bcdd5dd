"""The index: all issues in flat tables, so that a question reads no file. A cache, nothing else.

It lies in git's own folder as an SQLite file and says which commit it was made from. Whether it
still tells the truth is proven each time by what git says of the work tree (`freshness`). Nothing
is ever read from it that the files would not say, and nothing is lost with it.
"""
