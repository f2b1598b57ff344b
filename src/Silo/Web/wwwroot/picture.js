import { get, order, picture, watch } from './api.js';
import { compare } from './compare.js';
import { details } from './details.js';
import { fill, h, notice } from './dom.js';
import { live } from './live.js';

/** One picture: before and after, what is decided about it, what was learned, what was done, and the proof of both files. */
export async function picturePage(main, signal, id, shard, item) {
  const path = `/jobs/${encodeURIComponent(id)}/items/${Number(shard)}/${Number(item)}`;
  const [head, orders, work, sizes, view, rest] = [h('div'), h('p', { class: 'buttons' }), h('div'), h('p', { class: 'buttons' }), h('div'), h('div')];
  let shown = null;
  let looking = new AbortController();
  const first = await get(path, signal);
  fill(main, h('p', {}, h('a', { href: `#/jobs/${encodeURIComponent(id)}` }, `Back to ${id}`)), head, orders, work, sizes, view, rest);
  await update(first);
  // Not awaited: the page is there, and lives on until it is left.
  watch(`${path}/events`, signal, (event, data) => (event === 'picture' ? update(data) : fill(work, live(data))))
    .catch((error) => !signal.aborted && notice(error.message));

  function update({ item: entry, sidecar, failure, decision }) {
    const open = entry.status === 'open';
    fill(head,
      h('h1', {}, entry.output),
      h('p', {}, h('strong', { id: 'state' }, open ? 'waiting or in work' : entry.status), sidecar?.reason && !open ? `: ${sidecar.reason}` : ''),
      decision ? h('p', { id: 'decision' }, `${decision.by} decided on ${new Date(decision.at).toLocaleString()} to keep the original.`) : null,
      failure ? h('p', { class: 'bad' }, `${failure.message} (${failure.attempts} attempts)`) : null);
    fill(orders,
      !open && !decision ? decide('Keep the original', 'keep-original') : null,
      !open && decision ? decide('Restore again', 'restore-again') : null,
      !open && failure && !decision ? decide('Try again', 'restore-again') : null);
    if (!open) fill(work);
    // Only a new result is worth drawing anew: somebody may be looking closely.
    const result = sidecar?.epoch ?? null;
    if (shown !== null && shown.result === result) return null;
    shown = { result };
    fill(rest, sidecar ? details(sidecar, entry) : h('p', { class: 'soft' }, 'There is no result yet.'));
    fill(sizes,
      sidecar ? h('button', { type: 'button', onclick: () => look(1600) }, 'Fit') : null,
      sidecar ? h('button', { type: 'button', onclick: () => look(4096) }, 'Full size (up to 4096 pixels)') : null,
      sidecar?.uncertainty ? h('button', { type: 'button', onclick: () => alone('uncertainty', 'Bright where the samples differ') }, 'Where it is unsure') : null);
    return sidecar ? look(1600) : alone('before', 'Original');
  }

  function decide(text, verb) {
    return h('button', { type: 'button', onclick: async () => {
      try {
        await update(await order(`${path}/${verb}`));
        notice('');
      } catch (error) {
        if (!signal.aborted) notice(error.message);
      }
    } }, text);
  }

  /** What is shown holds memory until something else is. */
  function turn() {
    looking.abort();
    looking = new AbortController();
    return AbortSignal.any([signal, looking.signal]);
  }

  async function look(size) {
    const now = turn();
    try {
      const both = await compare(path, now, size);
      if (!now.aborted) fill(view, both);
    } catch (error) {
      if (!now.aborted) notice(error.message);
    }
  }

  async function alone(side, text) {
    const now = turn();
    try {
      const address = await picture(`${path}/${side}?size=1600`, now);
      now.addEventListener('abort', () => URL.revokeObjectURL(address));
      if (!now.aborted) fill(view, h('figure', { class: 'compare' }, h('div', { class: 'pair' }, h('img', { src: address, alt: text }))));
    } catch (error) {
      if (!now.aborted) notice(error.message);
    }
  }
}
