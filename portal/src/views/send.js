// Send data: the key, the files, what is found in them, and what became of those sent before.
import { announce, h } from '../dom.js';
import { t } from '../text.js';
import { send } from '../api.js';
import { to } from '../way.js';
import { fileCard } from '../send/file.js';
import { submissions } from '../send/submissions.js';
import { authorised, forget, key, remember } from '../send/key.js';

export async function view(at) {
  const files = h('div', { class: 'files' });
  const mine = h('section', { class: 'mine' });
  const input = h('input', { type: 'file', multiple: true, id: 'files', onchange: () => { take([...input.files]); input.value = ''; } });
  const drop = h('label', { class: 'drop', for: 'files', ondragover: e => { e.preventDefault(); drop.classList.add('over'); }, ondragleave: () => drop.classList.remove('over'), ondrop: e => { e.preventDefault(); drop.classList.remove('over'); take([...e.dataTransfer.files]); } },
    h('b', {}, t('send.drop')), h('span', { class: 'soft' }, t('send.drop.hint')), input);
  const field = h('input', { type: 'password', name: 'key', value: key(), autocomplete: 'off', spellcheck: 'false' });
  const said = h('p', { class: 'soft', role: 'status' });
  const open = h('div', { class: 'opened', hidden: !key() }, h('h2', {}, t('send.files')), drop, files, mine);

  async function enter() {
    remember(field.value.trim());
    try {
      await send('/api/v1/submissions', authorised());
      said.textContent = t('send.key.good');
      open.hidden = false;
      await submissions(mine, at);
    } catch (problem) {
      forget();
      open.hidden = true;
      said.textContent = problem.message;
    }
  }

  function take(list) {
    announce(t('send.reading', { count: list.length }));
    files.prepend(...list.map(f => fileCard(f, () => submissions(mine, at))));
  }

  if (key()) { queueMicrotask(enter); }
  return [
    h('h1', {}, t('send.title')), h('p', { class: 'lead' }, t('send.lead')),
    h('form', { class: 'row', onsubmit: e => { e.preventDefault(); enter(); } }, h('label', {}, t('send.key'), field), h('button', { type: 'submit' }, t('send.enter')), key() ? h('button', { type: 'button', class: 'quiet', onclick: () => { forget(); location.reload(); } }, t('send.leave')) : null),
    said, h('p', { class: 'soft' }, t('send.key.hint')), open,
    h('p', {}, h('a', { href: to('review') }, t('send.review'))),
  ];
}
