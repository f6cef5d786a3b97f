// The steps of a map's colours.
import { h } from './dom.js';
import { short } from './format.js';
import { t } from './text.js';

/** From the least to the most, and what no figure looks like. */
export const mapLegend = limits => h('ul', { class: 'steps' },
  Array.from({ length: limits.length + 1 }, (_, i) => h('li', {}, h('i', { class: `s${i}`, 'aria-hidden': 'true' }), i === 0 ? `< ${short(limits[0] ?? 0)}` : `≥ ${short(limits[i - 1])}`)),
  h('li', {}, h('i', { class: 'nodata', 'aria-hidden': 'true' }), t('mark.nodata')));
