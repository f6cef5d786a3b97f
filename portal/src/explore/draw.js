// The chart of a state.
import { h } from '../dom.js';
import { t } from '../text.js';
import { figure } from '../format.js';
import { numberLink } from '../proof-link.js';
import { to } from '../way.js';
import { line } from '../chart/line.js';
import { bars } from '../chart/bar.js';
import { heat } from '../chart/heat.js';
import { map } from '../chart/map.js';
import { mapLegend } from '../map-legend.js';
import { legend, table } from '../chart/frame.js';

const MOST_LINES = 20;
const MOST_ROWS = 1000;

/** The chart, its legend, the table of the same figures, and how many series were too many to draw. */
export async function draw(state, rows, width) {
  const link = row => numberLink(state.flow, row);
  const varying = ['REF_AREA', 'SIZE_CLASS', 'ACTIVITY', 'DATASET', 'UNIT_MEASURE'].filter(c => new Set(rows.map(r => r[c])).size > 1);
  // Two datasets of one country need their name; one dataset a country does not.
  const telling = varying.filter(c => c !== 'DATASET' || new Set(rows.map(r => r.DATASET)).size > new Set(rows.map(r => r.REF_AREA)).size);
  const label = row => (telling.filter(c => c !== 'UNIT_MEASURE').map(c => row[`${c}_NAME`] ?? row[c]).join(' – ')) || (row.REF_AREA_NAME ?? row.REF_AREA);
  const series = [...Map.groupBy(rows, r => [r.REF_AREA, r.DATASET, r.SIZE_SCHEME, r.SIZE_CLASS, r.ACTIVITY, r.UNIT_MEASURE].join('|')).values()].map(list => ({ label: label(list[0]), rows: list }));
  const shown = table([
    { label: t('column.country'), cell: r => r.REF_AREA_NAME ?? r.REF_AREA }, { label: t('column.class'), cell: r => r.SIZE_CLASS_NAME ?? r.SIZE_CLASS }, { label: t('column.activity'), cell: r => r.ACTIVITY_NAME ?? r.ACTIVITY },
    { label: t('column.period'), cell: r => r.TIME_PERIOD }, { label: t('column.value'), number: true, cell: r => h('a', { href: link(r) }, figure(r)) },
    { label: t('column.note'), cell: r => [r.METHOD_NAME ?? r.METHOD, r.OBS_STATUS !== 'A' ? r.OBS_STATUS_NAME : null, r.REASON_NAME].filter(Boolean).join('; ') }, { label: t('column.dataset'), cell: r => r.DATASET_NAME ?? r.DATASET },
  ], rows.slice(0, MOST_ROWS), t('frame.table'));

  if (state.chart === 'table') { return { chart: shown, table: shown, omitted: Math.max(0, rows.length - MOST_ROWS) }; }
  if (state.chart === 'heat') { return { chart: heat(series.slice(0, 60), { link }), table: shown, omitted: Math.max(0, series.length - 60) }; }
  if (state.chart === 'map') {
    const newest = new Map();
    for (const row of rows) { const old = newest.get(row.REF_AREA); if (!old || typeof old.OBS_VALUE !== 'number' || (typeof row.OBS_VALUE === 'number' && row.TIME_PERIOD > old.TIME_PERIOD)) { newest.set(row.REF_AREA, row); } }
    const { svg, limits } = await map(newest, new Map(rows.map(r => [r.REF_AREA, r.REF_AREA_NAME])), { width: Math.min(width, 640), height: 520, link, empty: c => to(`country/${c}`) });
    return { chart: svg, legend: mapLegend(limits), table: shown };
  }
  if (state.chart === 'line') {
    const drawn = series.slice(0, MOST_LINES);
    return { chart: line(drawn, { width, height: Math.min(440, Math.max(280, width * .5)), link }), legend: legend(drawn.map(s => s.label)), table: shown, omitted: series.length - drawn.length };
  }
  const parts = state.chart === 'stack' ? rows.filter(r => r.SIZE_CLASS !== '_T' && r.SIZE_CLASS !== 'MIPYME') : rows;
  const by = varying.includes('SIZE_CLASS') ? 'SIZE_CLASS' : null;
  const kinds = by ? [...new Map(parts.map(r => [r.SIZE_CLASS_NAME ?? r.SIZE_CLASS, 0])).keys()] : [''];
  const group = r => telling.filter(c => c !== by && c !== 'UNIT_MEASURE').map(c => r[`${c}_NAME`] ?? r[c]).join(' – ') || r.REF_AREA_NAME || r.REF_AREA;
  const groups = [...Map.groupBy(parts, r => group(r) + (state.chart === 'stack' ? ` ${r.TIME_PERIOD}` : '')).entries()].slice(0, 40).map(([name, list]) => ({
    label: name, bars: list.map(row => ({ row, series: by ? kinds.indexOf(row.SIZE_CLASS_NAME ?? row.SIZE_CLASS) : 0, label: row.SIZE_CLASS_NAME ?? row.SIZE_CLASS })) }));
  const drawn = state.chart === 'stack' ? groups.map(whole) : groups;
  return { chart: bars(drawn, { width, link, stacked: state.chart === 'stack', most: state.chart === 'stack' ? 100 : null }), legend: legend(kinds), table: shown };
}

// Parts of a whole are shown as per cent of their sum; shares of the API are so already.
function whole(group) {
  const sum = group.bars.reduce((all, b) => all + (b.row.OBS_VALUE ?? 0), 0);
  return group.bars[0]?.row.UNIT_MEASURE === 'PT' || sum === 0 ? group : { ...group,
    bars: group.bars.map(b => ({ ...b, figure: b.row, row: typeof b.row.OBS_VALUE === 'number' ? { ...b.row, OBS_VALUE: b.row.OBS_VALUE / sum * 100, UNIT_MEASURE: 'PT' } : b.row })) };
}
