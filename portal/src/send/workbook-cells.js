// Cells of a workbook, which is a ZIP of XML. A worker has no XML reader, and only some rows are wanted, so tags are looked for in the text.
import { columnNumber, place, window } from './place.js';

/** What stands around each of some places. */
export async function workbookWindows(file, places) {
  const parts = unzip(new Uint8Array(await file.arrayBuffer()));
  const sheets = await sheetsOf(parts);
  const wanted = Map.groupBy(places.map(p => [p, place(p)]).filter(([, at]) => at), ([, at]) => at.sheet ?? [...sheets.keys()][0]);
  const texts = [...(await parts.get('xl/sharedStrings.xml')?.() ?? '').matchAll(tag('si'))].map(([, , inner]) => written(inner ?? ''));
  const windows = new Map();
  for (const [name, list] of wanted) {
    const xml = await parts.get(sheets.get(name))?.();
    const rows = rowsOf(xml ?? '', new Set(list.flatMap(([, at]) => at.rows)), texts);
    for (const [p, at] of list) { if (rows.has(at.row)) { windows.set(p, window(at, rows)); } }
  }
  return windows;
}

const tag = name => new RegExp(`<(?:\\w+:)?${name}\\b([^>]*?)(?:/>|>([\\s\\S]*?)</(?:\\w+:)?${name}>)`, 'g');
const [ROW, CELL, VALUE, TEXT] = ['row', 'c', 'v', 't'].map(tag);
const entities = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const plain = xml => xml.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (all, hex, digits, name) => hex ? String.fromCodePoint(parseInt(hex, 16)) : digits ? String.fromCodePoint(Number(digits)) : entities[name] ?? all);
const written = xml => [...xml.matchAll(TEXT)].map(([, , text]) => plain(text ?? '')).join('');
const attribute = (attributes, name) => { const found = new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(attributes); return found && plain(found[1]); };

async function sheetsOf(parts) {
  const target = new Map([...(await parts.get('xl/_rels/workbook.xml.rels')()).matchAll(tag('Relationship'))].map(([, a]) => [attribute(a, 'Id'), attribute(a, 'Target').replace(/^\//, '').replace(/^(?!xl\/)/, 'xl/')]));
  return new Map([...(await parts.get('xl/workbook.xml')()).matchAll(tag('sheet'))].map(([, a]) => [attribute(a, 'name'), target.get(attribute(a, 'r:id'))]));
}

function rowsOf(xml, wanted, texts) {
  const rows = new Map();
  let last = 0;
  for (const [, attributes, inner] of xml.matchAll(ROW)) {
    last = Number(attribute(attributes, 'r') ?? last + 1);
    if (!wanted.has(last)) { continue; }
    const cells = [];
    for (const [, of, content = ''] of (inner ?? '').matchAll(CELL)) {
      const letters = /^[A-Z]+/.exec(attribute(of, 'r') ?? '')?.[0];
      const value = plain([...content.matchAll(VALUE)][0]?.[2] ?? '');
      cells[letters ? columnNumber(letters) - 1 : cells.length] = attribute(of, 't') === 's' ? texts[Number(value)] ?? '' : value || written(content);
    }
    rows.set(last, cells);
  }
  return rows;
}

/** The parts of a ZIP by name, each read when it is asked for. */
function unzip(bytes) {
  const view = new DataView(bytes.buffer);
  let end = bytes.length - 22;
  while (end > 0 && view.getUint32(end, true) !== 0x06054b50) { end--; }
  const parts = new Map();
  let at = view.getUint32(end + 16, true);
  for (let n = view.getUint16(end + 10, true); n > 0; n--) {
    const [method, size, nameLength, extra, comment, local] = [view.getUint16(at + 10, true), view.getUint32(at + 20, true), view.getUint16(at + 28, true), view.getUint16(at + 30, true), view.getUint16(at + 32, true), view.getUint32(at + 42, true)];
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
    const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    const data = bytes.subarray(start, start + size);
    parts.set(name, async () => method === 0 ? new TextDecoder().decode(data) : new Response(new Blob([data]).stream().pipeThrough(new DecompressionStream('deflate-raw'))).text());
    at += 46 + nameLength + extra + comment;
  }
  return parts;
}
