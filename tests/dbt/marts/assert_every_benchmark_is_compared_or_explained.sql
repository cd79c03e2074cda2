-- Each published figure stands in the comparison once: with an own figure, or with the reason why
-- there is none.
with benchmarks as (
    select * from {{ ref('benchmarks') }}
),

comparison as (
    select * from {{ ref('mart_benchmark_comparison') }}
)

select
    benchmarks.benchmark_id as published_id,
    comparison.benchmark_id as compared_id,
    comparison.own_value,
    comparison.reason_not_compared
from benchmarks
full outer join comparison on benchmarks.benchmark_id = comparison.benchmark_id
where
    benchmarks.benchmark_id is null
    or comparison.benchmark_id is null
    or (comparison.own_value is null) = (comparison.reason_not_compared is null)
    or (comparison.kind != 'benchmark' and comparison.own_value is not null)
    or (comparison.own_value is not null and comparison.position is null)
