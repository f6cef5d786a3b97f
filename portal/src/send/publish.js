// Publishing: what is approved becomes a release.
import { h } from '../dom.js';
import { t } from '../text.js';
import { to } from '../way.js';
import { ask } from './key.js';

const LOOK_AGAIN = 500;
const pause = () => new Promise(done => setTimeout(done, LOOK_AGAIN));

/** A form that makes a release, and says how far it is. */
export function publishing() {
  const notes = h('textarea', { rows: 2, maxlength: 4000, name: 'notes', required: true });
  const embargo = h('input', { type: 'datetime-local', name: 'embargo' });
  const said = h('p', { role: 'status' });
  const button = h('button', { type: 'submit' }, t('publish.do'));
  return h('section', { class: 'publish' }, h('h2', {}, t('publish.title')), h('p', { class: 'soft' }, t('publish.lead')),
    h('form', { onsubmit: async event => {
      event.preventDefault();
      button.disabled = true;
      said.className = '';
      try { await follow((await ask('/releases', { body: { notes: notes.value, embargoUntil: embargo.value ? new Date(embargo.value).toISOString() : null } })).jobId); }
      catch (problem) { said.className = 'problem'; said.textContent = problem.message; }
      button.disabled = false;
    } }, h('label', {}, t('publish.notes'), notes), h('label', {}, t('publish.embargo'), embargo), button), said);

  async function follow(id) {
    let job;
    do {
      job = await ask(`/jobs/${id}`);
      said.textContent = t('publish.working', { progress: job.progress ?? '' });
      if (!['done', 'failed'].includes(job.state)) { await pause(); }
    } while (!['done', 'failed'].includes(job.state));
    if (job.state === 'failed') { throw new Error(job.note); }
    said.replaceChildren(h('b', {}, t('publish.done')), ' ', h('a', { href: to('releases', { id: job.note }) }, job.note));
  }
}
