// What reviewers and publishers do: the queue, and the release that is made of what was approved.
import { h } from '../dom.js';
import { t } from '../text.js';
import { ask } from '../send/key.js';
import { keyForm } from '../send/key-form.js';
import { publishing } from '../send/publish.js';
import { submissions } from '../send/submissions.js';

export async function view() {
  const queue = h('section');
  const publish = publishing();
  const open = h('div', { class: 'opened' }, queue, publish);
  const enter = async () => {
    publish.hidden = !(await ask('/me')).roles.includes('publisher');
    await submissions(queue, { review: true });
  };
  return [h('h1', {}, t('review.title')), h('p', { class: 'lead' }, t('review.lead')), keyForm(open, enter), open];
}
