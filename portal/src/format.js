// Numbers and dates as the language writes them.
import { language, t } from './text.js';

const locale = () => ({ es: 'es-419', pt: 'pt-BR', en: 'en-US' })[language];
const made = new Map();
const formatter = options => {
  const key = locale() + JSON.stringify(options);
  if (!made.has(key)) { made.set(key, new Intl.NumberFormat(locale(), options)); }
  return made.get(key);
};

// In Spanish the thousands stand apart by a blank, as in the API's sentences: point and comma mean different things in different countries.
const write = (options, value) => language !== 'es' ? formatter(options).format(value)
  : formatter(options).formatToParts(value).map(p => p.type === 'group' ? '\u00A0' : p.type === 'decimal' ? ',' : p.value).join('');

/** A number as it is; digits beyond the fifteenth are those of the machine and not of the figure. */
export const number = value => write({ maximumFractionDigits: 6, maximumSignificantDigits: 15, roundingPriority: 'lessPrecision' }, value);

/** A number in few characters, for axes. */
export const short = value => Math.abs(value) >= 10000 ? write({ notation: 'compact', maximumFractionDigits: 1 }, value) : number(Math.round(value * 1000) / 1000);

/** A number with its unit. */
export const measured = (value, unit) => unit === 'PT' ? `${number(value)} %` : /^[A-Z]{3}$/.test(unit ?? '') && unit !== 'ENT' ? `${number(value)} ${unit}` : number(value);

/** A figure of the API in words: value, interval, or why there is none. */
export function figure(row) {
  if (row.OBS_VALUE !== null && row.OBS_VALUE !== undefined && row.OBS_VALUE !== '') { return measured(row.OBS_VALUE, row.UNIT_MEASURE); }
  if (row.VALUE_LOW !== undefined && row.VALUE_LOW !== null) {
    return row.VALUE_HIGH === undefined || row.VALUE_HIGH === null ? `≥ ${measured(row.VALUE_LOW, row.UNIT_MEASURE)}` : `${number(row.VALUE_LOW)} – ${measured(row.VALUE_HIGH, row.UNIT_MEASURE)}`;
  }
  if (state(row) === 'suppressed') { return t('mark.suppressed'); }
  return row.METHOD === 'refused' ? t('mark.refused') : t('mark.missing');
}

/** What kind of figure a row is, for its mark: exact, interval, estimated, suppressed, missing. */
export function state(row) {
  const statuses = (row.OBS_STATUSES ?? row.OBS_STATUS ?? '').split(' ');
  if (row.OBS_VALUE !== null && row.OBS_VALUE !== undefined) { return row.METHOD === 'estimated' || statuses.includes('E') ? 'estimated' : 'exact'; }
  if (row.VALUE_LOW !== null && row.VALUE_LOW !== undefined) { return 'interval'; }
  return statuses.includes('Q') || (row.CONF_STATUS && row.CONF_STATUS !== 'F') ? 'suppressed' : 'missing';
}

/** Whether the series breaks here. */
export const breaks = row => (row.OBS_STATUSES ?? row.OBS_STATUS ?? '').split(' ').includes('B');

/** A period as a number, for an axis. */
export function place(period) {
  const [year, part] = period.split('-');
  const n = Number((part ?? '').replace(/\D/g, ''));
  return Number(year) + (!part ? 0 : part[0] === 'Q' ? (n - 1) / 4 : part[0] === 'S' ? (n - 1) / 2 : (n - 1) / 12);
}

/** A day. */
export const day = text => new Intl.DateTimeFormat(locale(), { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(text));

/** A list in words. */
export const list = items => new Intl.ListFormat(locale()).format(items);
