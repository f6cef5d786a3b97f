// Search: countries, indicators, datasets, schemes and studies whose names hold the words.
import { h } from '../dom.js';
import { named, t } from '../text.js';
import { get, names } from '../api.js';
import { to } from '../way.js';
import { COUNTRIES } from '../region.js';

const plain = text => (text ?? '').normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

export async function view(at) {
  const asked = at.parameters.q ?? '';
  const words = plain(asked).split(/\s+/).filter(Boolean);
  const fits = text => words.length > 0 && words.every(w => plain(text).includes(w));
  const [areas, indicators, flows, datasets, schemes] = await Promise.all([names('REF_AREA'), get('/codelists/INDICATOR'), get('/dataflows'), get('/datasets'), get('/schemes')]);
  const flowOf = code => flows.find(f => f.indicators.includes(code))?.id;
  const all = n => [n?.es, n?.pt, n?.en].join(' ');
  const groups = [
    [t('menu.country'), COUNTRIES.filter(c => fits(`${c} ${areas.get(c)}`)).map(c => h('a', { href: to(`country/${c}`) }, areas.get(c)))],
    [t('menu.indicator'), indicators.codes.filter(c => flowOf(c.code) && fits(`${c.code} ${all(c.names)}`)).map(c => h('a', { href: to(`indicator/${c.code}`) }, named(c.names)))],
    [t('column.dataset'), datasets.filter(d => fits(`${d.id} ${all(d.title)} ${d.provider.name} ${areas.get(d.refArea)}`)).map(d => h('a', { href: to(`country/${d.refArea}`) }, `${areas.get(d.refArea)}: ${named(d.title)}`))],
    [t('explore.scheme'), schemes.filter(s => fits(`${s.code} ${all(s.names)} ${s.legalBasis}`)).map(s => h('a', { href: s.refArea ? to(`country/${s.refArea}`) : to('explore', { scheme: s.code, size: '' }) }, `${s.code} – ${named(s.names)}`))],
  ].filter(([, hits]) => hits.length);
  return [h('h1', {}, t('search.title')), h('p', { class: 'lead' }, h('q', {}, asked)),
    groups.length ? h('p', { role: 'status' }, t('search.found', { count: groups.reduce((n, [, hits]) => n + hits.length, 0) })) : h('p', { class: 'problem', role: 'status' }, t('search.nothing')),
    ...groups.map(([title, hits]) => h('section', {}, h('h2', {}, title), h('ul', {}, hits.slice(0, 30).map(x => h('li', {}, x)))))];
}
