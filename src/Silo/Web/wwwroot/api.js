// The API, with the key in its header. No cookies: a foreign page can't make this browser act for its user.

const base = '/api/v1';
const slot = 'bird-api-key';

export const key = {
  get: () => sessionStorage.getItem(slot) ?? '',
  set: (value) => (value ? sessionStorage.setItem(slot, value) : sessionStorage.removeItem(slot)),
};

/** What went wrong, in the API's own words. */
export class ApiError extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

async function call(path, options = {}) {
  const headers = { ...options.headers };
  if (key.get()) headers['X-Api-Key'] = key.get();
  let response = await fetch(base + path, { ...options, headers, cache: 'no-store' });
  // Somebody who scrolls fast asks for more than the server gives at once: a moment later it does.
  for (let again = 0; response.status === 429 && !options.method && again < 20; again++) {
    await new Promise((resolve) => setTimeout(resolve, 500 + (500 * Math.random())));
    options.signal?.throwIfAborted();
    response = await fetch(base + path, { ...options, headers, cache: 'no-store' });
  }
  if (response.ok) return response;
  let detail = response.statusText;
  try {
    detail = (await response.json()).detail ?? detail;
  } catch {
    // Not one of the API's own answers; the status says what there is to say.
  }
  throw new ApiError(response.status, detail || `The server answered ${response.status}.`);
}

export const get = async (path, signal) => (await call(path, { signal })).json();

/** A page of a list. One without entries has a next one where a filter passed over many: whoever asked wants to see something. */
export async function filled(path, signal) {
  let page = await get(path, signal);
  while (page.items.length === 0 && page.next) page = await get(`${path.replace(/&after=[^&]*/, '')}&after=${encodeURIComponent(page.next)}`, signal);
  return page;
}

export const order = async (path, body, method = 'POST') => {
  const response = await call(path, { method, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body ?? {}) });
  const text = await response.text();
  return text ? JSON.parse(text) : null;
};

export const blob = async (path, signal) => (await call(path, { signal })).blob();

/** A picture as an address that the page may show; revoke it when it is gone. */
export const picture = async (path, signal) => URL.createObjectURL(await blob(path, signal));

/** Server-sent events by fetch, because an EventSource can't carry a key. Reconnects until the signal or an "end". */
export async function watch(path, signal, on) {
  let last = null;
  while (!signal.aborted) {
    let reader;
    try {
      const response = await call(path, { signal, headers: last ? { 'Last-Event-ID': last } : {} });
      reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      let text = '';
      for (;;) {
        const { value, done } = await reader.read();
        if (done) break;
        const blocks = (text + value).replace(/\r\n/g, '\n').split('\n\n');
        text = blocks.pop();
        for (const block of blocks) {
          const fields = Object.fromEntries(block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]));
          if (fields.id) last = fields.id;
          if (fields.event && fields.data) on(fields.event, JSON.parse(fields.data));
          if (fields.event === 'end') return;
        }
      }
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof ApiError && error.status < 500 && error.status !== 429) throw error;
    } finally {
      // What is left unread would hold on to one of the few connections that a browser makes to one host.
      reader?.cancel().catch(() => {});
    }
    await new Promise((resolve) => setTimeout(resolve, 2000));
  }
}
