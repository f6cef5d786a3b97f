// An indicator: what it is, who has it, what it looks like now, what to mind.
import { h, mark } from '../dom.js';
import { named, t } from '../text.js';
import { address, get, names, notThere } from '../api.js';
import { number } from '../format.js';
import { to } from '../way.js';
import { COUNTRIES } from '../region.js';
import { bars } from '../chart/bar.js';
import { columns, frame, room, table } from '../chart/frame.js';
import { numberLink } from '../proof-link.js';

export async function view(at) {
  const [topics, list, flows, covered, datasets, areas] = await Promise.all([get('/topics'), get('/codelists/INDICATOR'), get('/dataflows'), get('/coverage'), get('/datasets'), names('REF_AREA')]);
  const code = at.rest[0]?.toUpperCase();
  const known = new Map(list.codes.map(c => [c.code, c]));
  if (!code) {
    return [h('h1', {}, t('menu.indicator')), ...flows.map(f => h('section', {}, h('h2', {}, named(f.names)),
      h('ul', { class: 'cards' }, f.indicators.map(i => h('li', {}, h('a', { href: to(`indicator/${i}`) }, named(known.get(i)?.names) || i),
      h('p', { class: 'soft' }, t('indicator.countries', { count: new Set(covered.filter(c => c.indicator === i && COUNTRIES.includes(c.refArea)).map(c => c.refArea)).size })))))))];
  }
  const one = known.get(code);
  if (!one) { throw notThere(at.rest[0]); }
  const flow = flows.find(f => f.indicators.includes(code))?.id ?? 'counts';
  const told = topics.flatMap(x => x.indicators).find(i => i.code === code);
  const query = { indicator: code, area: COUNTRIES, activity: '_T', sex: '_T', freq: 'A', quality: 'all', lastNonEmpty: 1, labels: 'both', size: '_T,MIPYME' };
  const { observations, synthetic } = await get(`/data/${flow}`, query);
  const rows = observations.filter(r => !synthetic.includes(r.DATASET));
  const kinds = [...new Set(rows.map(r => r.SIZE_CLASS_NAME))];
  const units = new Set(rows.map(r => r.UNIT_MEASURE)).size;
  const groups = [...Map.groupBy(rows, r => `${r.REF_AREA_NAME} ${r.TIME_PERIOD}`)].map(([label, all]) => ({ label, bars: all.map(row => ({ row, label: row.SIZE_CLASS_NAME, series: kinds.indexOf(row.SIZE_CLASS_NAME) })) }));
  const holders = covered.filter(c => c.indicator === code && COUNTRIES.includes(c.refArea));
  const used = new Set(holders.flatMap(c => c.datasets.map(d => d.dataset)));
  return [
    h('p', { class: 'eyebrow soft' }, h('a', { href: to('indicator') }, t('menu.indicator'))), h('h1', {}, named(one.names) || code, told?.status === 'unconfirmed' ? mark(t('status.unconfirmed')) : null),
    h('p', { class: 'lead' }, named(told?.definitions)), h('p', { class: 'soft' }, t('indicator.definition'), ' ', told?.source ?? one.source ?? '', ' · ', h('code', {}, `${flow}/${code}`)),
    rows.length && units === 1 ? frame({ title: t('indicator.latest'), query: address(`/data/${flow}`, query), chart: bars(groups, { width: room(760), link: r => numberLink(flow, r) }), labels: kinds, rows,
      notes: [t('indicator.note')], head: columns([[t('column.country'), r => r.REF_AREA_NAME], [t('column.class'), r => r.SIZE_CLASS_NAME]], r => numberLink(flow, r)) }) : null,
    h('h2', {}, t('indicator.who')), table([{ label: t('column.country'), cell: r => h('a', { href: to(`country/${r.refArea}`) }, areas.get(r.refArea) ?? r.refArea) },
      { label: t('column.dataset'), cell: r => r.datasets.map(d => h('div', {}, d.dataset, d.origin === 'synthetic' ? ` (${t('origin.synthetic')})` : '')) },
      { label: t('column.period'), cell: r => r.datasets.map(d => h('div', {}, `${d.from} – ${d.to}`)) }], holders, t('indicator.who')),
    h('h2', {}, t('indicator.notes')), ...Map.groupBy(datasets.filter(d => used.has(d.id) && d.flags.length),
      d => d.refArea).entries().map(([area, own]) => h('details', { class: 'law' }, h('summary', {}, areas.get(area) ?? area, h('span', { class: 'soft' }, ` · ${number(own.reduce((n, d) => n + d.flags.length, 0))}`)),
      h('ul', { class: 'notes' }, own.flatMap(d => d.flags.map(f => h('li', {}, named(f.text), h('span', { class: 'soft' }, ` (${d.id})`))))))),
    h('p', {}, h('a', { href: to('explore', { flow, indicator: code }) }, t('front.explore')), ' · ', h('a', { href: to('compare', { indicator: code }) }, t('front.compare'))),
  ].filter(Boolean);
}
