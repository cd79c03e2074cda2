{{ duration_percentiles('month', duration_families()) }}
