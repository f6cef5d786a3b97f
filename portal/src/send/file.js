// A file before it is sent: read on trial, with what is found beside its own cells, and what it would change.
import { h, save } from '../dom.js';
import { language, t } from '../text.js';
import { send } from '../api.js';
import { number } from '../format.js';
import { authorised } from './key.js';
import { beside, cellsOf } from './cells.js';
import { changes } from './changes.js';

/** The card of a file; done is called once it was sent. */
export function fileCard(file, done) {
  const body = h('div', { 'aria-live': 'polite' }, h('p', {}, h('progress'), ' ', t('send.checking')));
  const card = h('article', { class: 'file' }, h('h3', {}, file.name, ' ', h('small', { class: 'soft' }, `${number(file.size)} bytes`)), body);
  check();
  return card;

  function form() { const f = new FormData(); f.append('file', file); return f; }

  async function check() {
    try {
      const report = await (await send(`/api/v1/submissions?dryRun=true&lang=${language}`, authorised({ method: 'POST', body: form() }))).json();
      const cells = await cellsOf(file).catch(() => null);
      body.replaceChildren(...reportParts(report, cells), h('p', { class: 'buttons' }, h('button', { type: 'button', onclick: e => post(e.target) }, t(report.errors ? 'send.sendanyway' : 'send.send')), h('button', { type: 'button', class: 'quiet', onclick: () => card.remove() }, t('send.discard'))));
    } catch (problem) {
      body.replaceChildren(h('p', { class: 'problem', role: 'alert' }, problem.title ? h('b', {}, problem.title, ' ') : null, problem.message));
    }
  }

  async function post(button) {
    button.disabled = true;
    try {
      const sent = await (await send(`/api/v1/submissions?lang=${language}`, authorised({ method: 'POST', body: form() }))).json();
      await follow(sent.id);
      done();
    } catch (problem) { body.append(h('p', { class: 'problem', role: 'alert' }, problem.message)); }
  }

  async function follow(id) {
    let etag = null;
    let entry;
    do {
      const answer = await send(`/api/v1/submissions/${id}?wait=10&lang=${language}`, authorised({ headers: etag ? { 'If-None-Match': etag } : {} }));
      if (answer.status === 304) { continue; }
      etag = answer.headers.get('ETag');
      entry = await answer.json();
      body.replaceChildren(h('p', { role: 'status' }, h('b', {}, t(`state.${entry.status}`)), entry.progress ? ` – ${entry.progress}` : ''), ['received', 'checking'].includes(entry.status) ? h('progress') : annotated(id, file.name));
    } while (!entry || ['received', 'checking'].includes(entry.status));
  }
}

/** A button that saves the annotated workbook of a submission. */
export const annotated = (id, name) => h('button', { type: 'button', class: 'quiet', onclick: async () => save(`${name.replace(/\.\w+$/, '')}-observatorio.xlsx`, await (await send(`/api/v1/submissions/${id}/annotated?lang=${language}`, authorised())).blob()) }, t('send.annotated'));

/** What a report says, as parts of a page. */
export function reportParts(report, cells) {
  return [
    h('p', { class: report.errors ? 'problem' : 'fine' }, t('send.profile', { profile: `${report.profile}${report.layout ? `/${report.layout}` : ''}` }), ' · ', t('send.errors', { count: report.errors }), ' · ', t('send.warnings', { count: report.warnings })),
    h('ol', { class: 'findings' }, report.findings.map(f => h('li', { class: `severity-${f.severity}` },
      h('p', {}, h('b', {}, t(`severity.${f.severity}`)), f.cell ? [' · ', h('code', {}, f.cell)] : null, f.value !== null && f.value !== undefined ? [' · ', h('q', {}, f.value)] : null, f.places > 1 ? ` · ${t('send.places', { count: f.places })}` : ''),
      h('p', {}, f.message), h('p', { class: 'soft' }, f.action), f.accepted ? h('p', { class: 'soft' }, t('send.accepted'), ' ', h('q', {}, f.accepted)) : null, f.cell && cells ? beside(cells, f.cell) : null))),
    changes(report),
  ];
}
