// The key of an office. It is kept for this tab only, and goes nowhere but into the header of requests to this server.
import { send } from '../api.js';
import { language } from '../text.js';

const place = 'observatorio.key';

/** The key, or nothing. */
export const key = () => sessionStorage.getItem(place) ?? '';

/** Keeps it for this tab. */
export const remember = value => sessionStorage.setItem(place, value);

/** Forgets it. */
export const forget = () => sessionStorage.removeItem(place);

/** A request with the key, answered in the language shown; an object that is no form goes as JSON. */
export function keyed(path, { body, headers, ...options } = {}) {
  const json = body !== undefined && !(body instanceof FormData);
  return send(`/api/v1${path}${path.includes('?') ? '&' : '?'}lang=${language}`, {
    ...options, method: options.method ?? (body === undefined ? 'GET' : 'POST'), body: json ? JSON.stringify(body) : body,
    headers: { 'X-API-Key': key(), 'Accept-Language': language, ...(json ? { 'Content-Type': 'application/json' } : {}), ...headers },
  });
}

/** The JSON answer of a request with the key. */
export const ask = async (path, options) => (await keyed(path, options)).json();

/** A form with one file. */
export function formOf(file, fields = {}) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) { if (value) { form.append(name, value); } }
  form.append('file', file);
  return form;
}
