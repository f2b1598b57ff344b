import { get, order, watch } from './api.js';
import { compare } from './compare.js';
import { details } from './details.js';
import { fill, h, notice } from './dom.js';
import { live } from './live.js';

/** One picture: before and after, what is decided about it, what was learned, what was done, and the proof of both files. */
export async function picturePage(main, signal, id, shard, item) {
  const path = `/jobs/${encodeURIComponent(id)}/items/${Number(shard)}/${Number(item)}`;
  const [head, orders, work, view, rest] = [h('div'), h('p', { class: 'buttons' }), h('div'), h('div'), h('div')];
  let shown = null;
  let looking = new AbortController();
  const first = await get(path, signal);
  fill(main, h('p', {}, h('a', { href: `#/jobs/${encodeURIComponent(id)}` }, `Back to ${id}`)), head, orders, work, view, rest);
  update(first);
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
    if (shown !== null && shown.result === result) return;
    shown = { result };
    fill(rest, sidecar ? details(sidecar, entry) : h('p', { class: 'soft' }, 'There is no result yet.'));
    look(sidecar ? ['after', 'before', ...(sidecar.uncertainty ? ['uncertainty'] : [])] : ['before']);
  }

  function decide(text, verb) {
    return h('button', { type: 'button', onclick: async () => {
      try {
        update(await order(`${path}/${verb}`));
        notice('');
      } catch (error) {
        if (!signal.aborted) notice(error.message);
      }
    } }, text);
  }

  /** What is shown holds memory until something else is. */
  async function look(sides) {
    looking.abort();
    looking = new AbortController();
    const now = AbortSignal.any([signal, looking.signal]);
    fill(view, h('p', { class: 'soft blank' }, 'Reading the picture …'));
    try {
      await compare(view, path, now, sides);
    } catch (error) {
      if (!now.aborted) fill(view, h('p', { class: 'bad' }, error.message));
    }
  }
}
