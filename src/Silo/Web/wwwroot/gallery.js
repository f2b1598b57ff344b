import { filled, picture } from './api.js';
import { h, notice } from './dom.js';

/** Longest side of a picture in the list, about as sharp as the screen can show it: what it takes decoded is most of what the page holds. */
const thumbnail = () => Math.min(640, Math.ceil(240 * devicePixelRatio));

/** A job's pictures, filtered and paged by the server; a picture is fetched when it comes near the view and let go when it has left. */
export class Gallery {
  constructor(id, signal) {
    Object.assign(this, { id, signal, next: null, round: 0 });
    this.list = h('ul', { class: 'gallery' });
    this.more = h('button', { type: 'button', onclick: () => this.load() }, 'More pictures');
    this.status = h('select', { onchange: () => this.restart() },
      ...['all', 'restored', 'unchanged', 'skipped', 'failed', 'open'].map((word) => h('option', { value: word }, word)));
    this.element = h('section', {}, h('h2', {}, 'Pictures'), h('p', {}, h('label', {}, 'Show ', this.status)), this.list, h('p', {}, this.more));
    this.seen = new IntersectionObserver(
      (entries) => entries.forEach(({ target, isIntersecting }) => (isIntersecting ? this.fill(target) : this.drop(target))), { rootMargin: '200px' });
    signal.addEventListener('abort', () => this.forget());
  }

  async restart() {
    this.forget();
    this.next = null;
    this.round++;
    this.list.replaceChildren();
    await this.load();
  }

  async load() {
    const { round } = this;
    const status = this.status.value === 'all' ? '' : `&status=${this.status.value}`;
    const after = this.next ? `&after=${encodeURIComponent(this.next)}` : '';
    this.list.setAttribute('aria-busy', 'true');
    try {
      const page = await filled(`/jobs/${encodeURIComponent(this.id)}/items?limit=60${status}${after}`, this.signal);
      // Begun anew meanwhile: this answer is to a question that nobody asks any more.
      if (round !== this.round) return;
      this.list.append(...page.items.map((item) => this.card(item)));
      this.next = page.next ?? null;
      this.more.hidden = !this.next;
      this.list.setAttribute('aria-busy', 'false');
    } catch (error) {
      if (!this.signal.aborted) notice(error.message);
    }
  }

  card(item) {
    const done = ['restored', 'unchanged', 'skipped'].includes(item.status);
    const image = h('img', { alt: '', 'data-path': `/jobs/${encodeURIComponent(this.id)}/items/${item.shard}/${item.item}/${done ? 'after' : 'before'}?size=${thumbnail()}` });
    this.seen.observe(image);
    return h('li', {}, h('a', { href: `#/jobs/${encodeURIComponent(this.id)}/pictures/${item.shard}/${item.item}` },
      image, h('span', {}, item.output, h('span', { class: item.status === 'failed' ? 'bad' : 'soft' }, item.status))));
  }

  async fill(image) {
    image.wanted = true;
    if (image.src) return;
    try {
      const address = await picture(image.dataset.path, this.signal);
      if (!image.wanted || image.src) return URL.revokeObjectURL(address);
      image.src = address;
    } catch (error) {
      if (this.signal.aborted) return;
      this.seen.unobserve(image);
      image.replaceWith(h('span', { class: 'blank' }, error.message));
    }
  }

  /** Addresses of pictures hold their memory until they are given back. */
  drop(image) {
    image.wanted = false;
    if (!image.src) return;
    URL.revokeObjectURL(image.src);
    image.removeAttribute('src');
  }

  forget() {
    this.seen.disconnect();
    this.list.querySelectorAll('img').forEach((image) => this.drop(image));
  }
}
