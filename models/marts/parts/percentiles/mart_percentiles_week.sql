{{ duration_percentiles('week', duration_families()) }}
