// Places of a sheet, as a report names them: C17, Hoja1!C17, or a row alone.
const BEFORE = { rows: 2, columns: 3 };
const SHOWN = { rows: 5, columns: 7 };

/** The number of a column, from 1; of AB it is 28. */
export const columnNumber = letters => [...letters].reduce((n, l) => n * 26 + l.charCodeAt(0) - 64, 0);

/** An address in its parts, with the rows and columns that are shown around it; null where it is none. */
export function place(address) {
  const cut = address.lastIndexOf('!');
  const [, letters, digits] = /^\$?([A-Z]*)\$?(\d+)/.exec(address.slice(cut + 1)) ?? [];
  if (!digits) { return null; }
  const [row, column] = [Number(digits), letters ? columnNumber(letters) : null];
  return {
    sheet: cut < 0 ? null : address.slice(0, cut).replace(/^'(.*)'$/, '$1').replaceAll("''", "'"), row, column,
    rows: Array.from({ length: SHOWN.rows }, (_, i) => Math.max(1, row - BEFORE.rows) + i), columns: Array.from({ length: SHOWN.columns }, (_, i) => Math.max(1, (column ?? 1) - BEFORE.columns) + i),
  };
}

/** Cuts the windows out of rows: a map of row numbers to lists of cells. */
export function window(at, rows) {
  return { row: at.row, column: at.column, columns: at.columns, rows: at.rows.filter(n => rows.has(n)).map(n => ({ row: n, cells: at.columns.map(c => rows.get(n)[c - 1] ?? '') })) };
}
