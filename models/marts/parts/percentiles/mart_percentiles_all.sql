{{ duration_percentiles('all', duration_families()) }}
