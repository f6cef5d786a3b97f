// Words beside a chart: SVG does not break lines, so they are measured and broken here.
import { s } from '../dom.js';

const FONT = '12.5px system-ui, "Segoe UI", "DejaVu Sans", sans-serif';
let pen = null;

/** How wide a text is in the chart's letters. */
export function widthOf(text) {
  pen ??= Object.assign(document.createElement('canvas').getContext('2d'), { font: FONT });
  return pen.measureText(text).width;
}

/** A text in at most two lines of a width; what is too long for them ends with an ellipsis. */
export function lines(text, width) {
  const words = text.split(' ');
  const first = [];
  while (words.length && (first.length === 0 || widthOf([...first, words[0]].join(' ')) <= width)) { first.push(words.shift()); }
  return [first.join(' '), words.join(' ')].filter(Boolean).map(line => shortened(line, width));
}

function shortened(line, width) {
  if (widthOf(line) <= width) { return line; }
  let end = line.length;
  while (end > 1 && widthOf(`${line.slice(0, end)}…`) > width) { end--; }
  return `${line.slice(0, end).trimEnd()}…`;
}

/** A label whose right end is at x and whose middle is at y; a pointer sees it whole. */
export function label(text, x, y, width) {
  const parts = lines(text, width);
  return s('text', { class: 'label', 'text-anchor': 'end' }, s('title', {}, text), parts.map((part, i) => s('tspan', { x, y: y + (i - (parts.length - 1) / 2) * 14, dy: '.34em' }, part)));
}
