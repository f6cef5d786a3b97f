// A file before it is sent: read on trial, with what is found beside its own cells, and what it would change. Then what becomes of it.
import { h } from '../dom.js';
import { t } from '../text.js';
import { number } from '../format.js';
import { ask, formOf, keyed } from './key.js';
import { windowsOf } from './cells.js';
import { placesOf, reportParts } from './findings.js';
import { annotated, acceptor } from './papers.js';
import { wizard } from './wizard.js';

const UNDER_WAY = ['received', 'checking'];

/** The card of a file; done is called once it was sent. */
export function fileCard(file, done) {
  const body = h('div', { 'aria-live': 'polite' });
  const card = h('article', { class: 'file' }, h('h3', {}, file.name, ' ', h('small', { class: 'soft' }, `${number(file.size)} bytes`)), body);
  const say = problem => h('p', { class: 'problem', role: 'alert' }, problem.title ? h('b', {}, problem.title, ' ') : null, problem.message);
  const discard = h('button', { type: 'button', class: 'quiet', onclick: () => card.remove() }, t('send.discard'));
  let profile = null;
  check();
  return card;

  async function check() {
    body.replaceChildren(h('p', {}, h('progress', { 'aria-label': t('send.checking') }), ' ', t('send.checking')));
    try {
      const report = await ask('/submissions?dryRun=true', { body: formOf(file, { profile }) });
      const windows = await windowsOf(file, placesOf(report));
      body.replaceChildren(...reportParts(report, windows).filter(Boolean), h('p', { class: 'buttons' }, h('button', { type: 'button', onclick: e => post(e.target) }, t(report.errors ? 'send.sendanyway' : 'send.send')), discard));
    } catch (problem) {
      body.replaceChildren(say(problem), ...(problem.status === 422 ? another() : []), h('p', { class: 'buttons' }, discard));
    }
  }

  // Where no profile reads it, or several do: name one, or have one drafted.
  function another() {
    const named = h('input', { name: 'profile', autocomplete: 'off', spellcheck: 'false', required: true });
    const draft = h('button', { type: 'button', class: 'quiet', onclick: async () => { draft.disabled = true; await wizard(body, file, check).catch(p => body.append(say(p))); } }, t('wizard.open'));
    return [h('form', { class: 'row', onsubmit: e => { e.preventDefault(); profile = named.value.trim(); check(); } }, h('label', {}, t('send.named'), named), h('button', { type: 'submit', class: 'quiet' }, t('send.again')), draft)];
  }

  async function post(button) {
    button.disabled = true;
    try {
      const sent = await ask('/submissions', { body: formOf(file, { profile }) });
      await follow(sent.id);
      done();
    } catch (problem) { body.append(say(problem)); }
  }

  async function follow(id) {
    let etag = null;
    let entry;
    do {
      const answer = await keyed(`/submissions/${id}?wait=10`, { headers: etag ? { 'If-None-Match': etag } : {} });
      if (answer.status === 304) { continue; }
      etag = answer.headers.get('ETag');
      entry = await answer.json();
      body.replaceChildren(h('p', { role: 'status' }, h('b', {}, t(`state.${entry.status}`)), entry.progress ? ` – ${entry.progress}` : ''), UNDER_WAY.includes(entry.status) ? h('progress', { 'aria-label': t('state.checking') }) : '');
    } while (!entry || UNDER_WAY.includes(entry.status));
    const report = await ask(`/submissions/${id}/report`);
    body.append(annotated(id, file.name), ...reportParts(report, await windowsOf(file, placesOf(report)), acceptor(id)).filter(Boolean));
  }
}
