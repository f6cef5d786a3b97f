select 'REF_AREA' as list, area_id as id, code from dim_area
union all select 'TIME_PERIOD', period_id, code from dim_period
union all select 'INDICATOR', indicator_id, code from dim_indicator
union all select 'SIZE_SCHEME', scheme_id, code from dim_size_scheme
union all select 'SIZE_CLASS', size_class_id, scheme || '|' || code from dim_size_class
union all select 'ACTIVITY', activity_id, code from dim_activity
union all select 'DATASET', dataset_id, code from dim_dataset
union all select list, code_id, code from dim_code
