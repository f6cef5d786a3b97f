// What stands around a chart: title, legend of its marks, the chart, its table, notes.
import { h, s } from '../dom.js';
import { breaks, figure, state } from '../format.js';
import { t } from '../text.js';
import { tint } from './axes.js';

const key = (shape, text) => h('li', {}, s('svg', { viewBox: '0 0 14 14', width: 14, height: 14, 'aria-hidden': 'true' }, shape), text);

/** Names of series with their colours. */
export const legend = labels => labels.length < 2 ? null : h('ul', { class: 'legend' }, labels.map((label, n) => key(s('rect', { x: 1, y: 2, width: 11, height: 10, rx: 2, class: tint(n) }), label)));

/** What the marks mean; only of those that are there. */
export function marks(rows) {
  const kinds = new Set(rows.map(state));
  const items = [
    kinds.has('interval') && key(s('path', { class: 'ink cross', d: 'M3,2v10M11,2v10M3,7h8' }), t('mark.interval.long')),
    kinds.has('estimated') && key(s('circle', { cx: 7, cy: 7, r: 4.5, class: 'ink hollow' }), t('mark.estimated.long')),
    kinds.has('suppressed') && key(s('rect', { x: 2, y: 2, width: 9, height: 9, class: 'ink hollow' }), t('mark.suppressed.long')),
    kinds.has('missing') && key(s('path', { class: 'ink cross', d: 'M3,3l8,8m0,-8l-8,8' }), t('mark.missing.long')),
    rows.some(breaks) && key(s('line', { class: 'break', x1: 7, x2: 7, y1: 0, y2: 14 }), t('mark.break.long')),
  ].filter(Boolean);
  return items.length ? h('ul', { class: 'legend marks', 'aria-label': t('mark.title') }, items) : null;
}

/** A table of figures, behind the chart or in its place. */
export function table(head, rows, caption) {
  return h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': caption }, h('table', {}, h('caption', { class: 'unseen' }, caption),
    h('thead', {}, h('tr', {}, head.map(c => h('th', { scope: 'col', class: c.number ? 'number' : null }, c.label)))),
    h('tbody', {}, rows.map(r => h('tr', {}, head.map((c, i) => h(i === 0 ? 'th' : 'td', { scope: i === 0 ? 'row' : null, class: c.number ? 'number' : null }, c.cell(r))))))));
}

/** How wide a chart is drawn: as wide as wanted, or as the window lets it. Its letters keep their size so. */
export const room = wanted => Math.min(wanted, Math.max(300, document.documentElement.clientWidth - 60));

/** Gives the picture in a chart its name. */
export const entitle = (chart, title) => (chart.closest('svg') ?? chart.querySelector('svg'))?.setAttribute('aria-label', `${title}. ${t('frame.table.below')}`);

/** A figure with title, chart, and a table that says the same; query is the address of the API that gave its rows. */
export function frame({ title, subtitle, chart, query, labels = [], rows = [], head, notes = [], more, level = 'h2' }) {
  entitle(chart, title);
  return h('figure', { class: 'chart', 'data-query': query }, h('figcaption', {}, h(level, {}, title), subtitle && h('p', {}, subtitle)), legend(labels),
    h('div', { class: 'drawing' }, chart), marks(rows), notes.length ? h('ul', { class: 'notes' }, notes.map(n => h('li', {}, n))) : null,
    head && h('details', {}, h('summary', {}, t('frame.table')), table(head, rows, title)), more);
}

/** The usual columns of a small table. */
export const columns = (names, link) => [
  ...names.map(([label, cell]) => ({ label, cell })),
  { label: t('column.period'), cell: r => r.TIME_PERIOD },
  { label: t('column.value'), number: true, cell: r => link ? h('a', { href: link(r) }, figure(r)) : figure(r) },
];
