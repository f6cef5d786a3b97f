// A row a series, a column a period; darker is more.
import { h } from '../dom.js';
import { breaks, figure, place, short, state } from '../format.js';
import { classes, step } from './map.js';

/** @param {{label: string, rows: object[]}[]} series */
export function heat(series, { link }) {
  const periods = [...new Set(series.flatMap(l => l.rows.map(r => r.TIME_PERIOD)))].sort((a, b) => place(a) - place(b));
  const limits = classes(series.flatMap(l => l.rows.map(r => r.OBS_VALUE)).filter(v => typeof v === 'number'), 6);
  return h('div', { class: 'scroll', tabindex: '0', role: 'group' }, h('table', { class: 'heat' },
    h('thead', {}, h('tr', {}, h('td'), periods.map(p => h('th', { scope: 'col' }, p)))),
    h('tbody', {}, series.map(one => {
      const at = new Map(one.rows.map(r => [r.TIME_PERIOD, r]));
      return h('tr', {}, h('th', { scope: 'row' }, one.label), periods.map(p => {
        const row = at.get(p);
        if (!row) { return h('td', { class: 'nodata' }); }
        const kind = state(row);
        const words = kind === 'exact' || kind === 'estimated' ? short(row.OBS_VALUE) : kind === 'interval' ? '↕' : kind === 'suppressed' ? '▨' : '×';
        return h('td', { class: `${kind === 'exact' || kind === 'estimated' ? `s${step(row.OBS_VALUE, limits)}` : 'uncertain'} ${breaks(row) ? 'broken' : ''} ${kind}` }, h('a', { href: link(row), title: `${one.label}, ${p}: ${figure(row)}` }, words));
      }));
    }))));
}
