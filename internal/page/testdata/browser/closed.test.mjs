// The page asks for nothing and runs nothing but its own, whatever is written in it; and
// it stays small.
import test from 'node:test';
import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { file, open, openAll, shown } from './browser.mjs';

for (const name of ['twelve.html', 'several.html', 'hostile.html', 'numbers.html', 'empty.html', 'many.html']) {
  test(`${name} asks for nothing`, async (t) => {
    const { page, requests, complaints } = await open(t, name);
    await openAll(page);
    await page.evaluate(() => document.querySelectorAll('a, summary, tr').forEach((e) => ['mouseover', 'focusin'].forEach((k) => e.dispatchEvent(new Event(k, { bubbles: true })))));
    if (name !== 'many.html') await page.pdf();
    assert.deepEqual(requests.filter((r) => !r.startsWith('data:')).map((r) => r.split('/').pop()), [name]);
    assert.deepEqual(complaints, []);
    assert.equal(await page.evaluate(() => performance.getEntriesByType('resource').length), 0);
  });
}

test('its policy lets nothing in', async (t) => {
  const { page, requests } = await open(t, 'twelve.html');
  await page.evaluate(async () => {
    window.refused = new Set();
    document.addEventListener('securitypolicyviolation', (e) => window.refused.add(e.effectiveDirective));
    const add = (tag, set) => document.body.appendChild(Object.assign(document.createElement(tag), set));
    add('script', { textContent: 'window.ran = 1' });
    add('script', { src: 'https://other.example/x.js' });
    add('div', { innerHTML: '<p onclick="window.ran = 2">x</p>' }).querySelector('p').click();
    add('style', { textContent: 'body{opacity:.5}' });
    add('img', { src: 'https://other.example/x.png' });
    add('iframe', { src: 'https://other.example/' });
    add('form', { action: 'https://other.example/' }).submit();
    document.head.appendChild(Object.assign(document.createElement('base'), { href: 'https://other.example/' })).remove();
    await fetch('https://other.example/').catch(() => 0);
  });
  const want = ['base-uri', 'connect-src', 'form-action', 'frame-src', 'img-src', 'script-src-attr', 'script-src-elem', 'style-src-elem'];
  await page.waitForFunction((n) => window.refused.size >= n, want.length, { timeout: 5000 }).catch(() => 0); // they are told of later
  assert.deepEqual(await page.evaluate(() => [...window.refused].sort()), want);
  assert.equal(await page.evaluate(() => window.ran), undefined);
  assert.equal(await page.evaluate(() => getComputedStyle(document.body).opacity), '1');
  assert.equal(requests.filter((r) => r.includes('other.example')).length, 0);
});

test('what somebody else wrote stays text', async (t) => {
  const { page, complaints } = await open(t, 'hostile.html');
  await openAll(page);
  assert.match(await page.locator('#models tbody a').first().textContent(), /<script>alert\(1\)<\/script>/);
  assert.equal(await page.locator('body script').count(), 1);
  assert.equal(await page.locator('img').count(), 0);
  for (const link of await page.locator('a').evaluateAll((all) => all.map((a) => a.href))) {
    assert.match(link, /^(file:.*#m\d+$|https:\/\/(github|mlflow)\.example\/)/);
    assert.doesNotMatch(link, /secret/);
  }
  assert.deepEqual(complaints, []);
});

// Of a thousand models with ten checks each. Bytes and nodes are what loading costs;
// seconds depend on the machine.
test('a thousand models are found among', async (t) => {
  const start = performance.now(), { page, context } = await open(t, 'many.html', { now: null });
  const loaded = performance.now() - start;
  const bytes = statSync(file('many.html')).size, elements = await page.evaluate(() => document.querySelectorAll('*').length);
  const devtools = await context.newCDPSession(page);
  await devtools.send('Performance.enable');
  const nodes = (await devtools.send('Performance.getMetrics')).metrics.find((m) => m.name === 'Nodes').value;
  const times = await page.evaluate(async () => {
    const painted = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))), find = document.getElementById('find');
    const load = performance.getEntriesByType('navigation')[0].loadEventEnd;
    await painted();
    const start = performance.now();
    find.value = 'ranker-01';
    find.dispatchEvent(new Event('input'));
    await painted();
    return { load, filter: performance.now() - start };
  });
  t.diagnostic(`${bytes} bytes, ${elements} elements, ${nodes} nodes, loaded in ${Math.round(times.load)} ms (${Math.round(loaded)} with the browser's own), filtered in ${Math.round(times.filter)} ms`);
  assert.ok(bytes < 5_700_000, `${bytes} bytes`);
  assert.ok(elements < 140_000, `${elements} elements`);
  assert.ok(nodes < 245_000, `${nodes} nodes`);
  assert.deepEqual((await shown(page)).sort(), ['ranker-010', 'ranker-011', 'ranker-012', 'ranker-013', 'ranker-014', 'ranker-015', 'ranker-016', 'ranker-017', 'ranker-018', 'ranker-019']);
  assert.match(await page.locator('#shown').textContent(), /^10 of 1000 shown$/);
});
