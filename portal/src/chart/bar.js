// Bars, one group a label; stacked bars of shares.
import { leads, s } from '../dom.js';
import { figure, short, state } from '../format.js';
import { t } from '../text.js';
import { fresh, hatch, linear, ticks, tint } from './axes.js';
import { label, lines, widthOf } from './words.js';

/** A bar may be drawn from another row than that of the figure it leads to. @param {{label: string, bars: {series: number, label: string, row: object, figure?: object}[]}[]} groups @param {{width: number, link?: Function, stacked?: boolean}} options */
export function bars(groups, { width, link, stacked = false, most = null }) {
  const thick = stacked ? 22 : Math.max(9, Math.min(18, 60 / Math.max(...groups.map(g => g.bars.length))));
  const gap = 10;
  const left = Math.min(width * .4, 12 + Math.max(...groups.map(g => widthOf(g.label))));
  const right = width - (stacked ? 14 : 78);
  const heights = groups.map(g => Math.max((stacked ? 1 : g.bars.length) * thick, lines(g.label, left - 10).length * 14 + 2) + gap);
  const bottom = heights.reduce((a, b) => a + b, 6);
  const height = bottom + 24;
  const ends = groups.flatMap(g => g.bars.flatMap(b => [b.row.OBS_VALUE, b.row.VALUE_LOW, b.row.VALUE_HIGH].filter(v => typeof v === 'number')));
  const sums = groups.map(g => g.bars.reduce((sum, b) => sum + Math.max(0, b.row.OBS_VALUE ?? 0), 0));
  const x = linear([stacked ? 0 : Math.min(0, ...ends), most ?? Math.max(1e-9, ...(stacked ? sums : ends))], [left, right], !stacked && most === null);
  const defs = s('defs');
  const patterns = new Map();
  const svg = s('svg', { viewBox: `0 0 ${width} ${height}`, width, height, role: 'img' }, defs,
    s('g', { class: 'axis', 'aria-hidden': 'true' }, ticks(x.low, x.high, Math.max(2, (right - left) / 90)).map(v => [
      s('line', { x1: x(v), x2: x(v), y1: 4, y2: bottom, class: v === 0 ? 'zero' : 'grid' }), s('text', { x: x(v), y: bottom + 15, 'text-anchor': 'middle' }, short(v))])));
  let top = 6;
  groups.forEach((group, g) => {
    svg.append(label(group.label, left - 8, top + (heights[g] - gap) / 2, left - 10));
    const inset = (heights[g] - gap - (stacked ? 1 : group.bars.length) * thick) / 2;
    let from = 0;
    group.bars.forEach((bar, b) => {
      const { row } = bar;
      const at = top + inset + (stacked ? 0 : b * thick);
      const kind = state(row);
      const title = s('title', {}, `${group.label}, ${bar.label}, ${row.TIME_PERIOD}: ${figure(row)}`);
      const shapes = [];
      if (kind === 'exact' || kind === 'estimated') {
        const start = stacked ? from : 0;
        const end = stacked ? from + row.OBS_VALUE : row.OBS_VALUE;
        from = end;
        const box = { x: Math.min(x(start), x(end)), y: at, width: Math.max(1, Math.abs(x(end) - x(start))), height: thick - 2, rx: stacked ? 0 : 2 };
        shapes.push(s('rect', { ...box, class: tint(bar.series), fill: kind === 'estimated' ? `url(#${pattern(bar.series)})` : null, ...(kind === 'estimated' ? { class: 'hatched' } : {}) }));
        if (!stacked) { shapes.push(s('text', { class: 'value', x: Math.max(x(end), x(0)) + 5, y: at + thick / 2 - 1, dy: '.32em' }, short(row.OBS_VALUE))); }
        else if (box.width > 34) { shapes.push(s('text', { class: 'within', x: box.x + box.width / 2, y: at + thick / 2 - 1, dy: '.32em', 'text-anchor': 'middle' }, short(Math.round(row.OBS_VALUE * 10) / 10))); }
      } else if (kind === 'interval' && !stacked) {
        const high = row.VALUE_HIGH ?? x.high;
        shapes.push(s('rect', { x: x(row.VALUE_LOW), y: at + thick / 2 - 3, width: Math.max(2, x(high) - x(row.VALUE_LOW)), height: 4, class: `${tint(bar.series)} pale` }),
          s('path', { class: `${tint(bar.series)} cross`, d: `M${x(row.VALUE_LOW)},${at + 1}v${thick - 4}${row.VALUE_HIGH === undefined ? '' : `M${x(high)},${at + 1}v${thick - 4}`}` }));
      } else if (!stacked) {
        shapes.push(s('text', { class: 'none', x: x(0) + 5, y: at + thick / 2 - 1, dy: '.32em' }, t(kind === 'suppressed' ? 'mark.suppressed' : kind === 'interval' ? 'mark.interval' : row.METHOD === 'refused' ? 'mark.refused' : 'mark.missing')));
      }
      const whole = s('g', {}, title, shapes);
      svg.append(link ? leads(whole, link(bar.figure ?? row)) : whole);
    });
    top += heights[g];
  });
  return svg;

  function pattern(series) {
    if (!patterns.has(series)) { const id = fresh(); patterns.set(series, id); defs.append(hatch(id, tint(series))); }
    return patterns.get(series);
  }
}
