// Makes dist/ from src/, styles/, texts/ and the map of the region: hashed names, compressed beside the plain files.
import { build } from 'esbuild';
import { feature } from 'topojson-client';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync, readdirSync } from 'node:fs';
import { brotliCompressSync, constants } from 'node:zlib';

const out = 'dist';
const languages = ['es', 'pt', 'en'];

// ISO 3166-1 numeric, as the map names them: the thirteen countries, and their neighbours as backdrop.
const members = { '032': 'AR', '068': 'BO', '076': 'BR', '152': 'CL', '170': 'CO', '192': 'CU', '218': 'EC', '484': 'MX', '591': 'PA', '600': 'PY', '604': 'PE', '858': 'UY', '862': 'VE' };
const backdrop = ['084', '188', '222', '320', '340', '558', '328', '740', '254', '332', '214', '388', '630', '780', '044'];

/** Rows of a CSV file as lists. */
function csv(text) {
  const rows = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r?\n|$)/g)) {
    rows.at(-1).push(quoted !== undefined ? quoted.replaceAll('""', '"') : plain);
    if (end !== ',') { rows.push([]); }
    if (end === '') { break; }
  }
  return rows.filter(r => r.length > 1);
}

/** Every text of one language; a text without a language stops the build. */
function texts(language) {
  const all = {};
  for (const file of readdirSync('texts').filter(f => f.endsWith('.csv'))) {
    const [head, ...rows] = csv(readFileSync(`texts/${file}`, 'utf8'));
    for (const row of rows) {
      const text = row[head.indexOf(language)];
      if (row.length !== head.length || !text) { throw new Error(`texts/${file}: ${row[0]} has no ${language}, or a column too many.`); }
      if (all[row[0]]) { throw new Error(`texts/${file}: ${row[0]} is there twice.`); }
      all[row[0]] = text;
    }
  }
  return all;
}

/** The region's countries as rings of rounded coordinates. */
function map() {
  const atlas = JSON.parse(readFileSync('node_modules/world-atlas/countries-50m.json', 'utf8'));
  const round = ring => ring.map(([x, y]) => [Math.round(x * 20) / 20, Math.round(y * 20) / 20]).filter((p, i, all) => i === 0 || p[0] !== all[i - 1][0] || p[1] !== all[i - 1][1]);
  return feature(atlas, atlas.objects.countries).features
    .filter(f => members[f.id] || backdrop.includes(f.id))
    .map(f => ({ id: members[f.id] ?? null, rings: (f.geometry.type === 'Polygon' ? [f.geometry.coordinates] : f.geometry.coordinates).map(p => round(p[0])).filter(r => r.length > 4) }));
}

const data = {
  name: 'data',
  setup(plugin) {
    plugin.onResolve({ filter: /^data:/ }, a => ({ path: a.path.slice(5), namespace: 'made' }));
    // What works apart from the page is a file of its own, and its address is what the page imports.
    plugin.onLoad({ filter: /-worker\.js$/ }, async a => ({ contents: (await build({ entryPoints: [a.path], bundle: true, format: 'esm', target: 'es2022', minify: true, write: false })).outputFiles[0].contents, loader: 'file' }));
    plugin.onLoad({ filter: /.*/, namespace: 'made' }, a => ({ contents: JSON.stringify(a.path === 'map' ? map() : texts(a.path)), loader: 'json' }));
  },
};

rmSync(out, { recursive: true, force: true });
mkdirSync(out);
const { metafile } = await build({
  entryPoints: { main: 'src/main.js', style: 'styles/all.css' }, bundle: true, splitting: true, format: 'esm', target: 'es2022', minify: true, charset: 'utf8',
  outdir: out, publicPath: '/assets', assetNames: '[name]-[hash]', entryNames: '[name]-[hash]', chunkNames: '[name]-[hash]', metafile: true, plugins: [data], legalComments: 'none',
});
const named = (entry, type) => Object.entries(metafile.outputs).find(([f, o]) => o.entryPoint === entry && f.endsWith(type))[0].replace(`${out}/`, '');
const chunk = entry => Object.entries(metafile.outputs).find(([, o]) => o.entryPoint === entry)?.[0].replace(`${out}/`, '');

// What the front page needs is asked for at once: its view, the words, and what both share.
const first = ['src/views/front.js', 'made:es'].map(chunk).filter(Boolean);
const shared = [...new Set(['src/main.js', 'src/views/front.js'].flatMap(e => Object.entries(metafile.outputs).find(([, o]) => o.entryPoint === e)?.[1].imports ?? []).filter(i => i.kind === 'import-statement').map(i => i.path.replace(`${out}/`, '')))];
const icon = `icon-${createHash('sha256').update(readFileSync('src/icon.svg')).digest('hex').slice(0, 8)}.svg`;
writeFileSync(`${out}/${icon}`, readFileSync('src/icon.svg'));
writeFileSync(`${out}/index.html`, readFileSync('index.html', 'utf8')
  .replace('{style}', named('styles/all.css', '.css')).replace('{main}', named('src/main.js', '.js')).replace('{icon}', icon)
  .replace('{first}', [...first, ...shared].map(f => `<link rel="modulepreload" href="/assets/${f}">`).join('\n')));
for (const file of readdirSync(out).filter(f => !f.endsWith('.svg'))) {
  writeFileSync(`${out}/${file}.br`, brotliCompressSync(readFileSync(`${out}/${file}`), { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
}
