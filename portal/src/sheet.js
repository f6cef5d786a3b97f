// A part of an office's sheet as the office sees it, with the figure's cell marked. What is not published is not shown.
import { h } from './dom.js';
import { names } from './api.js';
import { t } from './text.js';

/** The name of a column, such as AB. */
export const column = n => n > 26 ? column(Math.floor((n - 1) / 26)) + column((n - 1) % 26 + 1) : String.fromCharCode(64 + n);

const shown = ['REF_AREA', 'INDICATOR', 'SIZE_CLASS', 'ACTIVITY', 'TIME_PERIOD'];

/** What tells the lines of a sheet apart, by name: the components that are the same all along a line and differ between lines. */
async function titles(cells, line) {
  const groups = Map.groupBy(cells, c => c[line]);
  const telling = shown.filter(k => [...groups.values()].every(g => new Set(g.map(c => c.key[k])).size === 1) && new Set(cells.map(c => c.key[k])).size > 1);
  const lists = new Map(await Promise.all(telling.filter(k => k !== 'TIME_PERIOD').map(async k => [k, await names(k)])));
  const name = (key, k) => lists.get(k)?.get(k === 'SIZE_CLASS' ? `${key.SIZE_SCHEME}|${key[k]}` : key[k]) ?? key[k];
  return new Map([...groups].map(([n, g]) => [n, telling.map(k => name(g[0].key, k)).join(' · ')]));
}

/** A table of the cells around a figure. */
export async function sheet(part) {
  const rows = range(part.cells.map(c => c.row), part.row);
  const columns = range(part.cells.map(c => c.column), part.column);
  const at = new Map(part.cells.map(c => [`${c.row}|${c.column}`, c]));
  const [beside, above] = await Promise.all([titles(part.cells, 'row'), titles(part.cells, 'column')]);
  return h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': t('sheet.title', { file: part.file }) }, h('table', { class: 'sheet' },
    h('caption', {}, part.sheet ? `${part.file} › ${part.sheet}` : part.file),
    h('thead', {}, h('tr', {}, h('td'), columns.map(c => h('th', { scope: 'col' }, column(c), h('small', {}, above.get(c) ?? '')))  )),
    h('tbody', {}, rows.map(r => h('tr', {}, h('th', { scope: 'row' }, String(r), h('small', {}, beside.get(r) ?? '')), columns.map(c => {
      const cell = at.get(`${r}|${c}`);
      const here = r === part.row && c === part.column;
      return h('td', { class: `${here ? 'here' : ''} ${cell ? '' : 'hidden'}`, 'aria-current': here ? 'true' : null, title: cell ? Object.values(cell.key).filter(v => !v.startsWith('_')).join(' ') : t('sheet.hidden') },
        cell ? cell.text ?? h('em', {}, t('mark.suppressed')) : '');
    })))), h('tfoot', {}, h('tr', {}, h('td', { colspan: columns.length + 1 }, t('sheet.note'))))));
}

const range = (numbers, must) => { const low = Math.min(...numbers, must); return Array.from({ length: Math.max(...numbers, must) - low + 1 }, (_, i) => low + i); };
