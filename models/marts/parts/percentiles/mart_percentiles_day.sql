{{ duration_percentiles('day', duration_families()) }}
