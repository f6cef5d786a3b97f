// Search: what the API finds, by kind, and the studies beside it.
import { h } from '../dom.js';
import { has, language, t } from '../text.js';
import { get } from '../api.js';
import { to } from '../way.js';

const KINDS = ['area', 'region', 'indicator', 'dataset', 'scheme', 'activity'];
const MOST = 100;
const MOST_OF_A_KIND = 20;
const MOST_STUDIES = 10;

export async function view(at) {
  const asked = (at.parameters.q ?? '').trim();
  const head = [h('h1', {}, t('search.title')), h('p', { class: 'lead' }, h('q', {}, asked))];
  if (!asked) { return [...head, nothing()]; }
  const [{ results }, studies, datasets, schemes] = await Promise.all([get('/search', { q: asked, limit: MOST, lang: language }), get('/studies', { q: asked }), get('/datasets'), get('/schemes')]);
  const country = { dataset: code => datasets.find(d => d.id === code)?.refArea, scheme: code => schemes.find(s => s.code === code)?.refArea };
  const where = {
    area: code => code.includes('-') ? to('explore', { area: code, dataset: '*' }) : to(`country/${code}`), region: () => to('compare'), indicator: code => to(`indicator/${code}`),
    dataset: code => to(`country/${country.dataset(code)}`), scheme: code => country.scheme(code) ? to(`country/${country.scheme(code)}`) : to('explore', { scheme: code }), activity: code => to('explore', { activity: code, dataset: '*' }),
  };
  const found = results.length + studies.length;
  return [
    ...head, found ? h('p', { role: 'status' }, t('search.found', { count: found })) : nothing(),
    ...KINDS.map(kind => [kind, results.filter(r => r.kind === kind)]).filter(([, hits]) => hits.length).map(([kind, hits]) =>
      h('section', {}, h('h2', {}, has(`kind.${kind}`) ? t(`kind.${kind}`) : kind),
        h('ul', { class: 'hits' }, hits.slice(0, MOST_OF_A_KIND).map(r => h('li', {}, h('a', { href: where[kind](r.code) }, r.title), ' ', h('code', { class: 'soft' }, r.code), r.text ? h('p', { class: 'soft' }, r.text) : null))))),
    studies.length ? h('section', {}, h('h2', {}, t('menu.studies')),
      h('ul', { class: 'hits' }, studies.slice(0, MOST_STUDIES).map(s => h('li', {}, h('a', { href: to('studies', { q: s['dc:title'] }) }, s['dc:title']), h('p', { class: 'soft' }, `${s['dc:publisher']} · ${s['dc:date']}`))))) : null,
  ].filter(Boolean);
}

const nothing = () => h('p', { class: 'problem', role: 'status' }, t('search.nothing'));
