// Small controls; each offers only what has figures together with all the others.
import { h } from '../dom.js';
import { t, named } from '../text.js';
import { get, names } from '../api.js';
import { COUNTRIES } from '../region.js';
import { filters } from './query.js';

const CHARTS = ['line', 'bar', 'stack', 'map', 'heat', 'table'];
const MONEY = ['', 'LCU', 'USD', 'PPP', 'USD:2018'];

/** Fills the panel for a state, if that is still wanted once it is known what has figures; a change calls update. */
export async function controls(panel, state, update, isWanted) {
  // Classes are those of the scheme in force: asked for without the classes chosen, which would open all schemes.
  const [sized, areas, flows, schemes, indicators, available] = await Promise.all([get(`/data/${state.flow}/availability`, { ...filters(state), size: [], quality: state.quality, mode: 'exact' }), names('REF_AREA'),
    get('/dataflows'), get('/schemes'), get('/codelists/INDICATOR'), get(`/data/${state.flow}/availability`, { ...filters(state), quality: state.quality, mode: 'available' })]);
  if (!isWanted()) { return; }
  const codes = Object.fromEntries(available.components.map(c => [c.id, c.codes]));
  const indicatorNames = new Map(indicators.codes.map(c => [c.code, named(c.names)]));
  const schemeNames = new Map(schemes.map(s => [s.code, named(s.names)]));
  const held = document.activeElement?.name;
  const has = (id, code) => codes[id]?.some(c => c.code === code);

  panel.replaceChildren(...[
    h('div', { class: 'kinds', role: 'group', 'aria-label': t('explore.chart') },
      CHARTS.map(kind => h('button', { type: 'button', class: 'quiet', name: `chart-${kind}`, 'aria-pressed': String(state.chart === kind), onclick: () => update({ chart: kind }) }, t(`explore.chart.${kind}`)))),
    h('label', {}, t('explore.indicator'), h('select', { name: 'indicator', onchange: e => { const [flow, indicator] = e.target.value.split('/'); update({ flow, indicator, size: [], scheme: '', dataset: '', activity: '_T' }); } },
      flows.map(f => h('optgroup', { label: named(f.names) }, f.indicators.map(i => h('option', { value: `${f.id}/${i}`, selected: f.id === state.flow && i === state.indicator }, indicatorNames.get(i) ?? i)))))),
    h('fieldset', {}, h('legend', {}, t('explore.countries'), ' ', h('button', { type: 'button', class: 'quiet small', name: 'all', onclick: () => update({ area: COUNTRIES }) }, t('explore.all'))),
      h('div', { class: 'chips' }, COUNTRIES.map(c => h('label', { class: 'check', title: areas.get(c) ?? c },
        h('input', { type: 'checkbox', name: `area-${c}`, checked: state.area.includes(c), disabled: !has('REF_AREA', c) && !state.area.includes(c),
        onchange: e => update({ area: e.target.checked ? [...state.area, c] : state.area.filter(a => a !== c).length ? state.area.filter(a => a !== c) : [c] }) }), c)))),
    choice('scheme', t('explore.scheme'), [['', t('explore.scheme.own')], ...(codes.SIZE_SCHEME ?? []).filter(c => c.code !== '_Z').map(c => [c.code, schemeNames.get(c.code) ?? c.name ?? c.code])], state.scheme, v => ({ scheme: v, size: v ? [] : ['_T'] })),
    h('fieldset', {}, h('legend', {}, t('explore.size')), h('div', { class: 'classes' },
      classes().map(c => h('label', { class: 'check' }, h('input', { type: 'checkbox', name: `size-${c.code}`, checked: state.size.includes(c.code),
      onchange: e => update({ size: e.target.checked ? [...state.size, c.code] : state.size.filter(s => s !== c.code) }) }), c.name ?? c.code)))),
    choice('activity', t('explore.activity'), (codes.ACTIVITY ?? []).slice(0, 400).map(c => [c.code, c.code === '_T' ? c.name : `${c.code} ${c.name ?? ''}`]), state.activity, v => ({ activity: v })),
    choice('dataset', t('explore.dataset'), [['*', t('explore.dataset.all')], ['preferred', t('explore.dataset.preferred')], ...(codes.DATASET ?? []).map(c => [c.code, c.name ?? c.code])], state.dataset, v => ({ dataset: v })),
    (codes.FREQ ?? []).length > 1 ? choice('freq', t('explore.freq'), codes.FREQ.map(c => [c.code, c.name]), state.freq, v => ({ freq: v, from: '', to: '' })) : null,
    h('div', { class: 'pair' }, years('from', t('explore.from')), years('to', t('explore.to'))),
    h('fieldset', {}, h('legend', {}, t('explore.quality')),
      ['exact', 'bounded', 'all'].map(q => h('label', { class: 'check' }, h('input', { type: 'radio', name: `quality`, value: q, checked: state.quality === q, onchange: () => update({ quality: q }) }), t(`explore.quality.${q}`)))),
    (codes.UNIT_MEASURE ?? []).some(c => /^[A-Z]{3}$/.test(c.code) && c.code !== 'ENT') || state.convert ? choice('convert', t('explore.money'),
      MONEY.map(m => [m, m ? t(`explore.money.${m.slice(0, 3)}`, { year: m.slice(4) }) + (m.includes(':') ? ` ${m.slice(4)}` : '') : t('explore.money.none')]), state.convert, v => ({ convert: v })) : null].filter(Boolean));
  if (held) { [...panel.elements].find(e => e.name === held && (e.type !== 'radio' || e.checked))?.focus(); }

  function choice(name, label, options, value, change) {
    const known = options.some(([v]) => v === value) ? options : [...options, [value, value]];
    return h('label', {}, label, h('select', { name, onchange: e => update(change(e.target.value)) }, known.map(([v, text]) => h('option', { value: v, selected: v === value }, text))));
  }

  // Those that are shown stand first.
  function classes() {
    const all = unique(sized.components.find(c => c.id === 'SIZE_CLASS').codes);
    return [...all.filter(c => state.size.includes(c.code)), ...all.filter(c => !state.size.includes(c.code))];
  }

  function years(name, label) {
    const periods = (codes.TIME_PERIOD ?? []).map(c => c.code).sort();
    return choice(name, label, [['', '–'], ...periods.map(p => [p, p])], state[name], v => ({ [name]: v }));
  }
}

const unique = codes => [...new Map((codes ?? []).map(c => [c.code, c])).values()];
