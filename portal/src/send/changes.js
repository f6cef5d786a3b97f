// What a file would change in what is published, and what becomes of its figures in each scheme.
import { h } from '../dom.js';
import { t } from '../text.js';
import { number } from '../format.js';
import { table } from '../chart/frame.js';

const value = v => v === null || v === undefined ? '–' : number(v);

/** The part of a report that tells it. */
export function changes(report) {
  if (!report.counts?.length && !report.preview?.length) { return ''; }
  return h('details', {}, h('summary', {}, t('send.diff'), ' ', report.counts.map(c => `${t(`diff.${c.kind}`)}: ${number(c.figures)}`).join(' · ')),
    report.changes.length ? table([
      { label: t('column.indicator'), cell: c => c.indicator }, { label: t('column.class'), cell: c => c.sizeClass }, { label: t('column.activity'), cell: c => c.activity }, { label: t('column.period'), cell: c => c.timePeriod },
      { label: t('diff.before'), number: true, cell: c => value(c.oldValue) }, { label: t('diff.after'), number: true, cell: c => value(c.newValue) }], report.changes.slice(0, 200), t('send.diff')) : null,
    report.preview.length ? table([{ label: t('explore.scheme'), cell: p => p.scheme }, { label: t('send.becomes'), cell: p => t(`method.${p.method}`) }, { label: t('send.figures'), number: true, cell: p => number(p.figures) }], report.preview, t('send.becomes')) : null);
}
