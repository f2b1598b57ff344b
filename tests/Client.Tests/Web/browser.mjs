// What every walk through the pages needs. Arguments: <tools> <browser> <address> <part> <more>...
import { createRequire } from 'node:module';

export const [tools, executablePath, address, part, ...rest] = process.argv.slice(2);
const require = createRequire(`${tools}/`);
const { chromium } = require('playwright-core');
const axe = require('axe-core').source;

const patience = 180_000; // for a machine under load
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
export const foreign = [];
export const errors = [];

/** A page in a context of its own. */
export async function open(colorScheme, viewport = { width: 1024, height: 768 }) {
  const context = await browser.newContext({ colorScheme, viewport });
  context.setDefaultTimeout(patience);
  const page = await context.newPage();
  page.on('request', (request) => !request.url().startsWith(address) && !request.url().startsWith('blob:') && foreign.push(request.url()));
  page.on('console', (message) => message.type() === 'error' && /Content Security Policy|integrity/.test(message.text()) && errors.push(message.text()));
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('dialog', (dialog) => { errors.push(`a dialog opened: ${dialog.message()}`); dialog.dismiss(); });
  return page;
}

export const go = (page, hash) => page.goto(`${address}/web/#/${hash}`);
export const until = (page, text) => page.locator('#state').filter({ hasText: new RegExp(`^${text}$`) }).waitFor();

/**
 * Has a finished job's failures tried again and waits for their new end. The old one reads the same on the page, and news of it may
 * still be on the way: so the server is asked, from the moment on that it took the order.
 */
export async function tryAgain(page, id) {
  const taken = page.waitForResponse((response) => response.url().endsWith(`/jobs/${id}/retry`));
  await page.getByRole('button', { name: 'Try the failed ones again' }).click();
  check((await taken).ok(), 'the order to try again was taken');
  await page.waitForFunction(async (job) => {
    const answer = await fetch(`/api/v1/jobs/${job}`, { headers: { 'X-Api-Key': sessionStorage.getItem('bird-api-key') ?? '' }, cache: 'no-store' });
    return answer.ok && (await answer.json()).state === 'finished';
  }, id, { polling: 200 });
  await until(page, 'finished');
}

export function check(holds, what) {
  if (!holds) throw new Error(what);
  console.log(`ok: ${what}`);
}

export async function seen(locator, what) {
  await locator.first().waitFor();
  console.log(`ok: ${what}`);
}

export async function accessible(page, name) {
  // In the page's own world, where its content policy does not reach.
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run());
  const serious = violations.filter((violation) => ['serious', 'critical'].includes(violation.impact));
  check(serious.length === 0, `${name} has no serious accessibility fault ${serious.map((violation) => `${violation.id}: ${violation.nodes[0].html}`).join('; ')}`);
}

/** Ends the program: with 1, and what was wrong, where something was. */
export async function finish(walk) {
  try {
    await walk();
  } catch (error) {
    console.log(`not ok: ${error.message}`);
    process.exitCode = 1;
  } finally {
    await browser.close();
  }
}
