"""What the scripts share: each module builds or answers for one thing."""
