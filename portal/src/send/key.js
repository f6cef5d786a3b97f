// The key of an office. It is kept for this tab only, and goes nowhere but into the header of requests to this server.
import { language } from '../text.js';

const place = 'observatorio.key';

/** The key, or nothing. */
export const key = () => sessionStorage.getItem(place) ?? '';

/** Keeps it for this tab. */
export const remember = value => sessionStorage.setItem(place, value);

/** Forgets it. */
export const forget = () => sessionStorage.removeItem(place);

/** Options of a request with the key. */
export const authorised = (options = {}) => ({ ...options, headers: { 'X-API-Key': key(), 'Accept-Language': language, ...options.headers } });
