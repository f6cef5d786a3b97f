// The region, each country coloured by its figure; small countries are as visible in the table beside it.
import { leads, s } from '../dom.js';
import { figure, state } from '../format.js';
import { t } from '../text.js';

const project = ([longitude, latitude]) => [longitude, -Math.log(Math.tan(Math.PI / 4 + latitude * Math.PI / 360)) * 180 / Math.PI];

/** Steps of a colour scale with about as many countries each. */
export function classes(values, wanted = 5) {
  const sorted = values.toSorted((a, b) => a - b);
  return [...new Set(Array.from({ length: wanted - 1 }, (_, i) => sorted[Math.floor((i + 1) * sorted.length / wanted)]))];
}

/** The step that a value falls into. */
export const step = (value, limits) => limits.filter(l => value >= l).length;

/** @param {Map<string, object>} figures rows by country @param {Map<string, string>} names @param {{width: number, height: number, link: Function}} options */
export async function map(figures, names, { width, height, link, empty }) {
  const shapes = (await import('data:map')).default;
  const limits = classes([...figures.values()].filter(r => typeof r.OBS_VALUE === 'number').map(r => r.OBS_VALUE));
  const box = [project([-118, 33]), project([-34, -56])];
  const scale = Math.min(width / (box[1][0] - box[0][0]), height / (box[1][1] - box[0][1]));
  const shift = (width - scale * (box[1][0] - box[0][0])) / 2;
  const at = point => { const [x, y] = project(point); return `${((x - box[0][0]) * scale + shift).toFixed(1)},${((y - box[0][1]) * scale).toFixed(1)}`; };
  const svg = s('svg', { viewBox: `0 0 ${width} ${height}`, width, height, role: 'img', class: 'map' });
  for (const { id, rings } of shapes) {
    const row = id && figures.get(id);
    const kind = row ? state(row) : null;
    const path = s('path', { d: rings.map(r => `M${r.map(at).join('L')}Z`).join(''), class: !id ? 'land' : kind === 'exact' || kind === 'estimated' ? `s${step(row.OBS_VALUE, limits)}` : kind ? 'uncertain' : 'nodata' });
    if (id) { path.append(s('title', {}, `${names.get(id) ?? id}: ${row ? `${figure(row)} (${row.TIME_PERIOD})` : t('mark.nodata')}`)); }
    svg.append(id && (row || empty) ? leads(path, row ? link(row) : empty(id)) : path);
  }
  return { svg, limits };
}
