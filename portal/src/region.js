// The thirteen countries of the observatory.
export const COUNTRIES = ['AR', 'BO', 'BR', 'CL', 'CO', 'CU', 'EC', 'MX', 'PA', 'PY', 'PE', 'UY', 'VE'];
