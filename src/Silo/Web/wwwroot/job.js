import { filled, get, order, watch } from './api.js';
import { count, duration, facts, fill, h, notice, table } from './dom.js';
import { Gallery } from './gallery.js';
import { done, words } from './jobs.js';
import { Pace } from './pace.js';

/** How its pictures ended, as far as they have: a list made before these changed is old. */
const ends = (job) => JSON.stringify([job.run, job.counts?.restored, job.counts?.unchanged, job.counts?.skipped, job.counts?.failed]);

/** One job: where it stands, live; what can be done about it; its failures; its pictures. */
export async function jobPage(main, signal, id) {
  const path = `/jobs/${encodeURIComponent(id)}`;
  const first = await get(path, signal);
  const [standing, failures, pace, gallery] = [h('div'), h('div'), new Pace(), new Gallery(id, signal)];
  let [following, again, failed, listed] = [false, false, first.counts?.failed ?? 0, ends(first)];
  const buttons = h('p', { class: 'buttons' });
  main.replaceChildren(h('h1', {}, id), standing, buttons, failures, gallery.element);
  update(first);
  await Promise.all([gallery.load(), loadFailures()]);
  // Not awaited: the page is there, and lives on until it is left.
  follow();

  /** Until the run ends; an order that opens it again follows it again. */
  async function follow() {
    again = true;
    if (following) return;
    following = true;
    try {
      // News that ended while an order was on its way may not know of what the order began.
      while (again) {
        again = false;
        // Without the pictures: of a million, what counts is how many.
        await watch(`${path}/events?items=false`, signal, (event, data) => {
          update(data);
          // A run that had ended before says so too: whoever has got far down the list by then is to stay there.
          if (event === 'end' && listed !== (listed = ends(data))) gallery.restart();
        });
      }
    } catch (error) {
      if (!signal.aborted) notice(error.message);
    } finally {
      following = false;
    }
  }

  function update(job) {
    const [finished, total] = [done(job.counts), job.counts?.total ?? 0];
    const work = job.active ?? [];
    pace.add(performance.now() / 1000, finished);
    const eta = ['running', 'listing'].includes(job.state) ? pace.eta(total - finished) : null;
    fill(standing,
      h('p', {}, h('strong', { id: 'state' }, words[job.state] ?? job.state), ` · ${count(finished)} of ${count(total)}${job.listed === false ? ' and more, still listing' : ''}`,
        pace.rate ? ` · ${(pace.rate * 60).toFixed(1)} a minute` : '',
        eta ? ` · about ${duration(eta[1])} to go (${duration(eta[0])} to ${duration(eta[2])})` : ''),
      h('progress', { max: Math.max(1, total), value: finished, 'aria-label': 'Pictures done' }),
      job.fault ? h('p', { class: 'bad' }, job.fault) : null,
      h('div', { class: 'columns' },
        facts([['Restored', count(job.counts?.restored)], ['Unchanged', count(job.counts?.unchanged)], ['Skipped', count(job.counts?.skipped)], ['Failed', count(job.counts?.failed)]]),
        facts([['From', job.input], ['To', job.output], ['Priority', String(job.priority ?? 0)], ['Task', job.settings?.task ?? 'auto']])),
      work.length ? facts([['In work', work.map((item) => `${item.input} (step ${item.step} of ${item.steps})`).join(', ')]]) : null);
    if (failed !== (failed = job.counts?.failed ?? 0)) loadFailures();
    const open = ['running', 'paused', 'listing'].includes(job.state);
    const kinds = [
      job.state === 'running' && act('Pause', 'pause'),
      job.state === 'paused' && act('Resume', 'resume'),
      open && act('Cancel', 'cancel', { mode: 'abort' }),
      (job.counts?.failed ?? 0) > 0 && act('Try the failed ones again', 'retry', {}),
      open && priority(job),
    ].filter(Boolean);
    // Rebuilding buttons under somebody's finger or focus would lose it.
    const wanted = kinds.map((kind) => kind.dataset.kind).join();
    if (buttons.dataset.kinds !== wanted) {
      buttons.dataset.kinds = wanted;
      buttons.replaceChildren(...kinds);
    }
  }

  function act(text, verb, body) {
    return h('button', { type: 'button', 'data-kind': verb, onclick: () => say(`${path}/${verb}`, body, 'POST') }, text);
  }

  function priority(job) {
    const number = h('input', { type: 'number', min: -100, max: 100, value: job.priority ?? 0, 'aria-label': 'Priority' });
    return h('span', { 'data-kind': 'priority' }, number, ' ',
      h('button', { type: 'button', onclick: () => say(`${path}/priority`, { priority: Number(number.value), maxInFlight: job.maxInFlight ?? null }, 'PUT') }, 'Set priority'));
  }

  async function say(where, body, method) {
    try {
      await order(where, body, method);
      update(await get(path, signal));
      notice('');
      follow();
    } catch (error) {
      if (!signal.aborted) notice(error.message);
    }
  }

  async function loadFailures() {
    // Where nothing failed there is nothing to look for in hundreds of records.
    const page = failed > 0 ? await filled(`${path}/failures?limit=50`, signal).catch((error) => signal.aborted || notice(error.message)) : { items: [] };
    if (!page?.items) return;
    failures.replaceChildren(...(page.items.length === 0 ? [] : [
      h('h2', { class: 'bad' }, 'Given up'),
      table(['Picture', 'Why', '#Attempts'], page.items.map((letter) => [
        h('a', { href: `#/jobs/${encodeURIComponent(id)}/pictures/${letter.shard}/${letter.item}` }, letter.input), letter.message, String(letter.attempts)])),
      page.next ? h('p', { class: 'soft' }, 'and more; filter the pictures by "failed"') : null,
    ].filter(Boolean)));
  }
}
