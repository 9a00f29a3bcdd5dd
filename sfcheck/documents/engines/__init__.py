"""Word, Excel, Markdown, HTML and charts made from content, safely."""
