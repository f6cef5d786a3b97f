// The comparability matrix: country by year, each cell with its reasons.
import { announce, h, link } from '../dom.js';
import { named, t } from '../text.js';
import { get } from '../api.js';
import { go, to } from '../way.js';

const signs = { comparable: '●', with_notes: '◐', not_comparable: '○', no_data: '' };

export async function view(at) {
  const { indicator = 'ENTR', scheme = 'CMN3', cell } = at.parameters;
  const [matrix, flows, indicators, schemes] = await Promise.all([get('/comparability', { indicator, scheme }), get('/dataflows'), get('/codelists/INDICATOR'), get('/schemes')]);
  const name = new Map(indicators.codes.map(c => [c.code, named(c.names)]));
  const reasons = h('section', { class: 'reasons', tabindex: '-1', 'aria-live': 'polite' }, h('p', { class: 'soft' }, t('compare.choose')));
  const periods = matrix.periods.slice(-20);
  const pick = (label, options, value, change) => h('label', {}, label, h('select', { onchange: e => go(to('compare', change(e.target.value))) }, options.map(([v, text]) => h('option', { value: v, selected: v === value }, text))));
  const open = (country, c) => {
    history.replaceState(null, '', to('compare', { indicator, scheme, cell: `${country.refArea}|${c.period}` }));
    reasons.replaceChildren(h('h2', {}, `${country.name}, ${c.period}: ${t(`grade.${c.grade}`)}`), c.dataset ? h('p', {}, c.dataset, c.preferred ? ` – ${c.preferred}` : '') : '',
      h('ul', {}, c.reasons.map(r => h('li', {}, h('b', {}, t(`grade.${r.grade}`)), ' · ', r.text, r.evidence ? [' ', link(r.evidence, t('compare.evidence'))] : null))),
      h('p', {}, h('a', { href: to('explore', { flow: flows.find(f => f.indicators.includes(indicator))?.id, indicator, scheme, area: country.refArea, chart: 'line' }) }, t('front.explore'))));
    announce(t('compare.shown'));
  };
  const given = cell?.split('|');
  const country = matrix.countries.find(c => c.refArea === given?.[0]);
  const chosen = country?.cells.find(c => c.period === given[1]);
  if (chosen) { open(country, chosen); }
  return [
    h('h1', {}, t('compare.title')), h('p', { class: 'lead' }, t('compare.lead')),
    h('form', { class: 'row', onsubmit: e => e.preventDefault() },
      pick(t('explore.indicator'), flows.flatMap(f => f.indicators).map(i => [i, name.get(i) ?? i]), indicator, v => ({ indicator: v, scheme })),
      pick(t('explore.scheme'), schemes.map(s => [s.code, `${s.code} – ${named(s.names)}`]), scheme, v => ({ indicator, scheme: v }))),
    h('ul', { class: 'steps' }, Object.keys(signs).map(g => h('li', {}, h('i', { class: `grade ${g}` }, signs[g]), t(`grade.${g}`)))),
    h('div', { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': t('compare.title') }, h('table', { class: 'heat matrix' },
      h('thead', {}, h('tr', {}, h('td'), periods.map(p => h('th', { scope: 'col' }, p)))),
      h('tbody', {}, matrix.countries.map(c => h('tr', {}, h('th', { scope: 'row' }, h('a', { href: to(`country/${c.refArea}`) }, c.name)), c.cells.filter(x => periods.includes(x.period)).map(x =>
        h('td', { class: `grade ${x.grade}` }, h('button', { type: 'button', 'aria-label': `${c.name}, ${x.period}: ${t(`grade.${x.grade}`)}`, onclick: () => open(c, x) }, signs[x.grade])))))))),
    reasons,
  ];
}
