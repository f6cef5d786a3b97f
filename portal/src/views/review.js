// The review queue.
import { h } from '../dom.js';
import { t } from '../text.js';
import { to } from '../way.js';
import { key } from '../send/key.js';
import { submissions } from '../send/submissions.js';

export async function view(at) {
  const place = h('section');
  if (key()) { await submissions(place, at, { review: true }); }
  return [h('h1', {}, t('review.title')), key() ? place : h('p', {}, h('a', { href: to('send') }, t('review.key')))];
}
