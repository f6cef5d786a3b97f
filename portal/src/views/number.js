// A number and its proof: the rules, the rates, the cells in their place in the office's sheet, and what earlier releases said.
import { h, link } from '../dom.js';
import { t } from '../text.js';
import { address, get } from '../api.js';
import { day, figure, number, place } from '../format.js';
import { line } from '../chart/line.js';
import { keyOf, numberLink } from '../proof-link.js';
import { sheet } from '../sheet.js';
import { room, table } from '../chart/frame.js';

/** A node of the proof as a row of data. */
const rowOf = node => ({ ...node.key, OBS_VALUE: node.value, VALUE_LOW: node.valueLow, VALUE_HIGH: node.valueHigh, OBS_STATUS: node.obsStatus, OBS_STATUSES: node.obsStatuses, METHOD: node.method });

export async function view(at) {
  const flow = at.rest[0] ?? 'counts';
  const { figure: proof, release } = await get(`/lineage/${flow}`, at.parameters);
  const row = rowOf(proof);
  const history = h('section', {}, h('h2', {}, t('number.history')));
  vintages(flow, at.parameters, history);
  return [
    h('p', { class: 'soft eyebrow' }, t('number.eyebrow', { release })),
    h('h1', { class: 'big' }, figure(row)),
    h('p', { class: 'lead' }, proof.sentence),
    h('p', { class: 'buttons' }, h('a', { class: 'button', href: address(`/lineage/${flow}`, at.parameters) }, 'JSON'),
      h('a', { class: 'button', href: address(`/data/${flow}`, { ...at.parameters, quality: 'all', format: 'csv' }), download: 'observatorio.csv' }, 'CSV')),
    h('section', {}, h('h2', {}, t('number.proof')), await tree(flow, proof, 0)), history,
    h('details', {}, h('summary', {}, t('number.key')), table([{ label: t('number.component'), cell: r => r[0] }, { label: t('number.code'), cell: r => r[1] }], Object.entries(proof.key), t('number.key'))),
  ];
}

// Rules whose limits are converted say by which rates.
const nameOf = rule => t(`rule.${rule.kind.replace(/, limits at the rates.*/, ', rated limits')}`);

async function tree(flow, node, depth) {
  const row = rowOf(node);
  const own = node.key.INDICATOR;
  const flowOf = n => n.key.INDICATOR === own ? flow : null;
  const inputs = await Promise.all(node.inputs.slice(0, 30).map(async n => h('li', {}, await tree(flowOf(n) ?? await flowOfIndicator(n.key.INDICATOR), n, depth + 1))));
  return h('div', { class: 'node' },
    depth > 0 ? h('p', {}, h('a', { class: 'figure', href: numberLink(flow, row) }, figure(row)), ' ', node.sentence) : null,
    node.rule ? h('p', { class: 'rule' }, h('b', {}, t('number.rule')), ' ', h('span', { title: node.rule.kind }, nameOf(node.rule)), node.rule.detail ? `: ${node.rule.detail}` : '', ` (${node.rule.source} → ${node.rule.target})`) : null,
    node.rates?.length ? table([{ label: t('number.rate'), cell: r => `${r.kind} ${r.refArea}` }, { label: t('column.period'), cell: r => String(r.year) },
      { label: t('column.value'), number: true, cell: r => number(r.value) }, { label: t('number.unit'), cell: r => [r.currency, r.unit].filter(Boolean).join(' / ') },
      { label: t('number.source'), cell: r => link(r.source) }], node.rates, t('number.rate')) : null,
    node.cell ? await cell(flow, node) : null,
    inputs.length ? h('ul', { class: 'inputs' }, inputs) : null);
}

const flowOfIndicator = async indicator => (await get('/dataflows')).find(f => f.indicators.includes(indicator))?.id ?? 'counts';

async function cell(flow, node) {
  const { cell: c } = node;
  const head = h('p', { class: 'source' }, h('b', {}, c.file), c.cell ? [' · ', t('number.cell'), ' ', h('code', {}, c.cell)] : null, ' · ', t('number.says'), ' ', h('q', {}, c.text ?? ''), ' · ', t('number.received', { day: day(c.receivedAt) }),
    h('span', { class: 'hash', title: c.sha256 }, ` SHA-256 ${c.sha256.slice(0, 12)}…`));
  if (c.register) { return h('div', {}, head, h('p', {}, t('number.register', { read: number(c.register.rowsRead), counted: number(c.register.rowsCounted) }))); }
  const part = await get(`/lineage/${flow}/sheet`, keyOf(node.key)).catch(() => null);
  return h('div', {}, head, part && await sheet(part), c.labels.length ? h('p', { class: 'soft' }, t('number.read'), ' ', c.labels.map((l, i) => [i ? '; ' : '', h('q', {}, l.label ?? ''), ` → ${l.code}`])) : null);
}

async function vintages(flow, parameters, place_) {
  const { observations } = await get(`/data/${flow}`, { ...parameters, quality: 'all', includeHistory: 'true' }).catch(() => ({ observations: [] }));
  if (observations.length === 0) { place_.remove(); return; }
  const head = [{ label: t('number.release'), cell: r => r.RELEASE }, { label: t('number.from'), cell: r => day(r.VALID_FROM) }, { label: t('number.until'), cell: r => r.VALID_TO ? day(r.VALID_TO) : t('number.now') },
    { label: t('column.value'), number: true, cell: figure }];
  if (observations.length > 1) {
    const moment = text => new Date(text).getTime() / 31557600000 + 1970;
    const drawn = observations.map(r => ({ ...r, TIME_PERIOD: String(moment(r.VALID_FROM)) }));
    if (drawn.every(r => place(r.TIME_PERIOD) > 0)) { place_.append(line([{ label: t('number.history'), rows: drawn }], { width: room(560), height: 220 })); }
  }
  place_.append(table(head, observations, t('number.history')));
}
