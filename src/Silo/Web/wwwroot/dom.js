// Elements from values. Text only ever becomes text: a file name with markup in it is shown, not obeyed.

/** @param {string} name @param {object} properties attributes, or listeners as onclick @param {...(Node|string|null)} children */
export function h(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else if (value === true) element.setAttribute(key, '');
    else if (value !== false && value != null) element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child != null));
  return element;
}

export function table(headings, rows) {
  const numbers = headings.map((heading) => heading.startsWith('#'));
  // Wider than a narrow screen it scrolls, which the keyboard must be able to do too.
  return h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': `Table by ${headings[0].toLowerCase()}` }, h('table', {},
    h('thead', {}, h('tr', {}, ...headings.map((heading, n) => h('th', { scope: 'col', class: numbers[n] ? 'number' : null }, heading.replace('#', ''))))),
    h('tbody', {}, ...rows.map((row) => h('tr', {}, ...row.map((cell, n) => h('td', { class: numbers[n] ? 'number' : null }, cell ?? '')))))));
}

/** A list of facts: pairs without a value are left out. */
export function facts(pairs) {
  return h('table', {}, h('tbody', {}, ...pairs.filter(([, value]) => value != null && value !== '')
    .map(([name, value]) => h('tr', {}, h('th', { scope: 'row' }, name), h('td', {}, value)))));
}

export function notice(text) {
  document.getElementById('notice').textContent = text;
}

/** Like replaceChildren, without what is null. */
export const fill = (element, ...children) => element.replaceChildren(...children.filter((child) => child != null));

export const count = (value) => (value ?? 0).toLocaleString('en');

export function duration(seconds) {
  if (!Number.isFinite(seconds)) return 'unknown';
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  return seconds < 172800 ? `${(seconds / 3600).toFixed(1)} h` : `${(seconds / 86400).toFixed(1)} days`;
}
