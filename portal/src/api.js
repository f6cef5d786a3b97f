// The public API, and nothing else. What a release answers does not change; with the first answer of a newer one all is asked anew.
import { language, t } from './text.js';

const known = new Map();
// What changes without a release: asked each time.
const changing = /^\/(releases|contacts|dataflows|calendar|questions)\b/;
let release = null;

/** The address of a query; empty parameters are left out, lists get commas. */
export function address(path, parameters = {}) {
  const query = Object.entries(parameters).filter(([, v]) => v !== null && v !== undefined && v !== '' && v.length !== 0)
    .map(([k, v]) => `${k}=${encodeURIComponent(Array.isArray(v) ? v.join(',') : v).replaceAll('%2C', ',').replaceAll('%3A', ':').replaceAll("'", '%27')}`);
  return `/api/v1${path}${query.length ? `?${query.join('&')}` : ''}`;
}

/** What went wrong, in the words of the API. */
export class Problem extends Error {
  constructor(body, status) {
    super(body?.detail ?? body?.title ?? `HTTP ${status}`);
    Object.assign(this, { status, title: body?.title, nearest: body?.nearest ?? [], parameter: body?.parameter });
  }
}

/** That an address names something that is not there. */
export const notThere = name => new Problem({ detail: t('problem.unknown', { name }) }, 404);

/** A request with or without key; throws a Problem. */
export async function send(path, options = {}) {
  const answer = await fetch(path, options);
  if (!answer.ok && answer.status !== 304) { throw new Problem(await answer.json().catch(() => null), answer.status); }
  return answer;
}

/** The JSON answer of a query, asked once. */
export function get(path, parameters = {}) {
  const url = address(path, { lang: path.startsWith('/data') || path.startsWith('/lineage') || path.startsWith('/comparability') || path.startsWith('/regions/') || path === '/releases' ? language : null, ...parameters });
  if (!known.has(url)) {
    known.set(url, send(url).then(a => { meet(a, parameters); if (changing.test(path)) { known.delete(url); } return a.json(); }).catch(e => { known.delete(url); throw e; }));
  }
  return known.get(url);
}

// Answers of the current release say which one it is.
function meet(answer, parameters) {
  const current = parameters.release || parameters.asOf ? null : answer.headers.get('Observatorio-Release');
  if (current && release && current !== release) { known.clear(); }
  release = current ?? release;
}

/** Names of a code list by code; size classes by "SCHEME|CODE". */
export async function names(list) {
  const { codes } = await get(`/codelists/${list}`);
  return new Map(codes.map(c => [c.scheme ? `${c.scheme}|${c.code}` : c.code, c.names?.[language] ?? c.names?.es ?? c.code]));
}
