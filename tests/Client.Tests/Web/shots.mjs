// Takes the pictures of docs/web.md. Usage: node shots.mjs <tools> <browser> <address> <folder>
import { check, errors, finish, go, open, part as folder, until } from './browser.mjs';

const size = { width: 1180, height: 820 };

/** Tiles and thumbnails are there, and nothing moves any more. */
async function calm(page) {
  await page.waitForLoadState('networkidle').catch(() => {}); // A live page is never idle.
  await page.waitForFunction(() => [...document.querySelectorAll('.gallery img')].every((image) => image.complete && image.naturalWidth > 0));
  await page.waitForTimeout(1500);
}

async function shoot(page, name, scheme, options = {}) {
  await page.screenshot({ path: `${folder}/${name}-${scheme}.png`, ...options });
}

async function picture(page, job, name) {
  await go(page, `jobs/${job}`);
  await page.locator('.gallery a', { hasText: name }).click();
  await page.waitForFunction(() => Number(document.querySelector('.compare')?.dataset.cut) > 0);
}

await finish(async () => {
  for (const scheme of ['light', 'dark']) {
    const page = await open(scheme, size);
    page.setDefaultTimeout(180_000);
    await go(page, 'jobs');
    await page.getByRole('link', { name: 'album' }).waitFor();
    await calm(page);
    await shoot(page, 'jobs', scheme);
    await go(page, 'jobs/album');
    await until(page, 'finished');
    await page.locator('.gallery li').nth(5).waitFor();
    await calm(page);
    await shoot(page, 'job', scheme);
    await picture(page, 'album', 'coffee-noisy.png');
    await calm(page);
    await shoot(page, 'picture', scheme);
    await page.getByRole('button', { name: 'Pixel for pixel' }).click();
    await page.getByRole('button', { name: 'Larger' }).click();
    await page.getByRole('button', { name: 'Larger' }).click();
    await calm(page);
    await page.locator('.compare').screenshot({ path: `${folder}/zoom-${scheme}.png` });
    await picture(page, 'shaken', 'street-shaken.png');
    await page.getByRole('heading', { name: 'What was done' }).scrollIntoViewIfNeeded();
    await page.evaluate(() => document.querySelector('.columns').scrollIntoView());
    await calm(page);
    await shoot(page, 'learned', scheme);
    await page.evaluate(() => scrollTo(0, 0));
    await page.getByRole('button', { name: 'Where it is unsure' }).click();
    await calm(page);
    await page.locator('.compare').screenshot({ path: `${folder}/unsure-${scheme}.png` });
    await go(page, 'jobs/slow');
    await page.locator('.gallery a', { hasText: 'street-shaken.png' }).click();
    await page.locator('svg[aria-label^="Residual so far"]').waitFor();
    await calm(page);
    await shoot(page, 'work', scheme);
    await go(page, 'cluster');
    await page.locator('meter').waitFor();
    await shoot(page, 'cluster', scheme);
    await page.getByRole('button', { name: 'Key' }).click();
    await page.getByRole('dialog').waitFor();
    await shoot(page, 'signin', scheme);
  }

  check(errors.length === 0, `no script failed ${errors.join('; ')}`);
});
