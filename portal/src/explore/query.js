// From the address to a query of the API.
import { get } from '../api.js';
import { COUNTRIES } from '../region.js';

/** The state of a view, with what is usual where the address says nothing. */
export async function settle(given) {
  const split = text => (text ?? '').split(',').filter(Boolean);
  const state = {
    flow: given.flow ?? 'counts', indicator: given.indicator ?? 'ENTR', area: split(given.area), scheme: given.scheme ?? '', size: split(given.size), activity: given.activity ?? '_T',
    dataset: given.dataset ?? 'preferred', from: given.from ?? '', to: given.to ?? '', freq: given.freq ?? 'A', quality: given.quality ?? 'all', chart: given.chart ?? 'line', convert: given.convert ?? '', release: given.release ?? '',
  };
  if (state.area.length === 0) { state.area = COUNTRIES; }
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
