// What people do with the page: find, filter, sort, and all of it by keyboard.
import test from 'node:test';
import assert from 'node:assert/strict';
import { open, shown } from './browser.mjs';

const drifted = ['demand-forecast', 'fraud-score-001'];

test('finds and filters, the table and what is below it', async (t) => {
  const { page, complaints } = await open(t, 'twelve.html');
  assert.equal((await shown(page)).length, 12);
  const cards = page.locator('details:visible');
  await page.getByLabel('Find a model').fill(' ForeCast');
  assert.deepEqual(await shown(page), ['demand-forecast', 'demand-forecast-001']);
  assert.equal(await cards.count(), 2);
  assert.equal(await page.locator('#shown').textContent(), '2 of 12 shown');
  await page.getByRole('button', { name: /^Drifted/ }).click();
  assert.deepEqual(await shown(page), ['demand-forecast']);
  await page.getByLabel('Find a model').fill('');
  assert.deepEqual(await shown(page), drifted);
  await page.getByRole('button', { name: /^Stale/ }).click();
  assert.deepEqual(await shown(page), [...drifted, 'churn-classifier-001']);
  assert.equal(await page.getByRole('button', { pressed: true }).count(), 2);
  await page.getByRole('button', { name: /^Drifted/ }).click();
  await page.getByRole('button', { name: /^Stale/ }).click();
  assert.equal((await shown(page)).length, 12);
  assert.equal(await page.locator('#shown').textContent(), '');
  await page.getByLabel('Find a model').fill('no such model');
  assert.equal(await cards.count(), 0);
  assert.equal(await page.locator('#shown').textContent(), '0 of 12 shown');
  assert.deepEqual(complaints, []);
});

test('counts on its chips what they show', async (t) => {
  const { page } = await open(t, 'twelve.html');
  const chips = page.locator('.chips button');
  for (let i = 0; i < await chips.count(); i++) {
    await chips.nth(i).click();
    assert.equal(String((await shown(page)).length), await chips.nth(i).locator('b').textContent());
    await chips.nth(i).click();
  }
});

test('tells repositories apart', async (t) => {
  const { page } = await open(t, 'several.html');
  const rows = page.locator('#models tbody tr:visible');
  assert.equal(await rows.filter({ hasText: 'churn-classifier' }).count(), 2);
  assert.equal(await rows.filter({ hasText: 'demand-forecast' }).count(), 2);
  assert.match(await rows.filter({ hasText: 'demand-forecast' }).filter({ hasText: 'acme/models' }).textContent(), /^Drifted/);
  assert.match(await rows.filter({ hasText: 'demand-forecast' }).filter({ hasText: 'globex/models' }).textContent(), /^Reproduced/);
  await page.getByLabel('Repository').selectOption('globex/models');
  assert.deepEqual((await shown(page)).sort(), ['churn-classifier', 'demand-forecast']);
  assert.equal(await page.locator('details:visible').count(), 2);
  assert.equal(await page.locator('#shown').textContent(), '2 of 5 shown');
  await page.getByLabel('Repository').selectOption('');
  await page.getByLabel('Find a model').fill('globex');
  assert.equal((await shown(page)).length, 2);
  assert.match(await page.locator('summary').filter({ hasText: 'demand-forecast' }).filter({ hasText: 'globex/models' }).textContent(), /Reproduced/);
});

const columns = {
  State: [(row) => ['Drifted', 'Flaky', 'Not verified', 'Stale', 'Reproduced'].indexOf(row[0]), 'descending'],
  Model: [(row) => row[1].split(' ')[0], 'ascending'],
  Since: [(row) => -new Date(row[2].slice(0, 6) + ' 2026'), 'descending'],
  Outside: [(row) => -Number(row[4].split(' ')[0]), 'descending'],
  Checked: [(row) => -new Date(row[5] + ' 2026'), 'descending'],
};

for (const [name, [key, first]] of Object.entries(columns)) {
  test('sorts by ' + name.toLowerCase() + ', and back', async (t) => {
    const { page } = await open(t, 'twelve.html');
    const header = page.getByRole('columnheader', { name }), rows = async () => (await page.locator('#models tbody tr').evaluateAll((all) => all.map((r) => [...r.cells].map((c) => c.innerText.trim())))).map(key);
    const before = await rows();
    const inOrder = (list) => list.every((v, i) => i === 0 || list[i - 1] <= v);
    for (const way of [first, first === 'ascending' ? 'descending' : 'ascending']) {
      await header.getByRole('button').click();
      assert.equal(await header.getAttribute('aria-sort'), way);
      assert.equal(await page.locator('th[aria-sort]').count(), 1);
      const now = await rows();
      assert.ok(inOrder(way === first ? now : now.reverse()), `${way}: ${now}`);
      assert.equal(now.length, before.length);
    }
    await page.getByRole('button', { name: /^Drifted/ }).click(); // what is filtered stays with its card
    for (const row of await page.locator('#models tbody tr:visible').all()) {
      const card = await row.locator('a').first().getAttribute('href');
      assert.ok(await page.locator(`details:visible:has(${card}) summary`).isVisible());
    }
  });
}

// At 400 pixels the table is a list, and its headings a line of buttons.
for (const width of [1280, 400]) {
  test(`is used by keyboard alone, ${width} wide`, async (t) => {
    const { page } = await open(t, 'twelve.html', { viewport: { width, height: 900 } });
    const stops = [];
    for (;;) {
      await page.keyboard.press('Tab');
      const at = await page.evaluate(() => {
        const e = document.activeElement;
        if (e === document.body) return null;
        const box = e.getBoundingClientRect(), style = getComputedStyle(e), x = box.x + Math.min(box.width, innerWidth) / 2, y = box.y + box.height / 2;
        const top = document.elementFromPoint(x, y);
        return {
          name: (e.getAttribute('aria-label') || e.textContent).trim(), tag: e.tagName,
          outlined: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
          there: box.width >= 16 && box.height >= 16 && box.y >= 0 && box.bottom <= innerHeight + 1 && (top === e || e.contains(top) || top.contains(e)),
        };
      });
      if (!at) break;
      assert.ok(at.outlined && at.there, JSON.stringify(at));
      stops.push(at);
      assert.ok(stops.length < 100);
    }
    const names = stops.map((s) => s.name);
    assert.deepEqual(names.slice(0, 12), ['acme/models', 'Find a model', 'Drifted 2', 'Flaky 1', 'Not verified 1', 'Stale 1', 'Reproduced 7', 'State', 'Model', 'Since', 'Outside', 'Checked']);
    assert.equal(stops.filter((s) => s.tag === 'A').length, 13);
    assert.equal(stops.filter((s) => s.tag === 'SUMMARY').length, 12);
    assert.equal(stops.length, 12 + 12 + 12);

    await page.getByRole('button', { name: /^Stale/ }).focus();
    await page.keyboard.press('Space');
    assert.deepEqual(await shown(page), ['churn-classifier-001']);
    await page.keyboard.press('Enter');
    await page.getByRole('columnheader', { name: 'Model' }).getByRole('button').focus();
    await page.keyboard.press('Enter');
    assert.equal((await shown(page))[0], 'churn-classifier');
    await page.locator('#models a', { hasText: /^fraud-score-001$/ }).focus();
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.activeElement.tagName === 'SUMMARY');
    assert.match(await page.evaluate(() => document.activeElement.textContent), /^fraud-score-001 v9/);
    const card = page.locator('details[open]');
    assert.match(await card.locator('.sum').textContent(), /^1 of 4 metrics outside/);
    assert.ok(await card.locator('.sum').evaluate((e) => e.getBoundingClientRect().top < innerHeight));
    await page.keyboard.press('Space');
    assert.equal(await page.locator('details[open]').count(), 0);
  });
}

test('says how old it is when it is read', async (t) => {
  const soon = await open(t, 'twelve.html');
  assert.match(await soon.page.locator('.when').textContent(), /02:41 UTC, 4 hours ago\. 359 checks since/);
  assert.equal(await soon.page.locator('#late').isVisible(), false);
  const later = await open(t, 'twelve.html', { now: new Date('2026-11-26T08:00:00Z') });
  assert.match(await later.page.locator('.when').textContent(), /02:41 UTC, 3 days ago/);
  assert.equal(await later.page.locator('#late').isVisible(), true);
});

test('opens at the card that an address names', async (t) => {
  const { page } = await open(t, 'twelve.html', { hash: '#m2' });
  assert.match(await page.locator('details[open] summary').textContent(), /^ltv-regressor v4/);
  assert.ok(await page.locator('details[open] .charts svg').first().isVisible());
});
