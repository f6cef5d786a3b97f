// Lines over time. A gap is a gap; an interval is a bar from end to end; a break is a dashed rule; estimates are hollow.
import { leads, s } from '../dom.js';
import { t } from '../text.js';
import { breaks, figure, place, state } from '../format.js';
import { linear, tint, valueAxis, yearAxis } from './axes.js';

/** @param {{label: string, rows: object[]}[]} series @param {{width: number, height: number, link: (row: object) => string}} options */
export function line(series, { width, height, link }) {
  const [left, right, top, bottom] = [58, width - 16, 12, height - 28];
  const rows = series.flatMap(l => l.rows);
  const ends = rows.flatMap(r => [r.OBS_VALUE, r.VALUE_LOW, r.VALUE_HIGH].filter(v => v !== null && v !== undefined));
  const years = rows.map(r => place(r.TIME_PERIOD));
  const low = Math.min(...ends, 0);
  const x = linear([Math.min(...years), Math.max(...years)], [left + 8, right - 8]);
  const y = linear([low, Math.max(...ends, low + 1e-9)], [bottom, top], true);
  const svg = s('svg', { viewBox: `0 0 ${width} ${height}`, width, height, role: 'img' }, valueAxis(y, left, right), yearAxis(x, bottom, right - left));
  series.forEach((one, n) => {
    const drawn = one.rows.toSorted((a, b) => place(a.TIME_PERIOD) - place(b.TIME_PERIOD));
    let path = '';
    let pen = false;
    let before = null;
    const marks = [];
    for (const row of drawn) {
      const at = x(place(row.TIME_PERIOD));
      const kind = state(row);
      const gap = before !== null && place(row.TIME_PERIOD) - before > 1.01;
      before = place(row.TIME_PERIOD);
      const title = s('title', {}, `${one.label}, ${row.TIME_PERIOD}: ${figure(row)}${breaks(row) ? ` (${t('mark.break')})` : ''}`);
      if (breaks(row)) { pen = false; marks.push(s('line', { class: 'break', x1: at - 3, x2: at - 3, y1: top, y2: bottom })); }
      if (kind === 'exact' || kind === 'estimated') {
        path += `${pen && !gap ? 'L' : 'M'}${at.toFixed(1)},${y(row.OBS_VALUE).toFixed(1)}`;
        pen = true;
        marks.push(mark(row, s('circle', { cx: at, cy: y(row.OBS_VALUE), r: kind === 'estimated' ? 4 : drawn.length > 40 ? 1.6 : 3.2, class: kind === 'estimated' ? `${tint(n)} hollow` : tint(n) }), title));
      } else {
        pen = false;
        if (kind === 'interval') {
          const high = row.VALUE_HIGH ?? y.high;
          marks.push(mark(row, s('line', { class: `${tint(n)} interval`, x1: at, x2: at, y1: y(row.VALUE_LOW), y2: Math.min(y(high), y(row.VALUE_LOW) - 1) }), title));
        } else {
          marks.push(mark(row, kind === 'suppressed' ? s('rect', { class: `${tint(n)} hollow`, x: at - 3, y: bottom - 7, width: 6, height: 6 }) : s('path', { class: `${tint(n)} cross`, d: `M${at - 3},${bottom - 7}l6,6m0,-6l-6,6` }), title));
        }
      }
    }
    svg.append(s('g', {}, s('path', { class: `line ${tint(n)} ${n >= 10 ? 'dashed' : ''}`, d: path }), marks));
  });
  return svg;

  function mark(row, shape, title) { shape.append(title); return link ? leads(shape, link(row)) : shape; }
}
