-- The largest of the differences; those of the same size in the order of answers.
select dataflow as "Dataflow", ref_area as "RefArea", dataset as "Dataset", indicator as "Indicator", size_scheme as "SizeScheme", size_class as "SizeClass", activity as "Activity", sex as "Sex",
    unit_measure as "UnitMeasure", price_base as "PriceBase", time_period as "TimePeriod", before as "Before", after as "After", submission::bigint as "Submission"
from difference
order by abs(coalesce(after, 0) - coalesce(before, 0)) desc, dataflow, ref_area, dataset, indicator, size_scheme, size_class, activity, sex, unit_measure, price_base, time_period
limit $most;
