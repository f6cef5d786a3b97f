// Send data: the key, the files, what is found in them, what became of those sent before, and what is asked about one's series.
import { announce, h } from '../dom.js';
import { t } from '../text.js';
import { to } from '../way.js';
import { fileCard } from '../send/file.js';
import { keyForm } from '../send/key-form.js';
import { questionQueue } from '../send/questions.js';
import { submissions } from '../send/submissions.js';

export async function view() {
  const files = h('div', { class: 'files' });
  const mine = h('section', { class: 'mine' });
  const asked = h('section', { class: 'asked' });
  const input = h('input', { type: 'file', multiple: true, id: 'files', class: 'unseen', onchange: () => { take([...input.files]); input.value = ''; } });
  const drop = h('label', { class: 'drop', for: 'files', ondragover: e => { e.preventDefault(); drop.classList.add('over'); }, ondragleave: () => drop.classList.remove('over'),
    ondrop: e => { e.preventDefault(); drop.classList.remove('over'); take([...e.dataTransfer.files]); } },
    h('b', {}, t('send.drop')), h('span', { class: 'soft' }, t('send.drop.hint')), input);
  const open = h('div', { class: 'opened' }, h('h2', {}, t('send.files')), drop, files, mine, asked);

  function take(list) {
    announce(t('send.reading', { count: list.length }));
    files.prepend(...list.map(f => fileCard(f, () => submissions(mine))));
  }

  return [
    h('h1', {}, t('send.title')), h('p', { class: 'lead' }, t('send.lead')),
    keyForm(open, () => Promise.all([submissions(mine), questionQueue(asked)])), open,
    h('p', {}, h('a', { href: to('review') }, t('send.review'))),
  ];
}
