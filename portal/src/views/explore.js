// Explore: one query as a chart, with the controls that make it. The address is the query.
import { h } from '../dom.js';
import { t } from '../text.js';
import { address, get } from '../api.js';
import { to } from '../way.js';
import { controls } from '../explore/controls.js';
import { draw } from '../explore/draw.js';
import { notes } from '../explore/notes.js';
import { tools } from '../explore/tools.js';
import { queryOf, said, settle } from '../explore/query.js';
import { entitle, marks } from '../chart/frame.js';

export async function view(at) {
  const state = await settle(at.parameters);
  const stage = h('div', { class: 'stage', 'aria-live': 'off' });
  const panel = h('form', { class: 'controls', 'aria-label': t('explore.controls'), onsubmit: e => e.preventDefault() });
  const heading = h('h1', {}, t('explore.title'));
  let turn = 0;

  async function update(changes) {
    const mine = ++turn;
    Object.assign(state, changes);
    history.replaceState(null, '', to(at.embedded ? 'embed/explore' : 'explore', said(state)));
    const start = performance.now();
    const query = queryOf(state);
    try {
      // The chart does not wait for the controls that go with it.
      const charted = get(`/data/${state.flow}`, query).then(async answer => {
        if (mine !== turn) { return; }
        await render(answer, query);
        performance.measure('explore.update', { start, end: performance.now() });
      });
      await Promise.all([charted, at.embedded ? null : controls(panel, state, update, () => mine === turn)]);
    } catch (problem) {
      if (mine !== turn) { return; }
      stage.replaceChildren(h('p', { class: 'problem', role: 'alert' }, problem.message));
    }
  }

  async function render(answer, query) {
    const rows = answer.observations;
    const one = rows[0];
    heading.textContent = one ? one.INDICATOR_NAME : t('explore.title');
    if (rows.length === 0) {
      stage.replaceChildren(h('p', { class: 'problem', role: 'status' }, t(answer.hidden.count ? 'explore.allhidden' : 'explore.nothing', { count: answer.hidden.count })), notes(answer));
      return;
    }
    const subtitle = [...new Set(rows.map(r => r.UNIT_MEASURE_NAME ?? r.UNIT_MEASURE))].slice(0, 3).join(', ');
    const { chart, legend, table, omitted } = await draw(state, rows, Math.max(300, Math.min(900, stage.clientWidth || document.documentElement.clientWidth - 60)));
    entitle(chart, one.INDICATOR_NAME);
    stage.replaceChildren(h('figure', { class: 'chart', 'data-query': address(`/data/${state.flow}`, query) }, h('figcaption', {}, h('p', {}, subtitle, ' · ', t('explore.count', { count: rows.length }))), legend,
      h('div', { class: 'drawing' }, chart), omitted > 0 && h('p', { class: 'soft' }, t('explore.omitted', { count: omitted })), marks(rows), notes(answer),
      chart === table ? '' : h('details', {}, h('summary', {}, t('frame.table')), table)),
    at.embedded ? h('p', { class: 'soft' }, h('a', { href: to('explore', at.parameters), target: '_blank', rel: 'noopener' }, 'Observatorio')) : tools(state, query, rows, chart, answer));
  }

  queueMicrotask(() => update({}));
  return [heading, at.embedded ? stage : h('div', { class: 'explore' }, h('details', { class: 'panel', open: matchMedia('(min-width: 56rem)').matches }, h('summary', {}, t('explore.controls')), panel), stage)];
}
