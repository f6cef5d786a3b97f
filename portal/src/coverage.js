// Which country has figures of how many indicators in which year.
import { h } from './dom.js';
import { t } from './text.js';
import { to } from './way.js';
import { COUNTRIES } from './region.js';

/** A heat map of coverage, from the API's answer. */
export function coverage(covered) {
  const now = Math.max(...covered.flatMap(c => c.datasets.map(d => Number(d.to.slice(0, 4)))));
  const years = Array.from({ length: 15 }, (_, i) => now - 14 + i);
  const count = (country, year) => covered.filter(c => c.refArea === country && c.datasets.some(d => d.origin !== 'synthetic' && Number(d.from.slice(0, 4)) <= year && year <= Number(d.to.slice(0, 4)))).length;
  return h('div', { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': t('front.coverage') }, h('table', { class: 'heat tight' },
    h('thead', {}, h('tr', {}, h('td'), years.map(y => h('th', { scope: 'col' }, h('span', { class: 'wide' }, String(y).slice(0, 2)), String(y).slice(2))))),
    h('tbody', {}, COUNTRIES.map(c => h('tr', {}, h('th', { scope: 'row' }, h('a', { href: to(`country/${c}`) }, c)), years.map(y => {
      const n = count(c, y);
      return h('td', { class: n ? `s${Math.min(5, Math.floor(n / 6))}` : 'nodata', title: `${c} ${y}: ${n}` }, n ? String(n) : h('span', { class: 'unseen' }, '0'));
    }))))));
}
