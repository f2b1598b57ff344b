// Walks through the pages in a real browser as people do. Says what it saw, and ends with 1 at the first thing that is wrong.
// Usage: node pages.mjs <tools> <browser> <address> anonymous | keys <write key> <read key> | local <address with key>
import { accessible, check, errors, finish, foreign, go, open, part, rest, seen, tryAgain, until } from './browser.mjs';

/** That a run had ended long ago is said when its page opens, and on a busy line late: by then somebody may have got far down the list. */
async function lateNews() {
  const page = await open('light');
  let release;
  const held = new Promise((resolve) => { release = resolve; });
  await page.route('**/events?items=false', async (route) => {
    await held;
    await route.continue();
  });
  await go(page, 'jobs/done');
  await page.locator('.gallery li').first().waitFor();
  await page.locator('.gallery li').first().evaluate((entry) => { entry.dataset.mark = ''; });
  const told = new Promise((resolve) => {
    // The page hangs up at the end of the news: whether the rest had come by then makes it one event or the other.
    for (const end of ['requestfinished', 'requestfailed']) page.on(end, (request) => /events\?items=false/.test(request.url()) && resolve());
  });
  release();
  await told;
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
  check((await page.locator('.gallery li[data-mark]').count()) === 1, 'late news of an old end leave the list as it is');
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
  await tryAgain(page, 'done');
  check(true, 'failures were tried again');
  await lateNews();

  const odd = '<img src=x onerror=alert(1)>.png';
  await seen(page.locator('.gallery span', { hasText: odd }), 'a name with markup is shown as it is');
  check((await page.locator('img[src=x]').count()) === 0, 'and is no markup');
  await page.getByLabel('Show').selectOption('failed');
  await page.waitForFunction(() => document.querySelectorAll('.gallery li').length === 1);
  check(true, 'pictures are filtered');

  await page.getByLabel('Show').selectOption('restored');
  await page.locator('.gallery a', { hasText: 'noisy.png' }).click();
  await drag(page);
  await seen(page.locator('canvas.kernel'), 'the kernel is shown');
  await decide(page);
  await zoom(page);
  await watchWork(page);

  for (const scheme of ['light', 'dark']) {
    const fresh = await open(scheme);
    for (const [hash, name] of [['jobs', 'Jobs'], ['jobs/done', 'done'], ['jobs/done/pictures/0/2', 'noisy.png'], ['cluster', 'Cluster']]) {
      await go(fresh, hash);
      await fresh.getByRole('heading', { level: 1, name }).waitFor();
      await accessible(fresh, `${hash} (${scheme})`);
    }
  }

  const tablet = await open('light', { width: 768, height: 1024 });
  for (const hash of ['jobs', 'jobs/done', 'jobs/done/pictures/0/2', 'cluster']) {
    await go(tablet, hash);
    await tablet.getByRole('heading', { level: 1 }).waitFor();
    check(await tablet.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${hash} fits a tablet`);
  }
}

/** Both sides are on the screen: tiles came, and the line lies somewhere in the picture. */
const drawn = (page) => page.waitForFunction(() => Number(document.querySelector('.compare')?.dataset.cut) > 0 && document.querySelector('.stage canvas'));

const cutAt = (page) => page.locator('.compare').evaluate((figure) => Number(figure.dataset.cut));

/** Before and after: by the keyboard, by the slider, and by the line in the picture. */
async function drag(page) {
  await drawn(page);
  const slider = page.getByRole('slider');
  const before = await cutAt(page);
  await slider.focus();
  await page.keyboard.press('ArrowRight');
  check((await cutAt(page)) > before, 'the slider moves by the keyboard');
  const box = await slider.boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.9, box.y + box.height / 2);
  await page.mouse.up();
  check(Number(await slider.inputValue()) > 70, 'and by the mouse');
  const line = await page.locator('.line').boundingBox();
  const frame = await page.locator('.frame').boundingBox();
  await page.mouse.move(line.x + line.width / 2, line.y + line.height / 2);
  await page.mouse.down();
  await page.mouse.move(frame.x + frame.width / 4, line.y + line.height / 2, { steps: 4 });
  await page.mouse.up();
  const value = Number(await slider.inputValue());
  check(value > 20 && value < 30, `and so does the line in the picture (${value})`);
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
  await drawn(page);
}

/** A scan of 24 megapixels, dark before and bright after: the line parts them at full size, and only what is looked at is fetched. */
async function zoom(page) {
  const fetched = [];
  page.on('response', (response) => /\/tiles\/\w{16}\//.test(response.url()) && response.ok() && fetched.push(Number(response.headers()['content-length'])));
  await go(page, 'jobs/done');
  await page.locator('.gallery a', { hasText: 'scan.jpg' }).click();
  await drawn(page);
  await halves(page);
  await page.getByRole('button', { name: 'Pixel for pixel' }).click();
  await page.locator('output', { hasText: /^100 %$/ }).waitFor();
  await halves(page);
  await page.getByRole('slider').fill('20');
  await halves(page, 0.2);
  await page.locator('.stage [role=application]').focus();
  await page.keyboard.press('ArrowRight');
  await halves(page, 0.2);
  const [count, bytes] = [fetched.length, fetched.reduce((sum, length) => sum + length, 0)];
  check(count < 60 && bytes > 1e5 && bytes < 12e6, `of 258 tiles of both sides ${count} were fetched, ${(bytes / 1e6).toFixed(1)} MB`);
  await accessible(page, 'a large scan');
}

/** Dark on the left of the line, bright on its right, as drawn. */
const halves = (page, at = 0.5) => page.waitForFunction((where) => {
  const canvas = document.querySelector('.stage canvas');
  const context = canvas.getContext('2d');
  const light = (x) => context.getImageData(Math.round(canvas.width * x) - 8, canvas.height / 2 - 8, 16, 16).data.reduce((sum, value, n) => sum + (n % 4 === 0 ? value : 0), 0) / 256;
  return Math.abs(light(where - 0.05) - 60) < 20 && Math.abs(light(where + 0.05) - 190) < 20;
}, at);

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
  // The dialog of before is open still: only the server's answer tells that the wrong key was tried.
  const refused = page.waitForResponse((response) => response.status() === 401);
  await signIn(page, 'bird_wrong');
  await refused;
  await page.getByRole('dialog').waitFor();
  check((await page.getByRole('link', { name: 'done' }).count()) === 0, 'nor with a wrong one');
  await signIn(page, read);
  await page.getByRole('link', { name: 'done' }).click();
  const forbidden = page.waitForResponse((response) => response.url().endsWith('/retry'));
  await page.getByRole('button', { name: 'Try the failed ones again' }).click();
  check((await forbidden).status() === 403, 'a reader\'s order is refused');
  await page.locator('#notice').filter({ hasText: /\S/ }).waitFor();
  check(true, `a reader may look but not steer: ${await page.locator('#notice').textContent()}`);
  await page.getByRole('button', { name: 'Key' }).click();
  await signIn(page, write);
  await tryAgain(page, 'done');
  check((await page.locator('#notice').textContent()) === '', 'who may write may steer');
}

/** The pages of `bird restore --watch`: the address lets one in, once, and nobody else. */
async function local([entry]) {
  const page = await open('light');
  await page.goto(entry);
  await page.locator('#state').waitFor();
  check(!page.url().includes('key='), 'the key is gone from the address');
  const first = await page.locator('progress').evaluate((bar) => bar.value);
  await page.waitForFunction((before) => document.querySelector('progress').value > before || document.querySelector('#state').textContent === 'finished', first);
  await until(page, 'finished');
  check(true, 'progress came to its end');
  await tryAgain(page, await page.getByRole('heading', { level: 1 }).textContent());
  await page.locator('.gallery a', { hasText: '0.png' }).click();
  await drag(page);
  await page.getByRole('button', { name: 'Keep the original' }).click();
  await seen(page.locator('p', { hasText: 'kept by decision of local:' }), 'a decision is carried out after the run');
  const stranger = await open('light');
  await go(stranger, 'jobs');
  await stranger.getByRole('dialog').waitFor();
  check((await stranger.locator('table').count()) === 0, 'without the key nothing is shown');
}

await finish(async () => {
  await { keys: withKeys, local, anonymous }[part](rest);
  check(foreign.length === 0, `nothing was asked for elsewhere ${foreign.join(' ')}`);
  check(errors.length === 0, `no script failed ${errors.join('; ')}`);
});
