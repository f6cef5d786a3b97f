// The countries of the observatory: those that are members of ALADI now, by the API's own list. A view is loaded after they are known.
import { get } from './api.js';

export let COUNTRIES = [];

/** Asks for them once; without a release there are none to show. */
export async function meetCountries() {
  if (COUNTRIES.length) { return; }
  const regions = await get('/regions').catch(() => []);
  const today = new Date().toISOString().slice(0, 10);
  COUNTRIES = (regions.find(r => r.code === 'ALADI')?.members ?? []).filter(m => (m.from ?? '') <= today && (!m.to || m.to > today)).map(m => m.refArea);
}
