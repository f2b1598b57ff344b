// What a browser takes on the pages of a job of very many pictures, and how soon it shows them.
// Usage: node scale.mjs <tools> <browser> <address of the job's page>
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const [tools, executablePath, entry] = process.argv.slice(2);
const { chromium } = createRequire(`${tools}/`)('playwright-core');
const server = await chromium.launchServer({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
const browser = await chromium.connect(server.wsEndpoint());
const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
page.setDefaultTimeout(180_000);

/** Memory of the browser's processes by kind, MB: what each has for itself and its part of what they share. */
function memory() {
  const of = (pid) => ({ pid, parent: Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]), command: readFileSync(`/proc/${pid}/cmdline`, 'utf8') });
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((pid) => {
    try {
      return [of(Number(pid))];
    } catch {
      return []; // It ended meanwhile.
    }
  });
  const mine = new Set([server.process().pid]);
  for (let size = 0; size !== mine.size;) {
    size = mine.size;
    all.filter((one) => mine.has(one.parent)).forEach((one) => mine.add(one.pid));
  }
  const sums = { page: 0, all: 0 };
  for (const one of all.filter((entry) => mine.has(entry.pid))) {
    try {
      const mb = Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${one.pid}/smaps_rollup`, 'utf8'))[1]) / 1000;
      sums.all += mb;
      if (one.command.includes('--type=renderer')) sums.page = Math.max(sums.page, mb);
    } catch {
      // As above.
    }
  }
  return sums;
}

async function report(what) {
  const heap = await page.evaluate(() => performance.memory.usedJSHeapSize / 1e6);
  const { page: renderer, all } = memory();
  console.log(`${what}: page's process ${renderer.toFixed(0)} MB, its script heap ${heap.toFixed(1)} MB, all of the browser ${all.toFixed(0)} MB`);
  return renderer;
}

await page.goto('about:blank');
await report('nothing open');
let peak = 0;
const note = async (what) => { peak = Math.max(peak, await report(what)); };
for (const visit of ['first', 'again']) {
  await page.goto('about:blank');
  await page.goto(entry);
  await page.locator('.gallery li').nth(59).waitFor();
  console.log(`${visit} visit: ${await page.evaluate(() => Math.round(performance.now()))} ms until the first 60 pictures are listed`);
}
await page.waitForFunction(() => [...document.querySelectorAll('.gallery img[src]')].length > 0);
await note('a job');
const more = page.getByRole('button', { name: 'More pictures' });
for (let n = 2; n <= 20; n++) {
  await more.click();
  await page.waitForFunction((count) => document.querySelectorAll('.gallery li').length >= count, 60 * n);
  await page.mouse.wheel(0, 20_000);
}
await note('1,200 pictures further');
const filter = performance.now();
await page.getByLabel('Show').selectOption('failed');
await page.waitForFunction(() => document.querySelectorAll('.gallery li').length === 0 && document.querySelector('.gallery').ariaBusy !== 'true');
console.log(`a filter that nothing passes: ${Math.round(performance.now() - filter)} ms`);
await note('filtered');
await page.getByLabel('Show').selectOption('all');
await page.locator('.gallery li').nth(59).waitFor();
for (let n = 0; n < 20; n++) {
  await page.evaluate(() => { location.hash = '#/cluster'; });
  await page.getByRole('heading', { level: 1, name: 'Cluster' }).waitFor();
  await page.goBack();
  await page.locator('.gallery li').nth(59).waitFor();
}
await note('20 times to and fro');
console.log(`most: ${peak.toFixed(0)} MB`);
await browser.close();
await server.close();
process.exit(peak < 200 ? 0 : 1);
