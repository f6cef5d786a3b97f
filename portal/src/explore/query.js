// From the address to a query of the API.
import { get } from '../api.js';
import { COUNTRIES } from '../region.js';

// What is usual needs no mention in the address.
const USUAL = { flow: 'counts', indicator: 'ENTR', area: COUNTRIES.join(), scheme: '', size: '', activity: '_T', dataset: 'preferred', from: '', to: '', freq: 'A', quality: 'all', chart: 'line', convert: '', release: '' };

/** A state as parameters of an address: what is not usual. */
export const said = state => Object.fromEntries(Object.entries(state).map(([name, value]) => [name, String(value)]).filter(([name, value]) => value !== USUAL[name]));

/** The state of a view, with what is usual where the address says nothing. */
export async function settle(given) {
  const split = text => text.split(',').filter(Boolean);
  const state = Object.fromEntries(Object.entries(USUAL).map(([name, usual]) => [name, given[name] || usual]));
  Object.assign(state, { area: split(state.area), size: split(state.size) });
  if (state.size.length === 0 && !given.size && !state.scheme) {
    // Without a class the total, where the indicator has one.
    const { components } = await get(`/data/${state.flow}/availability`, { indicator: state.indicator, area: state.area });
    const codes = components.find(c => c.id === 'SIZE_CLASS')?.codes.map(c => c.code) ?? [];
    state.size = state.chart === 'stack' ? [] : codes.includes('_T') ? ['_T'] : codes.includes('MIPYME') ? ['MIPYME'] : [];
  }
  return state;
}

/** The filters of a state, as the API calls them. */
export const filters = state => ({
  area: state.area, indicator: state.indicator, scheme: state.scheme, size: state.size, activity: state.activity, dataset: state.dataset, sex: '_T', freq: state.freq, from: state.from, to: state.to,
});

/** The query of a view. Charts of one moment ask for the last figure of each series. */
export const queryOf = state => ({
  ...filters(state), quality: state.quality, convert: state.convert, release: state.release,
  ...(['bar', 'stack', 'map'].includes(state.chart) ? { lastNonEmpty: 1 } : {}), labels: 'both',
});
