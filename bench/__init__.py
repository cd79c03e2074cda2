"""The benchmark: what the nightly run costs beside hand-written SQL on the same files."""
