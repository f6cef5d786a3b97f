// Whom to ask about a country's figures, and a question to its office.
import { h } from './dom.js';
import { named, t } from './text.js';
import { get, send } from './api.js';
import { day } from './format.js';
import { to } from './way.js';

/** The contacts of a country's offices: roles and units, no person's name. */
export async function contacts(area) {
  const offices = (await get('/contacts', { area })).filter(c => c.entries.length);
  return offices.length === 0 ? h('p', { class: 'soft' }, t('contact.none')) : h('ul', { class: 'contacts' }, offices.flatMap(o => o.entries.map(e =>
    h('li', {}, h('b', {}, o.provider), ` · ${e.role} · ${e.unit} · `, h('a', { href: `mailto:${encodeURIComponent(e.email).replace('%40', '@')}` }, e.email)))));
}

/** A form for a question on one of some datasets; the code that reads the answer is shown once. */
export function asking(datasets) {
  const dataset = h('select', { name: 'dataset' }, datasets.map(d => h('option', { value: d.id }, named(d.title))));
  const text = h('textarea', { name: 'question', rows: 3, maxlength: 2000, required: true });
  const said = h('div', { role: 'status' });
  return h('form', { class: 'ask', onsubmit: async event => {
    event.preventDefault();
    try {
      const { code } = await (await send('/api/v1/questions', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ dataset: dataset.value, series: '', text: text.value }) })).json();
      text.value = '';
      said.replaceChildren(h('p', { class: 'fine' }, t('asked.taken'), ' ', h('a', { href: to(`question/${code}`) }, code)));
    } catch (problem) { said.replaceChildren(h('p', { class: 'problem' }, problem.message)); }
  } }, h('label', {}, t('column.dataset'), dataset), h('label', {}, t('asked.text'), text), h('button', { type: 'submit', class: 'quiet' }, t('asked.ask')), said);
}

/** A question with its answer. */
export const answered = q => [h('p', { class: 'soft' }, `${q.dataset} · ${day(q.at)}`), h('p', { class: 'lead' }, q.text),
  q.answer ? h('div', { class: 'fine' }, h('p', {}, q.answer), h('p', { class: 'soft' }, day(q.answeredAt))) : h('p', {}, t('asked.waits'))];
