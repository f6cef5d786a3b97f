// What is written about a submission: the annotated workbook, the figures, the receipt, reasons and comments.
import { h, save } from '../dom.js';
import { t } from '../text.js';
import { day } from '../format.js';
import { ask, keyed } from './key.js';

const saver = (path, name, label) => h('button', { type: 'button', class: 'quiet', onclick: async () => save(name, await (await keyed(path)).blob()) }, label);
const bare = name => name.replace(/\.\w+$/, '');

/** Saves the office's workbook with its faults in their cells. */
export const annotated = (id, name) => saver(`/submissions/${id}/annotated`, `${bare(name)}-observatorio.xlsx`, t('send.annotated'));

/** Saves what becomes of each figure, and the signed receipt. */
export const papers = (id, name) => [annotated(id, name), saver(`/submissions/${id}/figures`, `${bare(name)}-figures.csv`, t('send.figuresfile')), saver(`/submissions/${id}/receipt`, `${bare(name)}-receipt.json`, t('send.receipt'))];

/** Takes a finding of a submission and the reason why it is right. */
export const acceptor = id => (finding, reason) => keyed(`/submissions/${id}/accept`, { body: { code: finding.code, cell: finding.cell, reason } });

/** What was written to and fro, and a field to write more. */
export async function comments(id) {
  const list = h('ul', { class: 'comments' });
  const text = h('textarea', { rows: 2, maxlength: 4000, required: true });
  const fault = h('p', { role: 'alert' });
  const form = h('form', { onsubmit: async event => {
    event.preventDefault();
    try { await keyed(`/submissions/${id}/comments`, { body: { reason: text.value } }); text.value = ''; fault.textContent = ''; await fill(); }
    catch (problem) { fault.textContent = problem.message; }
  } }, h('label', {}, t('review.text'), text), h('button', { type: 'submit', class: 'quiet' }, t('review.comment')), fault);
  await fill();
  return h('section', {}, h('h3', {}, t('review.comments')), list, form);

  async function fill() { list.replaceChildren(...(await ask(`/submissions/${id}/comments`)).map(c => h('li', {}, h('b', {}, c.by), ` ${day(c.at)}: `, c.text))); }
}
