// The shell: what stands around every view, and the way from an address to a view.
import { notThere } from './api.js';
import { h } from './dom.js';
import { language, speak, t } from './text.js';
import { search } from './search-box.js';
import { onMove, go, to } from './way.js';

const views = {
  front: () => import('./views/front.js'),
  explore: () => import('./views/explore.js'),
  country: () => import('./views/country.js'),
  indicator: () => import('./views/indicator.js'),
  compare: () => import('./views/compare.js'),
  number: () => import('./views/number.js'),
  releases: () => import('./views/releases.js'),
  send: () => import('./views/send.js'),
  review: () => import('./views/review.js'),
  studies: () => import('./views/studies.js'),
  search: () => import('./views/search.js'),
  question: () => import('./views/question.js'),
};
// What a page of somebody else may show within itself: views that only read and take no key (the server lets no other be framed).
const embeddable = ['explore'];
const menu = ['explore', 'compare', 'country', 'indicator', 'releases', 'studies', 'send'];
const languages = { es: 'Español', pt: 'Português', en: 'English' };

const main = h('main', { id: 'main', tabindex: '-1' });
const top = h('header', { class: 'top' });
const foot = h('footer', { class: 'foot' });
let turn = 0;

/** What an address means: language, view, the rest of its path, and its parameters. */
function read() {
  const [lang, view, ...rest] = location.pathname.split('/').filter(Boolean).map(decodeURIComponent);
  const embedded = view === 'embed' && embeddable.includes(rest[0]) && rest.length === 1;
  return { lang: languages[lang] ? lang : 'es', view: (embedded ? rest.shift() : view) ?? 'front', rest, embedded, parameters: Object.fromEntries(new URLSearchParams(location.search)) };
}

function dress(at) {
  const here = location.pathname.split('/').slice(2).join('/');
  top.replaceChildren(
    h('a', { class: 'skip', href: '#main' }, t('shell.skip')),
    h('a', { class: 'brand', href: to('') }, h('span', { class: 'bars', 'aria-hidden': 'true' }, h('i'), h('i'), h('i')), h('span', {}, h('b', {}, 'Observatorio'), h('small', {}, t('shell.subtitle')))),
    h('nav', { 'aria-label': t('shell.menu') }, menu.map(view => h('a', { href: to(view), 'aria-current': at.view === view ? 'page' : null }, t(`menu.${view}`)))),
    search(),
    h('div', { class: 'tongues', role: 'group', 'aria-label': t('shell.language') }, Object.entries(languages).map(([code, name]) =>
      h('a', { href: `/${code}${here ? `/${here}` : ''}${location.search}`, lang: code, hreflang: code, title: name, 'aria-current': code === language ? 'true' : null }, code.toUpperCase()))));
  foot.replaceChildren(h('p', {}, t('shell.foot')), h('p', {}, h('a', { href: '/swagger' }, t('shell.api')), ' · ', h('a', { href: to('releases') }, t('menu.releases')), ' · ', h('a', { href: '/api/v1/releases.atom' }, t('shell.feed'))));
}

async function show(moved) {
  const mine = ++turn;
  const at = read();
  await speak(at.lang);
  document.body.classList.toggle('embedded', at.embedded);
  dress(at);
  main.setAttribute('aria-busy', 'true');
  try {
    if (!views[at.view]) { throw notThere(at.view); }
    const { view } = await views[at.view]();
    const page = await view(at);
    if (mine !== turn) { return; }
    main.replaceChildren(...[page].flat(Infinity).filter(Boolean));
    performance.mark('view.shown');
  } catch (problem) {
    if (mine !== turn) { return; }
    main.replaceChildren(h('h1', {}, t('problem.title')), h('p', { class: 'problem', role: 'alert' }, problem.message), h('p', {}, h('a', { href: to('') }, t('problem.front'))));
    if (problem.status === undefined) { throw problem; }
  } finally {
    if (mine === turn) {
      main.removeAttribute('aria-busy');
      const title = main.querySelector('h1')?.textContent;
      document.title = title && at.view !== 'front' ? `${title} – Observatorio` : `Observatorio – ${t('shell.subtitle')}`;
      if (moved) { scrollTo(0, 0); main.focus({ preventScroll: true }); }
    }
  }
}

document.addEventListener('click', event => {
  const anchor = event.target.closest?.('a[href], [data-to]');
  const href = anchor?.getAttribute('href') ?? anchor?.dataset.to ?? '';
  if (!/^\/(es|pt|en)(\/|$|\?)/.test(href) || anchor.download || anchor.target || event.ctrlKey || event.metaKey || event.shiftKey || event.button) { return; }
  event.preventDefault();
  // Another view has no place within somebody else's page.
  if (document.body.classList.contains('embedded')) { open(href, '_blank', 'noopener'); } else { go(href); }
});
addEventListener('popstate', () => show(true));
onMove(show);
document.body.append(top, main, foot, h('div', { id: 'live', class: 'unseen', 'aria-live': 'polite' }));
show(false);
