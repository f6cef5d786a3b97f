// Scales and axes.
import { s } from '../dom.js';
import { short } from '../format.js';

/** A few round values that span a range. */
export function ticks(low, high, wanted = 5) {
  if (!(high > low)) { return [low]; }
  const rough = (high - low) / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map(m => m * power).find(m => m >= rough);
  const result = [];
  for (let value = Math.ceil(low / step) * step; value <= high + step / 1e6; value += step) { result.push(Math.round(value * 1e9) / 1e9); }
  return result;
}

/** A linear scale; nice makes its range end at round values. */
export function linear([low, high], [from, to], nice = false) {
  if (nice) {
    const marks = ticks(low, high);
    const step = marks.length > 1 ? marks[1] - marks[0] : 1;
    [low, high] = [Math.floor(low / step + 1e-9) * step, Math.ceil(high / step - 1e-9) * step];
  }
  const scale = value => high === low ? (from + to) / 2 : from + (value - low) / (high - low) * (to - from);
  return Object.assign(scale, { low, high });
}

/** Horizontal lines with their values at the left. */
export const valueAxis = (y, left, right) => s('g', { class: 'axis', 'aria-hidden': 'true' }, ticks(y.low, y.high).map(v =>
  [s('line', { x1: left, x2: right, y1: y(v), y2: y(v), class: v === 0 ? 'zero' : 'grid' }), s('text', { x: left - 6, y: y(v), dy: '.32em', 'text-anchor': 'end' }, short(v))]));

/** Years below. */
export function yearAxis(x, bottom, width) {
  const most = Math.max(2, Math.floor(width / 60));
  const years = ticks(x.low, x.high, most).filter(Number.isInteger);
  return s('g', { class: 'axis', 'aria-hidden': 'true' }, years.map(v => [s('line', { x1: x(v), x2: x(v), y1: bottom, y2: bottom + 4, class: 'zero' }), s('text', { x: x(v), y: bottom + 17, 'text-anchor': 'middle' }, v)]));
}

/** Patterns for what is not exact; an id is unique in the page. */
export function hatch(id, tint) {
  return s('pattern', { id, width: 6, height: 6, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' }, s('rect', { width: 6, height: 6, class: `${tint} pale` }), s('rect', { width: 2.5, height: 6, class: tint }));
}

let last = 0;
/** A new id. */
export const fresh = () => `x${++last}`;

/** The class that colours the n-th series. */
export const tint = n => `c${n % 10}`;
