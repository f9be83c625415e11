// The badges' drawings, and what Shields is given to draw.
import test from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { file, open, picture } from './browser.mjs';

const names = readdirSync(file('badges'), { recursive: true });

// What Shields' endpoint badge takes: these members and no others, of these kinds.
// https://shields.io/badges/endpoint-badge
const members = {
  schemaVersion: (v) => v === 1,
  label: (v) => typeof v === 'string',
  message: (v) => typeof v === 'string' && v !== '',
  color: (v) => typeof v === 'string' && v !== '',
  labelColor: (v) => typeof v === 'string', isError: (v) => typeof v === 'boolean', namedLogo: (v) => typeof v === 'string', logoSvg: (v) => typeof v === 'string',
  logoColor: (v) => typeof v === 'string', logoSize: (v) => typeof v === 'string', style: (v) => typeof v === 'string',
};
const colours = ['brightgreen', 'green', 'yellowgreen', 'yellow', 'orange', 'red', 'blue', 'grey', 'gray', 'lightgrey', 'lightgray', 'blueviolet'];

test('Shields can read each', () => {
  const written = names.filter((n) => n.endsWith('.json'));
  assert.equal(written.length, 25); // all, and each model and its version
  for (const name of written) {
    const badge = JSON.parse(readFileSync(join(file('badges'), name), 'utf8'));
    for (const [member, value] of Object.entries(badge)) {
      assert.ok(members[member]?.(value), `${name}: ${member} ${value}`);
    }
    for (const needed of ['schemaVersion', 'label', 'message']) assert.ok(needed in badge, `${name}: ${needed}`);
    assert.ok(colours.includes(badge.color), badge.color);
  }
});

test('each is drawn with its text inside, and a title', async (t) => {
  const drawn = names.filter((n) => n.endsWith('.svg')), { page, requests } = await open(t, 'badges/' + drawn[0], { now: null });
  for (const name of drawn) {
    await page.goto(pathToFileURL(file('badges/' + name)).href);
    const badge = JSON.parse(readFileSync(join(file('badges'), name.replace('.svg', '.json')), 'utf8'));
    const seen = await page.evaluate(() => {
      const svg = document.documentElement, [left, right] = svg.querySelectorAll('text'), [grey, colour] = svg.querySelectorAll('g path');
      const natural = (text) => { // as wide as its font makes it
        const copy = text.cloneNode(true);
        copy.removeAttribute('textLength');
        text.parentNode.appendChild(copy);
        const width = copy.getBBox().width;
        copy.remove();
        return width;
      };
      const box = (e) => { const b = e.getBBox(); return { x: b.x, width: b.width, end: b.x + b.width }; };
      return {
        title: svg.querySelector('title').textContent, role: svg.getAttribute('role'), label: svg.getAttribute('aria-label'), width: svg.width.baseVal.value,
        text: [left.textContent, right.textContent], boxes: [box(left), box(right)], halves: [box(grey), box(colour)],
        stretched: [left, right].map((e) => e.getBBox().width / natural(e)),
      };
    });
    const want = `${badge.label}: ${badge.message}`;
    assert.equal(seen.title, want);
    assert.equal(seen.label, want);
    assert.equal(seen.role, 'img');
    assert.deepEqual(seen.text, [badge.label, badge.message]);
    assert.equal(seen.halves[1].end, seen.width);
    for (const i of [0, 1]) {
      assert.ok(seen.boxes[i].x >= seen.halves[i].x + 4 && seen.boxes[i].end <= seen.halves[i].end - 4, `${name}: ${JSON.stringify(seen)}`);
      assert.ok(Math.abs(seen.stretched[i] - 1) < 0.16, `${name}: stretched by ${seen.stretched[i]}`);
    }
    await page.screenshot({ path: picture('badge-' + name.replaceAll('/', '-').replace('.svg', '.png')), clip: { x: 0, y: 0, width: seen.width + 10, height: 24 } });
  }
  assert.equal(requests.length, 1 + drawn.length);
});
