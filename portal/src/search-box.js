// The search field of the shell.
import { h } from './dom.js';
import { t } from './text.js';
import { go, to } from './way.js';

/** A form that leads to the page of results. */
export function search() {
  const field = h('input', { type: 'search', name: 'q', placeholder: t('search.placeholder'), 'aria-label': t('search.label'), autocomplete: 'off' });
  return h('form', { role: 'search', onsubmit: event => { event.preventDefault(); go(to('search', { q: field.value })); } }, field);
}
