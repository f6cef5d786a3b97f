// Below the chart: download, use elsewhere, cite, embed.
import { copier, h, save } from '../dom.js';
import { language, t } from '../text.js';
import { address, get } from '../api.js';
import { to } from '../way.js';
import { png, svg } from './picture.js';

/** The tools of a view. */
export function tools(state, query, rows, chart, answer) {
  const path = `/data/${state.flow}`;
  const url = format => address(path, { ...query, labels: null, format, lang: language, release: answer.release.id });
  const whole = format => location.origin + url(format);
  const plain = chart instanceof SVGElement;
  const name = `observatorio-${state.indicator}`;
  const uses = {
    R: `x <- read.csv("${whole('csv')}")`,
    Python: `import pandas as pd\nx = pd.read_csv("${whole('csv')}")`,
    Excel: `=WEBSERVICE("${whole('csv')}")\n${t('tools.excel')}\n${whole('csv')}`,
    curl: `curl '${whole('csv')}'`,
    API: whole('json'),
  };
  const code = h('pre', { tabindex: '0' }, h('code', {}, uses.R));
  const use = (key, text) => h('button', { type: 'button', class: 'quiet', 'aria-pressed': String(key === 'R'), onclick: e => {
    for (const other of e.target.parentElement.children) { other.setAttribute('aria-pressed', String(other === e.target)); }
    code.firstChild.textContent = text;
  } }, key);
  const cite = h('p', { class: 'cite' });
  get('/releases').then(all => { cite.textContent = `${all.find(r => r.releaseId === answer.release.id)?.citation ?? ''} ${location.origin}${to('explore', Object.fromEntries(new URLSearchParams(location.search)))}`; });
  const frame = `<iframe src="${location.origin}${to('embed/explore', Object.fromEntries(new URLSearchParams(location.search)))}" width="800" height="560" title="Observatorio" loading="lazy"></iframe>`;
  return h('section', { class: 'tools', 'aria-label': t('tools.title') },
    h('div', {}, h('h2', {}, t('tools.download')), h('p', { class: 'buttons' },
      [['csv', 'CSV'], ['xlsx', 'XLSX'], ['json-stat', 'JSON-stat'], ['parquet', 'Parquet']].map(([format, label]) => h('a', { class: 'button', href: url(format), download: `${name}.${format === 'json-stat' ? 'json' : format}` }, label)),
      plain ? [h('button', { type: 'button', class: 'quiet', onclick: () => save(`${name}.svg`, svg(chart), 'image/svg+xml') }, 'SVG'),
        h('button', { type: 'button', class: 'quiet', onclick: async () => save(`${name}.png`, await png(chart), 'image/png') }, 'PNG')] : null),
      h('h2', {}, t('tools.use')), h('p', { class: 'buttons', role: 'group', 'aria-label': t('tools.use') }, Object.entries(uses).map(([key, text]) => use(key, text))), code, copier(() => code.textContent, t('tools.copy'), t('tools.copied'))),
    h('div', {}, h('h2', {}, t('tools.cite')), cite, h('h2', {}, t('tools.embed')), h('pre', { tabindex: '0' }, h('code', {}, frame)), copier(() => frame, t('tools.copy'), t('tools.copied'))));
}
