"""The quality gates: Great Expectations on what was loaded and on what would be published."""
