// What a file would change in what is published, and what becomes of its figures in each scheme.
import { h } from '../dom.js';
import { t } from '../text.js';
import { number } from '../format.js';
import { table } from '../chart/frame.js';

const MOST_ROWS = 200;
const value = v => v === null || v === undefined ? '–' : number(v);
const percent = v => v === null || v === undefined ? '–' : `${number(Math.round(v * 100) / 100)} %`;

/** The part of a report that tells it. */
export function changes(report) {
  if (!report.counts?.length && !report.preview?.length) { return null; }
  return h('section', { class: 'changes' },
    h('h4', {}, t('send.diff')), h('p', {}, report.counts.length ? report.counts.map(c => `${t(`diff.${c.kind}`)}: ${number(c.figures)}`).join(' · ') : t('send.diff.none')),
    report.changes.length ? table([
      { label: t('column.indicator'), cell: c => c.indicator }, { label: t('column.class'), cell: c => c.sizeClass }, { label: t('column.activity'), cell: c => c.activity }, { label: t('column.period'), cell: c => c.timePeriod },
      { label: t('diff.before'), number: true, cell: c => value(c.oldValue) }, { label: t('diff.after'), number: true, cell: c => value(c.newValue) },
        { label: t('diff.national'), number: true, cell: c => percent(c.nationalEffect) }], report.changes.slice(0, MOST_ROWS), t('send.diff')) : null,
    report.totals.length ? h('ul', { class: 'notes' }, report.totals.slice(0, 20).map(x => h('li', {}, `${x.area} ${x.indicator} ${x.timePeriod}: ${value(x.before)} → ${value(x.after)} (${percent(x.percent)})`))) : null,
    report.preview.length ? h('details', {}, h('summary', {}, t('send.becomes')),
      table([{ label: t('explore.scheme'), cell: p => p.scheme }, { label: t('send.becomes'), cell: p => t(`method.${p.method}`) }, { label: t('send.figures'), number: true, cell: p => number(p.figures) }],
      report.preview, t('send.becomes'))) : null);
}
