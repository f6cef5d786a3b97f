// The address of a figure's proof: its whole key.
import { to } from './way.js';

const parameters = { REF_AREA: 'area', DATASET: 'dataset', INDICATOR: 'indicator', SIZE_SCHEME: 'scheme', SIZE_CLASS: 'size', ACTIVITY: 'activity', SEX: 'sex', UNIT_MEASURE: 'unit', PRICE_BASE: 'prices', TIME_PERIOD: 'period' };

/** The key of a row as parameters of a query. */
export const keyOf = row => Object.fromEntries(Object.entries(parameters).map(([component, name]) => [name, row[component]]));

/** A link to the number page. */
export const numberLink = (flow, row) => to(`number/${flow}`, keyOf(row));
