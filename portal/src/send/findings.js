// What a report says, finding by finding, each beside the cells it is about.
import { h } from '../dom.js';
import { t } from '../text.js';
import { number } from '../format.js';
import { cellsAround } from './cells.js';
import { changes } from './changes.js';

const SHOWN_AT_ONCE = 40;

/** The places that a report speaks of. */
export const placesOf = report => [...new Set(report.findings.map(f => f.cell).filter(Boolean))];

/** A report as parts of a page. Its office may say why a warning is right: accept takes the finding and the reason. */
export function reportParts(report, windows = new Map(), accept = null) {
  const list = h('ol', { class: 'findings' });
  const more = h('button', { type: 'button', class: 'quiet', onclick: () => add() });
  let shown = 0;
  function add() {
    const next = report.findings.slice(shown, shown + SHOWN_AT_ONCE);
    shown += next.length;
    list.append(...next.map(f => finding(f, windows.get(f.cell), accept)));
    more.textContent = t('send.more', { count: number(report.findings.length - shown) });
    more.hidden = shown >= report.findings.length;
  }
  add();
  return [
    h('p', { class: report.errors ? 'problem' : 'fine' }, t('send.profile', { profile: [report.profile, report.layout].filter(Boolean).join('/') }), ' · ', t('send.errors', { count: report.errors }), ' · ', t('send.warnings', { count: report.warnings })),
    list, more, totals(report), changes(report),
  ];
}

function finding(f, part, accept) {
  const accepted = h('div', {}, f.accepted ? said(f.accepted) : f.severity === 'W' && accept ? reasonFor(f, accept) : null);
  return h('li', { class: `severity-${f.severity}` },
    h('p', {}, h('b', {}, t(`severity.${f.severity}`)), f.cell ? [' · ', h('code', {}, f.cell)] : null, f.value !== null && f.value !== undefined ? [' · ', h('q', {}, f.value)] : null,
      f.places > 1 ? ` · ${t('send.places', { count: number(f.places) })}` : '', h('span', { class: 'soft' }, ` · ${f.code}`)),
    h('p', {}, f.message), h('p', { class: 'soft' }, f.action), part ? cellsAround(part, f.cell) : null, accepted);
}

const said = reason => h('p', { class: 'fine' }, t('send.accepted'), ' ', h('q', {}, reason));

function reasonFor(f, accept) {
  const reason = h('textarea', { rows: 2, maxlength: 4000, required: true });
  const form = h('form', { onsubmit: async event => {
    event.preventDefault();
    try { await accept(f, reason.value); whole.replaceWith(said(reason.value)); }
    catch (problem) { form.append(h('p', { class: 'problem', role: 'alert' }, problem.message)); }
  } }, h('label', {}, t('send.why'), reason), h('button', { type: 'submit', class: 'quiet' }, t('send.accept')));
  const whole = h('details', {}, h('summary', {}, t('send.right')), form);
  return whole;
}

// The totals read back, to be set beside the office's own.
const totals = ({ accounting }) => accounting.totals.length === 0 ? null : h('details', {}, h('summary', {}, t('send.totals', { count: number(accounting.cellsRead) })),
  h('ul', {}, accounting.totals.slice(0, 100).map(x => h('li', {}, `${x.indicator} ${x.period} ${x.sizeClass}: `, h('b', {}, number(x.total)), ` (${number(x.cells)})`))));
