// The front page: the region in five sentences and four charts, all of them live queries.
import { h } from '../dom.js';
import { language, t } from '../text.js';
import { address, get, names } from '../api.js';
import { day, list, number } from '../format.js';
import { COUNTRIES } from '../region.js';
import { to } from '../way.js';
import { bars } from '../chart/bar.js';
import { map } from '../chart/map.js';
import { columns, frame, room } from '../chart/frame.js';
import { numberLink } from '../proof-link.js';
import { coverage } from '../coverage.js';
import { mapLegend } from '../map-legend.js';

const common = { activity: '_T', sex: '_T', freq: 'A', labels: 'both' };
const shares = { ...common, area: COUNTRIES, indicator: ['SHR_ENTR', 'SHR_EMPE', 'SHR_EMPN', 'SHR_TURN', 'SHR_VACB'], size: 'MIPYME', lastNonEmpty: 1 };
const gap = { ...common, area: 'MX', dataset: 'MX_CENSO_PARTICIPACIONES', indicator: ['SHR_EMPN', 'SHR_VACB'], period: '2023' };
const density = { ...common, area: COUNTRIES, dataset: 'preferred', indicator: 'ENTR_DENS', size: '_T', lastNonEmpty: 1 };

/** Real figures only: made-up samples are shown where they are asked for, never here. */
const real = answer => answer.observations.filter(r => !answer.synthetic.includes(r.DATASET));
const newest = (rows, key) => [...rows.reduce((all, r) => { const k = key(r); return !all.has(k) || all.get(k).TIME_PERIOD < r.TIME_PERIOD ? all.set(k, r) : all; }, new Map()).values()];

export async function view() {
  const width = room(560);
  const [byShare, byGap, byDensity, covered, releases, flows] = await Promise.all([
    get('/data/performance', shares), get('/data/performance', gap), get('/data/performance', density), get('/coverage'), get('/releases'), get('/dataflows')]);
  // A source of MIPYMES alone says nothing of their share.
  const share = newest(real(byShare), r => r.REF_AREA + r.INDICATOR).filter(r => typeof r.OBS_VALUE === 'number' && r.OBS_VALUE < 100);
  const dense = newest(real(byDensity), r => r.REF_AREA).filter(r => typeof r.OBS_VALUE === 'number').sort((a, b) => b.OBS_VALUE - a.OBS_VALUE);
  const byClass = real(byGap).filter(r => typeof r.OBS_VALUE === 'number');
  const current = releases.find(r => r.current) ?? releases[0];
  return [
    h('section', { class: 'hero' }, h('h1', {}, t('front.title')), h('p', { class: 'lead' }, t('front.lead')),
      h('ol', { class: 'sentences' }, sentences(share, byClass, dense, covered, flows, current).filter(Boolean).map(x => h('li', {}, x)))),
    h('section', { class: 'charts', 'aria-label': t('front.charts') },
      shareChart(share, width), gapChart(byClass, width), await densityChart(dense, width), coverageChart(covered)),
    news(current, releases),
  ];
}

const proof = (row, text) => h('a', { class: 'figure', href: numberLink('performance', row), title: t('front.proof') }, text ?? `${number(row.OBS_VALUE)} %`);

/** A sentence whose placeholders are links to the proof of their number. */
function say(key, values) {
  return t(key).split(/(\{\w+\})/).map(part => part[0] === '{' ? values[part.slice(1, -1)] : part);
}

function sentences(share, byGap, dense, covered, flows, current) {
  const firms = share.filter(r => r.INDICATOR === 'SHR_ENTR').sort((a, b) => a.OBS_VALUE - b.OBS_VALUE);
  const both = COUNTRIES.map(c => Object.fromEntries(share.filter(r => r.REF_AREA === c).map(r => [r.INDICATOR, r]))).find(r => r.SHR_EMPE && r.SHR_TURN);
  const small = Object.fromEntries(byGap.filter(r => r.SIZE_CLASS === 'S_LE10').map(r => [r.INDICATOR, r]));
  return [
    firms.length > 1 && say('front.s1', { low: proof(firms[0]), where: firms[0].REF_AREA_NAME, high: proof(firms.at(-1)), there: firms.at(-1).REF_AREA_NAME, count: firms.length }),
    both && say('front.s2', { jobs: proof(both.SHR_EMPE), sales: proof(both.SHR_TURN), country: both.SHR_EMPE.REF_AREA_NAME, year: both.SHR_TURN.TIME_PERIOD }),
    small.SHR_EMPN && small.SHR_VACB && say('front.s3', { people: proof(small.SHR_EMPN), value: proof(small.SHR_VACB), country: small.SHR_EMPN.REF_AREA_NAME, year: small.SHR_EMPN.TIME_PERIOD }),
    dense.length > 1 && say('front.s4', { high: proof(dense[0], number(dense[0].OBS_VALUE)), where: dense[0].REF_AREA_NAME, low: proof(dense.at(-1), number(dense.at(-1).OBS_VALUE)), there: dense.at(-1).REF_AREA_NAME }),
    say('front.s5', { figures: h('b', {}, number(flows.reduce((sum, f) => sum + f.figures, 0))), datasets: h('b', {}, new Set(covered.flatMap(c => c.datasets.map(d => d.dataset))).size),
      countries: h('b', {}, new Set(covered.map(c => c.refArea).filter(a => COUNTRIES.includes(a))).size), release: h('a', { href: to('releases') }, current.releaseId) }),
  ];
}

function shareChart(rows, width) {
  const kinds = ['SHR_ENTR', 'SHR_EMPE', 'SHR_EMPN', 'SHR_TURN', 'SHR_VACB'].filter(k => rows.some(r => r.INDICATOR === k));
  const groups = COUNTRIES.map(c => ({ label: rows.find(r => r.REF_AREA === c)?.REF_AREA_NAME ?? c,
    bars: kinds.map((k, series) => ({ series, row: rows.find(r => r.REF_AREA === c && r.INDICATOR === k) })).filter(b => b.row).map(b => ({ ...b, label: b.row.INDICATOR_NAME })) })).filter(g => g.bars.length);
  return chart('front.share', bars(groups, { width, most: 100, link: r => numberLink('performance', r) }), rows, kinds.map(k => rows.find(r => r.INDICATOR === k).INDICATOR_NAME), address('/data/performance', shares),
    to('explore', { flow: 'performance', indicator: 'SHR_ENTR', size: 'MIPYME', chart: 'bar' }));
}

function gapChart(rows, width) {
  const kinds = ['SHR_EMPN', 'SHR_VACB'];
  const groups = [...new Set(rows.map(r => r.SIZE_CLASS))].map(c => ({ label: rows.find(r => r.SIZE_CLASS === c).SIZE_CLASS_NAME,
    bars: rows.filter(r => r.SIZE_CLASS === c).map(row => ({ series: kinds.indexOf(row.INDICATOR), label: row.INDICATOR_NAME, row })).sort((a, b) => a.series - b.series) })).filter(g => g.bars.length > 1);
  return chart('front.gap', bars(groups, { width, most: 80, link: r => numberLink('performance', r) }), rows, kinds.map(k => rows.find(r => r.INDICATOR === k)?.INDICATOR_NAME ?? k), address('/data/performance', gap),
    to('explore', { flow: 'performance', indicator: 'SHR_VACB', area: 'MX', chart: 'bar' }));
}

async function densityChart(rows, width) {
  const { svg, limits } = await map(new Map(rows.map(r => [r.REF_AREA, r])), await names('REF_AREA'), { width, height: 430, link: r => numberLink('performance', r), empty: c => to(`country/${c}`) });
  return chart('front.density', h('div', {}, svg, mapLegend(limits)), rows, [], address('/data/performance', density), to('explore', { flow: 'performance', indicator: 'ENTR_DENS', size: '_T', chart: 'map' }));
}

const coverageChart = covered => h('figure', { class: 'chart' }, h('figcaption', {}, h('h2', {}, t('front.coverage')), h('p', {}, t('front.coverage.sub'))), coverage(covered), h('p', { class: 'more' }, h('a', { href: to('compare') }, t('front.compare'))));

const chart = (key, drawing, rows, labels, api, explore) => frame({
  title: t(key), subtitle: t(`${key}.sub`), chart: drawing, query: api, labels, rows, notes: [t(`${key}.note`)],
  head: columns([[t('column.country'), r => r.REF_AREA_NAME], [t('column.indicator'), r => r.INDICATOR_NAME], [t('column.class'), r => r.SIZE_CLASS_NAME]], r => numberLink('performance', r)),
  more: h('p', { class: 'more' }, h('a', { href: explore }, t('front.explore')), ' · ', h('a', { href: `${api}&lang=${language}&format=csv`, download: 'observatorio.csv' }, 'CSV')),
});

const news = (current, releases) => h('section', { class: 'news' }, h('h2', {}, t('front.news')), h('ul', {}, releases.slice(0, 3).map(r => h('li', {}, h('a', { href: to('releases', { id: r.releaseId }) }, r.releaseId), ` – ${day(r.createdAt)}. `, r.notes))),
  h('p', {}, t('front.ask'), ' ', list(['R', 'Python', 'Excel', 'SDMX']), '. ', h('a', { href: '/swagger' }, t('shell.api'))));
