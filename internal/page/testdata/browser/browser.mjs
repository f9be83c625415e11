// What the tests share: Chromium, the pages that the Go test wrote, and pictures of them.
import { after, before } from 'node:test';
import { createRequire } from 'node:module';
import { mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const installed = createRequire(join(process.env.REPRODUCE_PAGE_ENV, 'package.json'));
const { chromium } = installed('playwright-core');

export const axe = readFileSync(installed.resolve('axe-core/axe.min.js'), 'utf8');
export const file = (name) => join(process.env.REPRODUCE_PAGES, name);

const pictures = process.env.REPRODUCE_SHOTS || mkdtempSync(join(tmpdir(), 'pages-'));
mkdirSync(pictures, { recursive: true });
export const picture = (name) => join(pictures, name);

let browser;
before(async () => {
  const executablePath = process.env.REPRODUCE_CHROMIUM || execFileSync('which', ['chromium'], { encoding: 'utf8' }).trim();
  const args = process.getuid() === 0 ? ['--no-sandbox'] : []; // which root cannot have
  browser = await chromium.launch({ executablePath, args });
});
after(() => browser?.close());

// The morning after the last night that the pages have.
export const morning = new Date('2026-11-23T07:41:07Z');

// open gives a page as it is once it has loaded, and what it asked for meanwhile. It
// ends with the test.
export async function open(t, name, options = {}) {
  const { now = morning, hash = '', ...rest } = options;
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, timezoneId: 'UTC', ...rest });
  t.after(() => context.close());
  const page = await context.newPage();
  if (rest.javaScriptEnabled !== false && now) await page.clock.setFixedTime(now);
  const requests = [], complaints = [];
  await context.route('**/*', (route) => {
    requests.push(route.request().url());
    return route.request().isNavigationRequest() && route.request().url().startsWith('file:') ? route.continue() : route.abort();
  });
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('dialog', (dialog) => { complaints.push('dialog ' + dialog.message()); return dialog.dismiss(); });
  await page.goto(pathToFileURL(file(name)).href + hash, { waitUntil: 'load' });
  return { page, context, requests, complaints };
}

// shown gives what the named rows of the table say, of those that are to be seen.
export const shown = (page) => page.locator('#models tbody tr:visible').evaluateAll((rows) => rows.map((r) => r.cells[1].querySelector('a').textContent));

// openAll opens each card.
export const openAll = (page) => page.evaluate(() => document.querySelectorAll('details').forEach((d) => { d.open = true; }));
