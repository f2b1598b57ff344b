import { ApiError, key } from './api.js';
import { h, notice } from './dom.js';
import { clusterPage } from './cluster.js';
import { jobPage } from './job.js';
import { jobsPage } from './jobs.js';
import { picturePage } from './picture.js';

const main = document.getElementById('content');
const dialog = document.getElementById('signin');
let leaving = new AbortController();

/** Every page is a function that fills the content and stops when its signal aborts. */
function pageFor([name, id, part, shard, item]) {
  if (name === 'cluster') return (signal) => clusterPage(main, signal);
  if (name === 'jobs' && part === 'pictures') return (signal) => picturePage(main, signal, id, shard, item);
  if (name === 'jobs' && id) return (signal) => jobPage(main, signal, id);
  return (signal) => jobsPage(main, signal);
}

/** A run on this machine hands its key over behind the address; it goes into this tab and out of sight. From elsewhere nobody may choose our key. */
function takeKey() {
  const [page, given] = location.hash.split('?key=');
  if (!given || !['127.0.0.1', 'localhost', '[::1]'].includes(location.hostname)) return;
  key.set(given);
  history.replaceState(null, '', page);
}

async function show() {
  leaving.abort();
  leaving = new AbortController();
  const { signal } = leaving;
  takeKey();
  const words = location.hash.replace(/^#\/?/, '').split('/').map(decodeURIComponent);
  notice('');
  scrollTo(0, 0);
  try {
    await pageFor(words)(signal);
    main.focus({ preventScroll: true });
  } catch (error) {
    if (signal.aborted) return;
    if (error instanceof ApiError && error.status === 401) signIn(error.message);
    main.replaceChildren(h('h1', {}, 'That did not work'), h('p', { class: 'bad' }, error.message));
  }
}

function signIn(why) {
  document.getElementById('signin-why').textContent = why;
  document.getElementById('signin-key').value = '';
  if (!dialog.open) dialog.showModal();
}

dialog.addEventListener('close', () => {
  if (dialog.returnValue === 'use') key.set(document.getElementById('signin-key').value.trim());
  if (dialog.returnValue === 'forget') key.set('');
  if (dialog.returnValue) show();
  dialog.returnValue = '';
});
document.getElementById('key').addEventListener('click', () => signIn('The key is kept until this tab is closed.'));
addEventListener('hashchange', show);
show();
