// Releases: notes, differences, citation, files.
import { copier, h } from '../dom.js';
import { t } from '../text.js';
import { get } from '../api.js';
import { day, number } from '../format.js';
import { to } from '../way.js';
import { table } from '../chart/frame.js';

export async function view(at) {
  const all = await get('/releases');
  const open = at.parameters.id ?? all.find(r => r.current)?.releaseId;
  return [h('h1', {}, t('releases.title')), h('p', { class: 'lead' }, t('releases.lead')), ...all.map((r, i) => release(r, all[i + 1], r.releaseId === open))];
}

function release(r, before, open) {
  const difference = h('div');
  return h('details', { class: 'release', open }, h('summary', {}, h('b', {}, r.releaseId), ` · ${day(r.createdAt)}`, r.current ? h('span', { class: 'badge' }, t('releases.current')) : null,
    r.withdrawnAt ? h('span', { class: 'badge warn' }, t('releases.withdrawn')) : null, r.embargoUntil ? ` · ${t('releases.embargo', { day: day(r.embargoUntil) })}` : ''),
    h('p', {}, r.notes), r.withdrawnReason ? h('p', { class: 'problem' }, r.withdrawnReason) : null,
    h('h2', {}, t('tools.cite')), h('p', { class: 'cite' }, r.citation), copier(() => r.citation, t('tools.copy'), t('tools.copied')),
    before ? h('div', {}, h('h2', {}, t('releases.diff', { other: before.releaseId })),
      h('button', { type: 'button', class: 'quiet', onclick: async e => { e.target.disabled = true; difference.replaceChildren(...await differences(before.releaseId, r.releaseId)); } }, t('releases.show')), difference) : null,
    h('h2', {}, t('releases.files')), table([{ label: t('releases.file'),
      cell: f => h('a', { href: `/api/v1/releases/${encodeURIComponent(r.releaseId)}/files/${encodeURIComponent(f.name)}`, download: f.name }, f.name) },
      { label: t('releases.bytes'), number: true, cell: f => number(f.bytes) }, { label: 'SHA-256', cell: f => h('code', {}, `${f.sha256.slice(0, 16)}…`) }], r.files, t('releases.files')));
}

async function differences(from, until) {
  const { counts, differences: list } = await get(`/releases/${from}/diff/${until}`);
  return [h('p', {}, Object.entries(counts).map(([kind, n]) => `${t(`diff.${kind}`)}: ${number(n)}`).join(' · ')),
    table([{ label: t('column.country'), cell: d => d.refArea }, { label: t('column.indicator'), cell: d => d.indicator }, { label: t('column.class'), cell: d => `${d.sizeClass} (${d.sizeScheme})` },
      { label: t('column.activity'), cell: d => d.activity }, { label: t('column.period'), cell: d => d.timePeriod },
      { label: t('diff.before'), number: true, cell: d => d.before === null ? '–' : number(d.before) },
        { label: t('diff.after'), number: true, cell: d => d.after === null ? '–' : h('a',
        { href: to(`number/${d.dataflow}`, { area: d.refArea, dataset: d.dataset, indicator: d.indicator, scheme: d.sizeScheme, size: d.sizeClass, activity: d.activity, period: d.timePeriod }) }, number(d.after)) }],
        list.slice(0, 100), t('releases.show'))];
}
