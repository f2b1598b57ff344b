// The zoom library, fetched when the first picture is looked at. It is another project's file (OpenSeadragon 6.1.1, BSD-3-Clause),
// so the browser checks that it is the very one that was chosen.
const file = 'openseadragon.min.js';
const integrity = 'sha384-KKly+4vqqBHitr2XfNKWa3+0asIVpzYs2HijkM/zz0X6rgnyLuQEVERX9HqkM5/P';
let loading = null;

export function library() {
  loading ??= new Promise((resolve, reject) => {
    // It would add an inline style, which our content policy forbids, if it didn't find something of this name; this is no style to a browser.
    const style = document.createElementNS('urn:bird', 'style');
    style.setAttribute('data-openseadragon-mobile-css', '');
    const script = document.createElement('script');
    Object.assign(script, { src: file, integrity, onload: () => resolve(window.OpenSeadragon), onerror: () => reject(new Error(`${file} could not be loaded.`)) });
    document.head.append(style, script);
  });
  return loading;
}
