"""How fast, against whom: measured side by side on the same database; see README.md."""
