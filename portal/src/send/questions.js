// What is asked about an office's series, with a field to answer.
import { h } from '../dom.js';
import { t } from '../text.js';
import { day } from '../format.js';
import { ask, keyed } from './key.js';

/** Fills a place with the questions; those that wait can be answered. */
export async function questionQueue(place) {
  const all = await ask('/questions');
  place.replaceChildren(h('h2', {}, t('asked.queue')), all.length ? '' : h('p', { class: 'soft' }, t('send.none')), ...all.map(q => question(q, () => questionQueue(place))));
}

function question(q, again) {
  const answer = h('textarea', { rows: 2, maxlength: 2000, required: true });
  const form = h('form', { onsubmit: async event => {
    event.preventDefault();
    try { await keyed(`/questions/${q.id}/answer`, { body: { answer: answer.value } }); await again(); }
    catch (problem) { form.append(h('p', { class: 'problem', role: 'alert' }, problem.message)); }
  } }, h('label', {}, t('asked.answer'), answer), h('button', { type: 'submit', class: 'quiet' }, t('asked.send')));
  return h('article', { class: 'source-card' }, h('p', { class: 'soft' }, `${q.refArea} · ${q.dataset}${q.series ? ` · ${q.series}` : ''} · ${day(q.at)}`), h('p', {}, q.text), q.answer ? h('p', { class: 'fine' }, q.answer) : form);
}
