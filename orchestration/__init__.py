"""supportmart: loads help-desk exports, builds the warehouse, checks it and publishes it."""
