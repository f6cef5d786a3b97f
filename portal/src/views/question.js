// A question and its answer, by the code that was given when it was asked.
import { h } from '../dom.js';
import { t } from '../text.js';
import { send } from '../api.js';
import { answered } from '../ask.js';

export async function view(at) {
  const question = await (await send(`/api/v1/questions/${encodeURIComponent(at.rest[0] ?? '')}`)).json();
  return [h('h1', {}, t('asked.title')), ...answered(question)];
}
