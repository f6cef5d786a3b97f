// The cells of a file as its office sees them, read in the browser: text files, and workbooks (a ZIP of XML).
import { h } from '../dom.js';
import { column } from '../sheet.js';
import { t } from '../text.js';

const MOST = 30e6;

/** Sheets by name; the cells of each by row, from 0. A text file has one sheet without name. Null where it is not read here. */
export async function cellsOf(file) {
  if (file.size > MOST) { return null; }
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (bytes[0] === 0x50 && bytes[1] === 0x4B) { return workbook(await unzip(bytes)); }
  let text;
  try { text = new TextDecoder('utf-8', { fatal: true }).decode(bytes); } catch { text = new TextDecoder('windows-1252').decode(bytes); }
  const head = text.slice(0, 5000);
  const mark = [';', '\t', ',', '|'].map(m => [m, head.split(m).length]).sort((a, b) => b[1] - a[1])[0][0];
  return new Map([['', split(text, mark)]]);
}

function split(text, mark) {
  const rows = [[]];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (quoted) { if (c === '"' && text[i + 1] === '"') { cell += '"'; i++; } else if (c === '"') { quoted = false; } else { cell += c; } }
    else if (c === '"' && cell === '') { quoted = true; }
    else if (c === mark) { rows.at(-1).push(cell); cell = ''; }
    else if (c === '\n') { rows.at(-1).push(cell.replace(/\r$/, '')); cell = ''; rows.push([]); }
    else { cell += c; }
  }
  rows.at(-1).push(cell);
  return rows;
}

async function unzip(bytes) {
  const view = new DataView(bytes.buffer);
  let end = bytes.length - 22;
  while (end > 0 && view.getUint32(end, true) !== 0x06054b50) { end--; }
  const files = new Map();
  let at = view.getUint32(end + 16, true);
  for (let n = view.getUint16(end + 10, true); n > 0; n--) {
    const [method, size, nameLength, extra, comment, local] = [view.getUint16(at + 10, true), view.getUint32(at + 20, true), view.getUint16(at + 28, true), view.getUint16(at + 30, true), view.getUint16(at + 32, true), view.getUint32(at + 42, true)];
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
    const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    const data = bytes.subarray(start, start + size);
    files.set(name, async () => new DOMParser().parseFromString(method === 0 ? new TextDecoder().decode(data) : await new Response(new Blob([data]).stream().pipeThrough(new DecompressionStream('deflate-raw'))).text(), 'application/xml'));
    at += 46 + nameLength + extra + comment;
  }
  return files;
}

async function workbook(files) {
  const [book, links] = [await files.get('xl/workbook.xml')(), await files.get('xl/_rels/workbook.xml.rels')()];
  const strings = files.has('xl/sharedStrings.xml') ? [...(await files.get('xl/sharedStrings.xml')()).getElementsByTagName('si')].map(s => [...s.getElementsByTagName('t')].map(x => x.textContent).join('')) : [];
  const target = new Map([...links.getElementsByTagName('Relationship')].map(r => [r.getAttribute('Id'), r.getAttribute('Target').replace(/^\//, '').replace(/^(?!xl\/)/, 'xl/')]));
  const sheets = new Map();
  for (const one of book.getElementsByTagName('sheet')) {
    const xml = await files.get(target.get(one.getAttribute('r:id')))?.();
    const rows = [];
    for (const c of xml?.getElementsByTagName('c') ?? []) {
      const [, letters, row] = /^([A-Z]+)(\d+)$/.exec(c.getAttribute('r')) ?? [];
      if (!letters) { continue; }
      const value = c.getElementsByTagName('v')[0]?.textContent ?? [...c.getElementsByTagName('t')].map(x => x.textContent).join('');
      (rows[row - 1] ??= [])[number(letters) - 1] = c.getAttribute('t') === 's' ? strings[Number(value)] ?? '' : value;
    }
    sheets.set(one.getAttribute('name'), rows);
  }
  return sheets;
}

const number = letters => [...letters].reduce((n, l) => n * 26 + l.charCodeAt(0) - 64, 0);

/** The cells around an address such as Hoja1!C17 (or a row alone), with it marked. */
export function beside(sheets, address) {
  const cut = address.lastIndexOf('!');
  const rows = sheets.get(cut < 0 ? '' : address.slice(0, cut).replace(/^'|'$/g, '')) ?? (sheets.size === 1 ? [...sheets.values()][0] : null);
  const [, letters, line] = /^([A-Z]*)(\d+)/.exec(address.slice(cut + 1)) ?? [];
  if (!rows || !line) { return null; }
  const [r, c] = [Number(line) - 1, letters ? number(letters) - 1 : 0];
  const [top, left] = [Math.max(0, r - 2), Math.max(0, c - 3)];
  const columns = Array.from({ length: 7 }, (_, i) => left + i);
  return h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': t('sheet.title', { file: address }) }, h('table', { class: 'sheet' },
    h('thead', {}, h('tr', {}, h('td'), columns.map(n => h('th', { scope: 'col' }, column(n + 1))))),
    h('tbody', {}, Array.from({ length: 5 }, (_, i) => top + i).filter(n => n < rows.length).map(n => h('tr', {}, h('th', { scope: 'row' }, String(n + 1)), columns.map(k => h('td', { class: n === r && (!letters || k === c) ? 'here' : '' }, rows[n]?.[k] ?? '')))))));
}
