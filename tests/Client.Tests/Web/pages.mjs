// Walks through the pages in a real browser as people do. Says what it saw, and ends with 1 at the first thing that is wrong.
// Usage: node pages.mjs <tools> <browser> <address> anonymous | keys <write key> <read key>
import { createRequire } from 'node:module';

const [tools, executablePath, address, part, ...keys] = process.argv.slice(2);
const require = createRequire(`${tools}/`);
const { chromium } = require('playwright-core');
const axe = require('axe-core').source;

const patience = 180_000; // for a machine under load
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
const foreign = [];
const errors = [];

async function open(colorScheme) {
  const context = await browser.newContext({ colorScheme, viewport: { width: 1024, height: 768 } });
  context.setDefaultTimeout(patience);
  const page = await context.newPage();
  page.on('request', (request) => !request.url().startsWith(address) && !request.url().startsWith('blob:') && foreign.push(request.url()));
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('dialog', (dialog) => { errors.push(`a dialog opened: ${dialog.message()}`); dialog.dismiss(); });
  return page;
}

const go = (page, hash) => page.goto(`${address}/web/#/${hash}`);
const until = (page, text) => page.locator('#state').filter({ hasText: new RegExp(`^${text}$`) }).waitFor();

function check(holds, what) {
  if (!holds) throw new Error(what);
  console.log(`ok: ${what}`);
}

async function seen(locator, what) {
  await locator.first().waitFor();
  console.log(`ok: ${what}`);
}

async function accessible(page, name) {
  // In the page's own world, where its content policy does not reach.
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run());
  const serious = violations.filter((violation) => ['serious', 'critical'].includes(violation.impact));
  check(serious.length === 0, `${name} has no serious accessibility fault ${serious.map((violation) => `${violation.id}: ${violation.nodes[0].html}`).join('; ')}`);
}

async function anonymous() {
  const page = await open('light');
  await go(page, 'jobs');
  await page.getByRole('link', { name: 'long' }).click();
  await until(page, 'running');
  await page.getByRole('button', { name: 'Pause' }).click();
  await until(page, 'paused');
  await page.getByRole('button', { name: 'Resume' }).click();
  await until(page, 'running');
  const first = await page.locator('progress').evaluate((bar) => bar.value);
  await page.waitForFunction((before) => document.querySelector('progress').value > before, first);
  check(true, 'a job was paused, resumed, and its progress moved');
  await page.getByLabel('Priority').fill('7');
  await page.getByRole('button', { name: 'Set priority' }).click();
  await page.getByRole('row', { name: 'Priority 7' }).waitFor();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await until(page, 'cancelled');

  await go(page, 'jobs/done');
  await until(page, 'finished');
  await seen(page.getByRole('link', { name: 'scans/small/broken.png' }), 'a failure is listed');
  await seen(page.locator('td').filter({ hasText: 'not a picture' }), 'with its reason');
  await page.getByRole('button', { name: 'Try the failed ones again' }).click();
  await until(page, 'finished');
  check(true, 'failures were tried again');

  const odd = '<img src=x onerror=alert(1)>.png';
  await seen(page.locator('.gallery span', { hasText: odd }), 'a name with markup is shown as it is');
  check((await page.locator('img[src=x]').count()) === 0, 'and is no markup');
  await page.getByLabel('Show').selectOption('failed');
  await page.waitForFunction(() => document.querySelectorAll('.gallery li').length === 1);
  check(true, 'pictures are filtered');

  await page.getByLabel('Show').selectOption('restored');
  await page.locator('.gallery a', { hasText: 'noisy.png' }).click();
  const slider = page.getByRole('slider');
  await slider.waitFor();
  await page.waitForFunction(() => [...document.querySelectorAll('.pair img')].every((image) => image.naturalWidth > 0));
  const cut = () => page.locator('.pair .over').evaluate((image) => image.style.clipPath);
  const before = await cut();
  await slider.focus();
  await page.keyboard.press('ArrowRight');
  check((await cut()) !== before, 'the slider moves by the keyboard');
  const box = await slider.boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.9, box.y + box.height / 2);
  await page.mouse.up();
  check(Number(await slider.inputValue()) > 70, 'and by the mouse');
  await seen(page.locator('canvas.kernel'), 'the kernel is shown');
  await decide(page);
  await watchWork(page);

  for (const scheme of ['light', 'dark']) {
    const fresh = await open(scheme);
    for (const [hash, name] of [['jobs', 'Jobs'], ['jobs/done', 'done'], ['jobs/done/pictures/0/2', 'noisy.png'], ['cluster', 'Cluster']]) {
      await go(fresh, hash);
      await fresh.getByRole('heading', { level: 1, name }).waitFor();
      await accessible(fresh, `${hash} (${scheme})`);
    }
  }
}

/** "Keep the original" and back; the page follows by itself. */
async function decide(page) {
  await page.getByRole('button', { name: 'Keep the original' }).click();
  await until(page, 'unchanged');
  await seen(page.locator('#decision', { hasText: 'decided on' }), 'a decision is shown');
  await seen(page.locator('p', { hasText: 'kept by decision of' }), 'with who took it, from the result itself');
  await accessible(page, 'a picture that was decided on');
  await page.getByRole('button', { name: 'Restore again' }).click();
  await until(page, 'restored');
  check((await page.locator('#decision').count()) === 0, 'and it can be taken back');
  await page.waitForFunction(() => [...document.querySelectorAll('.pair img')].length === 2);
}

/** A picture in work shows its kernel, and its steps move. */
async function watchWork(page) {
  await go(page, 'jobs/slow');
  await page.getByRole('button', { name: 'Resume' }).click();
  await until(page, 'running');
  await page.locator('.gallery a', { hasText: 'slow.png' }).click();
  await seen(page.getByRole('heading', { name: 'Kernel so far' }), 'the kernel is shown while it evolves');
  const first = await page.getByRole('progressbar').evaluate((bar) => bar.value);
  await page.waitForFunction((before) => document.querySelector('progress')?.value > before, first);
  await seen(page.locator('svg[aria-label^="Guidance scale so far"]'), 'and the guidance scale');
  await accessible(page, 'a picture in work');
  await go(page, 'jobs/slow');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await until(page, 'cancelled');
}

async function signIn(page, key) {
  await page.getByLabel('API key').fill(key);
  await page.getByRole('button', { name: 'Use this key' }).click();
}

async function withKeys([write, read]) {
  const page = await open('light');
  await go(page, 'jobs');
  await page.getByRole('dialog').waitFor();
  check((await page.getByRole('link', { name: 'done' }).count()) === 0, 'without a key nothing is shown');
  await accessible(page, 'the sign-in');
  await signIn(page, 'bird_wrong');
  await page.getByRole('dialog').waitFor();
  check((await page.getByRole('link', { name: 'done' }).count()) === 0, 'nor with a wrong one');
  await signIn(page, read);
  await page.getByRole('link', { name: 'done' }).click();
  await page.getByRole('button', { name: 'Try the failed ones again' }).click();
  await page.locator('#notice').filter({ hasText: /\S/ }).waitFor();
  check(true, `a reader may look but not steer: ${await page.locator('#notice').textContent()}`);
  await page.getByRole('button', { name: 'Key' }).click();
  await signIn(page, write);
  await page.getByRole('button', { name: 'Try the failed ones again' }).click();
  await until(page, 'finished');
  check((await page.locator('#notice').textContent()) === '', 'who may write may steer');
}

try {
  await (part === 'keys' ? withKeys(keys) : anonymous());
  check(foreign.length === 0, `nothing was asked for elsewhere ${foreign.join(' ')}`);
  check(errors.length === 0, `no script failed ${errors.join('; ')}`);
} catch (error) {
  console.log(`not ok: ${error.message}`);
  process.exitCode = 1;
} finally {
  await browser.close();
}
