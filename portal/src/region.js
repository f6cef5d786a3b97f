// The thirteen countries of the observatory, the members of ALADI: known before there is a release, and before the first view is asked for.
export const COUNTRIES = ['AR', 'BO', 'BR', 'CL', 'CO', 'CU', 'EC', 'MX', 'PA', 'PY', 'PE', 'UY', 'VE'];
