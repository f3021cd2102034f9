// Talking to the server. Whatever goes wrong becomes one sentence that can be shown as it is.
import { t } from './words.js';

export class Refused extends Error {
  constructor(sentence, status, body) {
    super(sentence);
    this.status = status;
    this.body = body ?? {};
  }
}

async function call(method, path, { query, body, raw, signal } = {}) {
  const found = Object.entries(query ?? {}).filter(([, value]) => value !== undefined && value !== null && value !== '');
  const url = found.length ? `${path}?${new URLSearchParams(found)}` : path;
  const init = { method, signal, headers: {} };
  if (raw !== undefined) init.body = raw;
  else if (body !== undefined) {
    init.body = JSON.stringify(body);
    init.headers['content-type'] = 'application/json';
  }
  let response;
  try {
    response = await fetch(url, init);
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new Refused(t('no_connection'), 0);
  }
  if (response.ok) return response;
  const told = await response.json().catch(() => ({}));
  throw new Refused(told.error ?? t('broken'), response.status, told);
}

const json = async (...args) => (await call(...args)).json();

export const get = (path, query, options) => json('GET', path, { query, ...options });
export const post = (path, body = {}, query) => json('POST', path, { body, query });
export const patch = (path, body, query) => json('PATCH', path, { body, query });
export const store = (path, body) => json('PUT', path, { body });
export const put = (path, raw, query, signal) => json('PUT', path, { raw, query, signal });
export const remove = (path) => json('DELETE', path);

/** Objects of a newline-delimited answer, as they arrive. */
export async function* lines(path, body, signal) {
  const response = await call('POST', path, { body, signal });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read().catch((error) => {
      if (error.name === 'AbortError') throw error;
      throw new Refused(t('answer_cut'), 0);
    });
    rest += value ?? '';
    const whole = rest.split('\n');
    rest = done ? '' : whole.pop();
    for (const line of whole) if (line.trim()) yield JSON.parse(line);
    if (done) return;
  }
}

export const at = (...parts) => parts.map(encodeURIComponent).join('/');
