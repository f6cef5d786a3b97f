// Studies and good practices: a catalogue to search.
import { h, link, mark } from '../dom.js';
import { named, t } from '../text.js';
import { get, names } from '../api.js';
import { to } from '../way.js';
import { COUNTRIES } from '../region.js';

const plain = text => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

export async function view(at) {
  const [all, areas, indicators] = await Promise.all([get('/studies'), names('REF_AREA'), get('/codelists/INDICATOR')]);
  const name = new Map(indicators.codes.map(c => [c.code, named(c.names)]));
  const place = h('div', { role: 'region', 'aria-live': 'polite', 'aria-label': t('studies.title') });
  const words = h('input', { type: 'search', name: 'words', value: at.parameters.q ?? '', oninput: show });
  const area = pick('area', [['', t('studies.all')], ...COUNTRIES.map(c => [c, areas.get(c) ?? c])], at.parameters.area);
  const theme = pick('theme', [['', t('studies.all')], ...[...new Set(all.flatMap(s => s['dc:subject']))].sort().map(x => [x, t(`theme.${x}`)])], at.parameters.theme);

  function pick(field, options, value) { return h('select', { name: field, onchange: show }, options.map(([v, text]) => h('option', { value: v, selected: v === value }, text))); }

  function show() {
    history.replaceState(null, '', to('studies', { q: words.value, area: area.value, theme: theme.value }));
    const asked = plain(words.value).split(/\s+/).filter(Boolean);
    const found = all.filter(s => (!area.value || s['dc:coverage'].length === 0 || s['dc:coverage'].includes(area.value)) && (!theme.value || s['dc:subject'].includes(theme.value))
      && asked.every(w => plain([s['dc:title'], s['dc:publisher'], s['dc:date'], ...s['dc:creator'], ...s.programmes].join(' ')).includes(w)));
    place.replaceChildren(h('p', { class: 'soft' }, t('search.found', { count: found.length })), ...found.map(study));
  }

  function study(s) {
    return h('article', { class: 'study source-card' }, h('h2', {}, link(s['dc:identifier'], s['dc:title']), s.status === 'unconfirmed' ? mark(t('status.unconfirmed')) : null),
      h('p', {}, s['dc:creator'].join(', '), ` · ${s['dc:publisher']} · ${s['dc:date']} · ${t(`studies.${s['dc:type']}`)} · ${s['dc:language'].join(', ').toUpperCase()}`),
      h('p', { class: 'soft' }, s['dc:coverage'].length ? s['dc:coverage'].map(c => areas.get(c) ?? c).join(', ') : t('studies.region'), ' · ', s['dc:subject'].map(x => t(`theme.${x}`)).join(', '), s.programmes.length ? ` · ${s.programmes.join(', ')}` : ''),
      s['dc:relation'].length ? h('p', {}, t('studies.indicators'), ' ', s['dc:relation'].map((i, n) => [n ? ', ' : '', h('a', { href: to(`indicator/${i}`) }, name.get(i) ?? i)])) : null,
      h('p', { class: 'soft' }, t('studies.source'), ' ', link(s['dc:source']), ` (${t(`status.${s.status}`)})`));
  }

  show();
  return [h('h1', {}, t('studies.title')), h('p', { class: 'lead' }, t('studies.lead')),
    h('form', { class: 'row', onsubmit: e => e.preventDefault() }, h('label', {}, t('studies.words'), words), h('label', {}, t('column.country'), area), h('label', {}, t('studies.theme'), theme)), place];
}
