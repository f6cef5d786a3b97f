// Submissions: an office's own, or those that wait for a reviewer.
import { h } from '../dom.js';
import { t } from '../text.js';
import { day } from '../format.js';
import { ask, keyed } from './key.js';
import { decisions } from './decisions.js';
import { reportParts } from './findings.js';
import { acceptor, comments, papers } from './papers.js';

const UNHAPPY = ['failed', 'rejected', 'withdrawn'];
const TAKEN_BACK = ['received', 'failed', 'awaiting_review'];

/** Fills a place with the list; as reviewer each can be decided. */
export async function submissions(place, { review = false } = {}) {
  const all = await ask(`/submissions${review ? '?status=awaiting_review' : ''}`);
  const again = () => submissions(place, { review });
  place.replaceChildren(h('h2', {}, t(review ? 'review.queue' : 'send.mine')), all.length ? '' : h('p', { class: 'soft' }, t('send.none')), ...all.map(s => entry(s, review, again)));
}

/** The state of a submission or table, as a mark. */
export const badge = status => h('span', { class: `badge ${UNHAPPY.includes(status) ? 'warn' : ''}` }, t(`state.${status}`));

function entry(s, review, again) {
  const body = h('div');
  const details = h('details', { class: 'release', ontoggle: async () => { if (details.open && !body.hasChildNodes()) { body.append(...await inside(s, review, again)); } } },
    h('summary', {}, h('b', {}, `${s.id} · ${s.fileName}`), badge(s.status), ` ${s.refArea} · ${s.dataset} · ${day(s.receivedAt)} · ${s.receivedBy}`), body);
  return details;
}

async function inside(s, review, again) {
  const [report, talk] = await Promise.all([ask(`/submissions/${s.id}/report`).catch(() => null), comments(s.id)]);
  return [
    s.note ? h('p', { class: 'problem' }, s.note) : null,
    review ? decisions(s, again) : h('ul', { class: 'tables' }, s.tables.map(x => h('li', {}, x.name, badge(x.status), x.note ? [' ', h('q', {}, x.note)] : null))),
    h('p', { class: 'buttons' }, papers(s.id, s.fileName), !review && TAKEN_BACK.includes(s.status) ? withdraw(s, again) : null),
    ...(report ? reportParts(report, new Map(), review ? null : acceptor(s.id)) : []), talk,
  ].filter(Boolean);
}

function withdraw(s, again) {
  const button = h('button', { type: 'button', class: 'quiet', onclick: async () => {
    try { await keyed(`/submissions/${s.id}/withdraw`, { method: 'POST' }); await again(); }
    catch (problem) { button.after(h('p', { class: 'problem', role: 'alert' }, problem.message)); }
  } }, t('send.withdraw'));
  return button;
}
