// A drafted profile: its gaps are filled by what a person says. Nothing here knows of the page.

/** The fields of a gap: where it stands, and what is likely. A text in three languages is three fields. */
export const fieldsOf = (gap, files) => gap.file === 'dataset.json' && typeof at(JSON.parse(files['dataset.json']), gap.where) === 'object'
  ? ['es', 'pt', 'en'].map(language => ({ ...gap, where: `${gap.where}.${language}` })) : [gap];

const at = (object, path) => path.split('.').reduce((o, name) => o?.[name], object);

function put(object, path, value) {
  const names = path.split('.');
  names.slice(0, -1).reduce((o, name) => o[name], object)[names.at(-1)] = value;
}

/** The files with every gap filled; answers are [gap, value]. */
export function filled(files, answers) {
  const texts = { ...files };
  for (const [gap, value] of answers) {
    if (value === '') { continue; }
    if (gap.file === 'labels.csv') { texts[gap.file] = labelled(texts[gap.file], gap.where, value); continue; }
    const content = JSON.parse(texts[gap.file]);
    if (gap.file === 'dataset.json') { put(content, gap.where, value); }
    else { content.tables.forEach(table => rule(table, gap.where, value)); }
    texts[gap.file] = `${JSON.stringify(content, null, 2)}\n`;
  }
  return texts;
}

/** What is still to be said. */
export const left = files => Object.values(files).reduce((n, text) => n + text.split('¿?').length - 1, 0);

// A gap of a layout names a member, a marker, or the header of a column.
function rule(table, where, value) {
  if (where.startsWith('fixed.') && table.fixed) { put(table, where, value); return; }
  for (const marker of table.markers ?? []) { if (marker.text === where) { marker.meaning = value; } }
  for (const column of table.columns) {
    const named = column.header === where || `#${column.position}` === where || (column.headerPattern && where.split(', ').every(year => new RegExp(column.headerPattern).test(year)));
    if (named && column.ignore) { column.ignore = value; }
    else if (named && column.measure) { column.measure.INDICATOR = value; }
  }
}

const quoted = text => /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

function labelled(csv, where, code) {
  const cut = where.indexOf(': ');
  const [component, label] = [where.slice(0, cut), where.slice(cut + 2)];
  const start = `${component},${quoted(label)},`;
  return csv.split('\n').map(line => line.startsWith(start) ? line.replace('¿?', () => quoted(code)) : line).join('\n');
}
