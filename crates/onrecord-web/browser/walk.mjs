// The reading room in a real browser: the way from the overview to a speaker, a passage behind a
// link, a hostile page, and no violation of WCAG 2.2 AA on any kind of page.
//
// Needs `onrecord` built for release and a Chromium; ../../../.ci/browser sees to both.

import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import puppeteer from 'puppeteer-core';

const root = resolve(import.meta.dirname, '../../..');
const program = join(root, 'target/release/onrecord');
const axe = readFileSync(join(import.meta.dirname, 'node_modules/axe-core/axe.min.js'), 'utf8');
const hostile = `<html><head><title>Port &lt;script&gt;alert(1)&lt;/script&gt;</title></head><body><article>
<h1>Harbour notes</h1><script>window.harmed = true</script>
<p>“The quay is safe &lt;img src=x onerror=alert(2)&gt; and sound,” the harbour master Ana Vell said on Monday.</p>
<p>The council said that the harbour would stay open all winter, whatever the weather brings to it.</p>
</article></body></html>`;

let folder, room, base, browser, page;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'onrecord-'));
  mkdirSync(join(folder, 'more'));
  writeFileSync(join(folder, 'more/hostile.html'), hostile);
  const file = join(folder, 'case.onrecord');
  const example = join(root, 'examples/marram-strait/documents');
  execFileSync(program, ['build', example, join(folder, 'more'), '--case', file]);
  room = spawn(program, ['serve', '--port', '0', '--case', file]);
  base = await new Promise((found) => room.stdout.once('data', (line) =>
    found(String(line).match(/http:\/\/[^/\s]+/)[0])));
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  browser = await puppeteer.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  page = await browser.newPage();
});

after(async () => {
  await browser?.close();
  room?.kill();
  rmSync(folder, { recursive: true, force: true });
});

const open = (path) => page.goto(base + path);
const text = (selector) => page.$eval(selector, (e) => e.textContent.trim());
const follow = (selector) => Promise.all([page.waitForNavigation(), page.click(selector)]);
const first = async (list, kind) => {
  await open(list);
  return page.$eval(`main a[href^="/${kind}/"]`, (a) => a.getAttribute('href').split('#')[0]);
};

test('from the overview by a document and a statement to who said it', async () => {
  await open('/');
  await follow('main a[href="/documents"]');
  await follow('main ol a');
  const speaker = '.note .voice b a[href^="/actors/"]';
  const name = await text(speaker);
  await follow(speaker);
  assert.equal(await text('h1'), name);
  await follow('.said blockquote a');
  const place = new URL(page.url()).hash.slice(1);
  assert.match(place, /^s[0-9a-f]{16}$/);
  assert.ok(await page.evaluate((id) => document.getElementById(id).matches(':target'), place));
});

test('an answer leads to the statement that answers', async () => {
  await open('/answers');
  await follow('main ol li p:nth-of-type(2) a');
  assert.match(page.url(), /\/documents\/d[0-9a-f]{16}#s[0-9a-f]{16}$/);
});

test('a hit of the search stands highlighted in its text', async () => {
  await open('/search');
  await page.type('input[name=q]', 'passports');
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
  await follow('main ol h2 a');
  assert.match((await text('#here')).toLowerCase(), /passports/);
  const seen = await page.$eval('#here', (e) => {
    const at = e.getBoundingClientRect();
    return at.top >= 0 && at.bottom <= innerHeight;
  });
  assert.ok(seen, 'the passage is on the screen');
});

test('a hostile page shows as text and runs nothing', async () => {
  let alerts = 0;
  page.on('dialog', (dialog) => { alerts += 1; dialog.dismiss(); });
  await open('/search?q=quay%20safe');
  await follow('main ol h2 a');
  assert.match(await text('.body'), /<img src=x onerror=alert\(2\)>/);
  assert.equal(await page.$('main img, main script'), null);
  assert.equal(await page.evaluate(() => window.harmed), undefined);
  assert.equal(alerts, 0);
});

test('no page violates WCAG 2.2 AA or is wider than its screen', async () => {
  const paths = ['/', '/documents', await first('/documents', 'documents'), '/statements',
    '/statements?unresolved=1', '/actors', await first('/actors', 'actors'), '/works',
    await first('/works', 'works'), '/answers', '/unanswered', '/discrepancies', '/recommendations',
    '/lineups', '/timeline', '/search?q=port', '/nowhere'];
  const looker = await browser.newPage();
  await looker.setBypassCSP(true);
  for (const scheme of ['light', 'dark']) {
    for (const width of [1200, 390]) {
      await looker.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
      await looker.setViewport({ width, height: 900 });
      for (const path of paths) {
        await looker.goto(base + path);
        await looker.evaluate(axe);
        const found = await looker.evaluate(() => window.axe.run(document, { runOnly:
          ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
        const told = found.violations.map((v) => `${v.id}: ${v.nodes[0].html}`);
        assert.deepEqual(told, [], `${path}, ${scheme}, ${width}`);
        const wide = await looker.evaluate(() => document.documentElement.scrollWidth > innerWidth);
        assert.ok(!wide, `${path} is wider than ${width}`);
      }
    }
  }
});
