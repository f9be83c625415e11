// How the page looks: in both colour schemes, on paper, on narrow screens, without its script.
import test from 'node:test';
import assert from 'node:assert/strict';
import { axe, open, openAll, picture } from './browser.mjs';

const schemes = { light: 'rgb(252, 252, 250)', dark: 'rgb(20, 23, 26)' };

// faults are what axe-core finds against WCAG 2.2 A and AA, and its own best practices.
async function faults(page) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations', 'passes'] }));
  const looked = found.passes.filter((rule) => rule.id === 'color-contrast').flatMap((rule) => rule.nodes).length;
  assert.ok(looked > 50, `contrast was looked at in ${looked} places`);
  return found.violations.map((rule) => `${rule.id}: ${rule.nodes.slice(0, 3).map((n) => n.html + ' ' + n.failureSummary).join('\n')}`);
}

for (const [scheme, paper] of Object.entries(schemes)) {
  test(`has no fault that axe knows, ${scheme}`, async (t) => {
    const { page, complaints } = await open(t, 'several.html', { colorScheme: scheme, now: new Date('2026-11-26T08:00:00Z') });
    await openAll(page);
    await page.getByRole('button', { name: /^Drifted/ }).click();
    assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), paper);
    assert.deepEqual(await faults(page), []);
    await page.getByRole('button', { name: /^Drifted/ }).click();
    await page.locator('#models tbody tr').first().hover();
    assert.deepEqual(await faults(page), []);
    assert.deepEqual(complaints, []);
    await page.screenshot({ path: picture(`several-${scheme}.png`), fullPage: true });
  });
  test(`is drawn, ${scheme}`, async (t) => {
    const { page } = await open(t, 'twelve.html', { colorScheme: scheme, hash: '#m0' });
    // a mark is where its colour is: of the strip, of a chart, of an icon
    const colours = await page.evaluate(() => {
      const of = (selector, property) => getComputedStyle(document.querySelector(selector))[property];
      return { bar: of('.l-reproduced', 'stroke'), diamond: of('#p-drifted path', 'fill'), dot: of('#p-in circle', 'fill'), band: of('.charts .band', 'fill'), icon: of('.i.s-drifted', 'color'), markers: of('.charts .line.in', 'markerMid') };
    });
    assert.equal(colours.markers, 'url("#p-in")');
    assert.equal(colours.diamond, colours.icon);
    assert.equal(colours.dot, colours.bar);
    assert.equal(new Set([colours.bar, colours.diamond, colours.band]).size, 3);
    await page.screenshot({ path: picture(`twelve-${scheme}.png`), fullPage: true });
    const picked = await page.locator('#models .strip').first().screenshot({ path: picture(`strip-${scheme}.png`) });
    assert.ok(picked.length > 500, 'a strip of marks is no empty picture');
  });
}

test('is readable without its script', async (t) => {
  const { page, complaints } = await open(t, 'twelve.html', { javaScriptEnabled: false });
  assert.equal(await page.locator('#models tbody tr:visible').count(), 12);
  assert.equal(await page.locator('#tools').isVisible(), false);
  assert.equal(await page.locator('thead button').count(), 0);
  assert.match(await page.locator('.when').textContent(), /4 hours ago when this page was made/);
  assert.match(await page.locator('.lead').textContent(), /7 of 12 models reproduce/);
  const card = page.locator('details').nth(1);
  assert.equal(await card.locator('.sum').isVisible(), false);
  await card.locator('summary').click();
  assert.ok(await card.locator('.charts svg').first().isVisible());
  await page.locator('#models a').nth(2).click(); // Chromium opens what an address leads into
  assert.ok(await page.locator('details').nth(2).locator('.sum').isVisible());
  assert.deepEqual(complaints, []);
});

for (const width of [320, 400, 900, 1280]) {
  for (const name of ['twelve.html', 'several.html', 'hostile.html', 'numbers.html', 'empty.html']) {
    test(`${name} fits into ${width} pixels`, async (t) => {
      const { page } = await open(t, name, { viewport: { width, height: 900 } });
      await openAll(page);
      const over = await page.evaluate(() => {
        const wide = [...document.querySelectorAll('body *')].filter((e) => {
          const box = e.getBoundingClientRect();
          return box.width > 1 && (box.right > innerWidth + 0.5 || box.left < -0.5) && !e.closest('caption, .sprite');
        });
        return [document.documentElement.scrollWidth - innerWidth, ...wide.slice(0, 5).map((e) => e.outerHTML.slice(0, 200))];
      });
      assert.deepEqual(over, [0]);
      if (name !== 'hostile.html') await page.screenshot({ path: picture(`${name.replace('.html', '')}-${width}.png`), fullPage: true });
    });
  }
}

test('is whole on paper', async (t) => {
  const { page, context } = await open(t, 'twelve.html', { colorScheme: 'dark', viewport: { width: 686, height: 1000 } }); // A4 in its margins
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), 'rgb(255, 255, 255)');
  for (const gone of ['#find', '.chips', 'summary::after']) {
    assert.equal(await page.evaluate((s) => getComputedStyle(document.querySelector(s.split('::')[0]), s.includes('::') ? '::after' : null).display, gone), 'none', gone);
  }
  const unseen = await page.evaluate(() => [...document.querySelectorAll('.card p, .card svg, .card li, .card h2, #models td, #models th')].filter((e) => {
    const box = e.getBoundingClientRect();
    return !e.checkVisibility({ contentVisibilityAuto: true }) || e.textContent && (box.height < 8 || box.right > innerWidth + 0.5) || box.left < -0.5;
  }).map((e) => e.outerHTML.slice(0, 200)).slice(0, 5));
  assert.deepEqual(unseen, []);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 686);
  assert.equal(await page.locator('thead th').first().evaluate((e) => e.getBoundingClientRect().height > 10), true);
  await page.emulateMedia({ media: null });
  const whole = await page.pdf({ path: picture('twelve.pdf'), format: 'A4', printBackground: true, preferCSSPageSize: false });
  await page.getByRole('button', { name: /^Drifted/ }).click(); // what is filtered is what is printed
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.locator('.card:visible').count(), 2);
  assert.equal(await page.locator('#shown').isVisible(), true);
  await page.emulateMedia({ media: null });
  const two = await page.pdf({ format: 'A4', printBackground: true });
  assert.ok(pages(whole) >= 6 && pages(two) <= 4, `${pages(whole)} pages, and ${pages(two)} of two models`);
  await context.close();
});

// pages counts a PDF's.
const pages = (pdf) => Math.max(...[...pdf.toString('latin1').matchAll(/\/Count (\d+)/g)].map((m) => Number(m[1])));
