import { get } from './api.js';
import { count, h, table } from './dom.js';

export const words = {
  listing: 'being listed', running: 'running', paused: 'paused', finished: 'finished', cancelled: 'cancelled', failed: 'failed', draining: 'ending',
};

export const done = (counts) => (counts ? counts.restored + counts.unchanged + counts.skipped + counts.failed : 0);

/** Jobs, a page at a time; each page asked for when somebody wants it. */
export async function jobsPage(main, signal) {
  const rows = [];
  const list = h('div');
  const more = h('button', { type: 'button', onclick: () => load(more.dataset.next) }, 'More jobs');
  main.replaceChildren(h('h1', {}, 'Jobs'), list, h('p', {}, more));
  await load();

  async function load(after) {
    const page = await get(`/jobs?limit=50${after ? `&after=${encodeURIComponent(after)}` : ''}`, signal);
    rows.push(...page.items.map((job) => [
      h('a', { href: `#/jobs/${encodeURIComponent(job.id)}` }, job.id),
      h('span', { class: job.state === 'failed' ? 'bad' : null }, words[job.state] ?? job.state),
      job.counts ? `${count(done(job.counts))} of ${count(job.counts.total)}` : '',
      String(job.priority ?? 0),
      job.input,
      job.output,
    ]));
    list.replaceChildren(rows.length
      ? table(['Job', 'State', '#Pictures', '#Priority', 'From', 'To'], rows)
      : h('p', { class: 'soft' }, 'No jobs yet. Begin one with: bird submit --input … --output …'));
    more.hidden = !page.next;
    more.dataset.next = page.next ?? '';
  }
}
