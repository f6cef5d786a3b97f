// Footnotes beside the chart: what is hidden and why, reasons, flags of the datasets, what is made up.
import { h } from '../dom.js';
import { named, t } from '../text.js';
import { get } from '../api.js';

/** The notes of an answer; those of datasets come a moment later. */
export function notes(answer) {
  const rows = answer.observations;
  const list = h('ul', { class: 'notes' },
    answer.synthetic.length ? h('li', {}, h('b', {}, t('notes.synthetic')), ' ', answer.synthetic.join(', ')) : null,
    answer.hidden.reasons.map(r => h('li', {}, t('notes.hidden', { count: r.count }), ' ', r.text ?? r.code)),
    [...new Map(rows.filter(r => r.REASON).map(r => [r.REASON, r.REASON_NAME ?? r.REASON])).entries()].map(([code, text]) => h('li', {}, t('notes.reason'), ' ', text)));
  const used = [...new Set(rows.map(r => r.DATASET))].slice(0, 16);
  if (used.length) {
    get('/datasets').then(all => list.append(...used.map(id => all.find(d => d.id === id)).filter(Boolean).map(d => h('li', {},
      h('details', {}, h('summary', {}, h('b', {}, `${d.refArea}: `), named(d.title), d.flags.length ? h('span', { class: 'soft' }, ` · ${t('notes.flags', { count: d.flags.length })}`) : null),
      h('p', {}, d.provider.name, '. ', named(d.coverage)), h('ul', {}, d.flags.map(f => h('li', {}, f.from ? `${f.from}: ` : '', named(f.text)))))))));
  }
  return list;
}
