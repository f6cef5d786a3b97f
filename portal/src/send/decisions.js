// What a reviewer decides: a submission whole, or table by table.
import { announce, h } from '../dom.js';
import { t } from '../text.js';
import { keyed } from './key.js';
import { badge } from './submissions.js';

/** The tables of a submission with a tick each, and the two decisions on those ticked. */
export function decisions(s, again) {
  const open = s.tables.filter(x => x.status === 'awaiting_review');
  const ticks = open.map(x => h('input', { type: 'checkbox', value: x.name, checked: true }));
  const reason = h('textarea', { rows: 2, maxlength: 4000, name: 'reason' });
  const fault = h('p', { role: 'alert' });
  const chosen = () => ticks.filter(x => x.checked).map(x => x.value);

  async function decide(what, body) {
    const tables = chosen();
    if (tables.length === 0) { say(t('review.choose')); return; }
    try { await keyed(`/submissions/${s.id}/${what}`, { body: { ...body, tables } }); announce(t('review.done')); await again(); }
    catch (problem) { say(problem.message); }
  }
  const say = text => { fault.className = 'problem'; fault.textContent = text; };

  return h('section', { class: 'decisions' }, h('h3', {}, t('review.tables')),
    h('ul', { class: 'tables' }, s.tables.map(x => h('li', {}, open.includes(x) ? h('label', { class: 'check' }, ticks[open.indexOf(x)], x.name) : [x.name, badge(x.status)],
      x.together.length ? h('span', { class: 'soft' }, ` ${t('review.together', { tables: x.together.join(', ') })}`) : null, x.note ? [' ', h('q', {}, x.note)] : null))),
    h('label', {}, t('review.reason'), reason),
    h('p', { class: 'buttons' }, h('button', { type: 'button', onclick: () => decide('approve', {}) }, t('review.approve')),
      h('button', { type: 'button', class: 'quiet', onclick: () => decide('reject', { reason: reason.value }) }, t('review.reject'))), fault);
}
