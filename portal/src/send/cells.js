// The cells of a file as its office sees them, read in the browser.
import worker from './cells-worker.js';
import { h } from '../dom.js';
import { column } from '../sheet.js';
import { t } from '../text.js';

const MOST_BYTES = 200e6;

/** What stands around each of some places of a file, by place; nothing where it is not read here. */
export function windowsOf(file, places) {
  if (file.size > MOST_BYTES || places.length === 0) { return Promise.resolve(new Map()); }
  const reader = new Worker(worker, { type: 'module' });
  return new Promise(done => {
    reader.onmessage = message => done(message.data);
    reader.onerror = () => done(new Map());
    reader.postMessage({ file, places });
  }).finally(() => reader.terminate());
}

/** A part of the sheet with its cell, or row, marked. */
export const cellsAround = (part, address) => h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': t('sheet.title', { file: address }) }, h('table', { class: 'sheet own' },
  h('thead', {}, h('tr', {}, h('td'), part.columns.map(n => h('th', { scope: 'col' }, column(n))))),
  h('tbody', {}, part.rows.map(line => h('tr', {}, h('th', { scope: 'row' }, String(line.row)), line.cells.map((text, i) =>
    h('td', line.row === part.row && (part.column === null || part.column === part.columns[i]) ? { class: 'here', 'aria-current': 'true' } : {}, text)))))));
