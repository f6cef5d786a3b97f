// Cells of a text file, of the rows that are wanted only.
import { place, window } from './place.js';

/** What stands around each of some places. */
export function textWindows(bytes, places) {
  const wanted = new Map(places.map(p => [p, place(p)]).filter(([, at]) => at));
  const rows = rowsOf(decode(bytes), new Set([...wanted.values()].flatMap(at => at.rows)));
  return new Map([...wanted].filter(([, at]) => rows.has(at.row)).map(([p, at]) => [p, window(at, rows)]));
}

function decode(bytes) {
  try { return new TextDecoder('utf-8', { fatal: true }).decode(bytes); } catch { return new TextDecoder('windows-1252').decode(bytes); }
}

/** The wanted rows as lists of cells, by their numbers; a quoted cell may go over several lines. */
function rowsOf(text, wanted) {
  const head = text.slice(0, 5000);
  const mark = [';', '\t', ',', '|'].map(m => [m, head.split(m).length]).sort((a, b) => b[1] - a[1])[0][0];
  const rows = new Map();
  let [row, cells, start, quoted] = [1, [], 0, false];
  const cell = end => { if (wanted.has(row)) { const raw = text.slice(start, end).replace(/\r$/, ''); cells.push(raw[0] === '"' ? raw.slice(1, raw.endsWith('"') ? -1 : undefined).replaceAll('""', '"') : raw); } };
  for (let i = 0; i <= text.length; i++) {
    const c = text[i];
    if (c === '"') { quoted = !quoted; }
    else if (c === mark && !quoted) { cell(i); start = i + 1; }
    else if (c === undefined || (c === '\n' && !quoted)) {
      cell(i);
      if (wanted.has(row)) { rows.set(row, cells); }
      [row, cells, start] = [row + 1, [], i + 1];
    }
  }
  return rows;
}
