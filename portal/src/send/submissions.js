// Submissions: one's own, or all for those who review.
import { h } from '../dom.js';
import { language, t } from '../text.js';
import { send } from '../api.js';
import { day } from '../format.js';
import { authorised } from './key.js';
import { annotated, reportParts } from './file.js';

const ask = async (path, options) => (await send(`/api/v1/submissions${path}${path.includes('?') ? '&' : '?'}lang=${language}`, authorised(options))).json();
const post = (path, body) => send(`/api/v1/submissions${path}?lang=${language}`, authorised({ method: 'POST', body: JSON.stringify(body ?? {}), headers: { 'Content-Type': 'application/json' } }));

/** Fills a place with the list; as reviewer each can be decided. */
export async function submissions(place, at, { review = false } = {}) {
  const all = await ask(review ? '?status=awaiting_review' : '');
  place.replaceChildren(h('h2', {}, t(review ? 'review.queue' : 'send.mine')), all.length ? '' : h('p', { class: 'soft' }, t('send.none')), ...all.map(s => entry(s, review, () => submissions(place, at, { review }))));
}

function entry(s, review, again) {
  const body = h('div');
  const said = h('p', { role: 'alert' });
  const reason = h('textarea', { rows: 2, maxlength: 4000 });
  const act = async work => { try { await work(); await again(); } catch (problem) { said.className = 'problem'; said.textContent = problem.message; } };
  const details = h('details', { class: 'release', ontoggle: async () => { if (details.open && !body.hasChildNodes()) { await fill(); } } },
    h('summary', {}, h('b', {}, `${s.id} · ${s.fileName}`), h('span', { class: `badge ${['failed', 'rejected', 'withdrawn'].includes(s.status) ? 'warn' : ''}` }, t(`state.${s.status}`)), ` ${s.refArea} · ${day(s.receivedAt)} · ${s.receivedBy}`), body);
  return details;

  async function fill() {
    const [report, comments] = await Promise.all([ask(`/${s.id}/report`).catch(() => null), ask(`/${s.id}/comments`)]);
    body.replaceChildren(s.note ? h('p', { class: 'problem' }, s.note) : '', ...(report ? reportParts(report, null) : []), annotated(s.id, s.fileName),
      h('h3', {}, t('review.comments')), h('ul', {}, comments.map(c => h('li', {}, h('b', {}, c.by), ` ${day(c.at)}: `, c.text))),
      h('label', {}, t('review.text'), reason), h('p', { class: 'buttons' }, h('button', { type: 'button', class: 'quiet', onclick: () => act(() => post(`/${s.id}/comments`, { reason: reason.value })) }, t('review.comment')),
        review ? [h('button', { type: 'button', onclick: () => act(() => post(`/${s.id}/approve`)) }, t('review.approve')), h('button', { type: 'button', class: 'quiet', onclick: () => act(() => post(`/${s.id}/reject`, { reason: reason.value })) }, t('review.reject'))]
          : ['received', 'failed', 'awaiting_review'].includes(s.status) ? h('button', { type: 'button', class: 'quiet', onclick: () => act(() => post(`/${s.id}/withdraw`)) }, t('send.withdraw')) : null), said);
  }
}
