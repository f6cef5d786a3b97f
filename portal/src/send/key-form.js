// The field for the key; what is behind it opens once the server takes the key.
import { h } from '../dom.js';
import { t } from '../text.js';
import { forget, key, remember } from './key.js';

/** A form for the key: entering it runs enter, which throws where the key is not good, and shows what is behind. */
export function keyForm(behind, enter) {
  const field = h('input', { type: 'password', name: 'key', value: key(), autocomplete: 'off', spellcheck: 'false', required: true });
  const said = h('p', { class: 'soft', role: 'status' }, t('send.key.hint'));
  const leave = h('button', { type: 'button', class: 'quiet', hidden: true, onclick: () => { forget(); field.value = ''; opened(false, t('send.key.hint')); field.focus(); } }, t('send.leave'));

  function opened(isOpen, text) {
    behind.hidden = leave.hidden = !isOpen;
    said.className = 'soft';
    said.textContent = text;
  }

  async function go() {
    remember(field.value.trim());
    try {
      await enter();
      opened(true, t('send.key.good'));
    } catch (problem) {
      forget();
      opened(false, problem.message);
      said.className = 'problem';
    }
  }

  opened(false, t('send.key.hint'));
  if (key()) { go(); }
  return h('div', {}, h('form', { class: 'row', onsubmit: e => { e.preventDefault(); go(); } }, h('label', {}, t('send.key'), field), h('button', { type: 'submit' }, t('send.enter')), leave), said);
}
