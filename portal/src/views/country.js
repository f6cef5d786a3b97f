// A country: its definition in force and before, its sources, its series, what to mind, whom to ask.
import { h, linked, mark } from '../dom.js';
import { named, t } from '../text.js';
import { address, get, names, notThere } from '../api.js';
import { measured, number } from '../format.js';
import { to } from '../way.js';
import { COUNTRIES } from '../region.js';
import { bars } from '../chart/bar.js';
import { line } from '../chart/line.js';
import { columns, frame, room, table } from '../chart/frame.js';
import { numberLink } from '../proof-link.js';
import { asking, contacts } from '../ask.js';

export async function view(at) {
  const areas = await names('REF_AREA');
  const code = at.rest[0]?.toUpperCase();
  const [datasets, schemes, flows] = await Promise.all([get('/datasets'), get('/schemes'), get('/dataflows')]);
  if (!code) {
    return [h('h1', {}, t('menu.country')), h('ul', { class: 'cards' },
      COUNTRIES.map(c => h('li', {}, h('a', { href: to(`country/${c}`) }, areas.get(c) ?? c), h('p', { class: 'soft' }, t('country.datasets', { count: datasets.filter(d => d.refArea === c).length })))))];
  }
  if (!COUNTRIES.includes(code)) { throw notThere(at.rest[0]); }
  const own = datasets.filter(d => d.refArea === code);
  const [criteria, sectors, units] = await Promise.all(['SIZE_CRITERION', 'SIZE_SECTOR', 'BOUND_UNIT'].map(names));
  const words = { criteria, sectors, units };
  const laws = schemes.filter(s => s.refArea === code);
  const kept = new Set(own.flatMap(d => d.holds.map(x => x.indicator)));
  const wanted = ['ENTR', 'ESTA', 'SHR_ENTR', 'EMPE', 'EMPN', 'JOBS', 'TURN', 'VACB', 'ENTR_DENS'].filter(i => kept.has(i)).slice(0, 6);
  const charts = await Promise.all(wanted.map(i => series(code, i, flows)));
  return [
    h('p', { class: 'eyebrow soft' }, h('a', { href: to('country') }, t('menu.country'))), h('h1', {}, areas.get(code) ?? code),
    own.some(d => d.origin === 'synthetic') ? h('p', { class: 'problem' }, t('country.synthetic')) : null,
    h('h2', {}, t('country.definition')), laws.length ? laws.map(s => law(s, words)) : h('p', {}, t('country.nolaw')),
    h('h2', {}, t('country.series')), h('div', { class: 'charts' }, charts),
    h('h2', {}, t('country.sources')), own.map(d => source(d)),
    h('h2', {}, t('contact.title')), await contacts(code), own.length ? asking(own) : null,
    h('p', {}, h('a', { href: to('compare') }, t('front.compare')), ' · ', h('a', { href: to('explore', { area: code }) }, t('front.explore'))),
  ].filter(Boolean);
}

// A bound holds from its low end to just below its high one; people come whole.
function between({ low, high, criterion }) {
  if (low === null || low === 0) { return high === null ? null : t('country.less', { high: number(high) }); }
  return high === null ? t('country.atleast', { low: number(low) }) : criterion === 'employment' ? `${number(low)}–${number(high - 1)}` : t('country.between', { low: number(low), high: number(high) });
}

function law(s, words) {
  const bound = b => [words.criteria.get(b.criterion) ?? b.criterion, b.sector && b.sector !== '_T' ? `(${words.sectors.get(b.sector) ?? b.sector})` : null, '·', between(b), words.units.get(b.unit) ?? b.unit,
    b.validFrom ? `(${b.validFrom}–${b.validTo ?? ''})` : null].filter(Boolean).join(' ');
  return h('details', { class: 'law', open: !s.validTo }, h('summary', {}, h('b', {}, named(s.names)),
    ` · ${[s.legalBasis ?? words.criteria.get(s.criterion), s.validFrom ? `${s.validFrom}–${s.validTo ?? t('country.inforce')}` : null].filter(Boolean).join(' · ')}`, s.status === 'unconfirmed' ? mark(t('status.unconfirmed')) : null),
    h('p', { class: 'soft' }, linked(s.source)),
    table([{ label: t('column.class'), cell: c => named(c.names) }, { label: t('country.bounds'), cell: c => c.bounds.map(b => h('div', {}, bound(b))) }], s.classes.filter(c => c.bounds.length), named(s.names)));
}

async function series(code, indicator, flows) {
  const flow = flows.find(f => f.indicators.includes(indicator)).id;
  const query = { area: code, indicator, activity: '_T', sex: '_T', freq: 'A', quality: 'all', labels: 'both' };
  const { observations: rows } = await get(`/data/${flow}`, query);
  if (rows.length === 0) { return null; }
  const groups = [...Map.groupBy(rows, r => `${r.DATASET}|${r.SIZE_CLASS}|${r.UNIT_MEASURE}`).values()].slice(0, 12);
  const several = new Set(rows.map(r => r.DATASET)).size > 1;
  const lines = groups.map(list => ({ label: [list[0].SIZE_CLASS_NAME, several ? list[0].DATASET : null].filter(Boolean).join(' – '), rows: list }));
  return frame({ title: rows[0].INDICATOR_NAME, level: 'h3', query: address(`/data/${flow}`, query), ...drawn(lines, r => numberLink(flow, r)), rows,
    head: columns([[t('column.class'), r => r.SIZE_CLASS_NAME], [t('column.dataset'), r => r.DATASET_NAME]], r => numberLink(flow, r)),
    more: h('p', { class: 'more' }, h('a', { href: to('explore', { flow, indicator, area: code, dataset: '*' }) }, t('front.explore')), ' · ',
      h('a', { href: address(`/data/${flow}`, { ...query, labels: null, format: 'csv' }), download: `${code}-${indicator}.csv` }, 'CSV')) });
}

// A single moment is no line.
function drawn(lines, link) {
  if (new Set(lines.flatMap(l => l.rows.map(r => r.TIME_PERIOD))).size > 1) { return { chart: line(lines, { width: room(540), height: 260, link }), labels: lines.map(l => l.label) }; }
  return { subtitle: lines[0].rows[0].TIME_PERIOD, chart: bars(lines.map(l => ({ label: l.label, bars: l.rows.map(row => ({ series: 0, label: l.label, row })) })), { width: room(540), link }) };
}

const source = d => h('article', { class: 'source-card' }, h('h3', {}, named(d.title)), h('p', {}, h('b', {}, d.provider.name), ` · ${d.id} · ${t(`origin.${d.origin}`)}`), h('p', {}, named(d.coverage)),
  h('p', { class: 'soft' }, t('country.contact'), ' ', linked(d.source)),
  d.flags.length ? h('ul', { class: 'notes' }, d.flags.map(f => h('li', {}, f.from ? `${f.from}${f.to ? `–${f.to}` : '–'}: ` : '', named(f.text)))) : null);
