// The reading room in a real browser: the way from the overview to a speaker and an answer, judging
// and undoing, links to statements and passages, a hostile page, the written report, and no violation
// of WCAG 2.2 AA on any kind of page.
//
// Needs `onrecord` built for release and a Chromium; ../../../.ci/browser sees to both.

import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import puppeteer from 'puppeteer-core';

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, '../../..');
const program = join(root, 'target/release/onrecord');
const axe = readFileSync(join(here, 'node_modules/axe-core/axe.min.js'), 'utf8');
const hostile = `<html><head><title>Port &lt;script&gt;alert(1)&lt;/script&gt;</title></head><body><article>
<h1>Harbour notes</h1><script>window.harmed = true</script>
<p>“The quay is safe &lt;img src=x onerror=alert(2)&gt; and sound,” the harbour master Ana Vell said on Monday.</p>
<p>The council said that the harbour would stay open all winter, whatever the weather brings to it.</p>
</article></body></html>`;

let folder, report, room, base, browser, page;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'onrecord-'));
  mkdirSync(join(folder, 'more'));
  writeFileSync(join(folder, 'more/hostile.html'), hostile);
  const file = join(folder, 'case.onrecord');
  const example = join(root, 'examples/marram-strait/documents');
  execFileSync(program, ['build', example, join(folder, 'more'), '--case', file]);
  report = join(folder, 'report');
  execFileSync(program, ['report', '--case', file, '--out', report]);
  room = spawn(program, ['serve', '--port', '0', '--by', 'Ada Reader', '--case', file]);
  base = await new Promise((found) => room.stdout.once('data', (line) =>
    found(String(line).match(/http:\/\/[^/\s]+/)[0])));
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  browser = await puppeteer.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  page = await browser.newPage();
  await browser.defaultBrowserContext().overridePermissions(base, ['clipboard-read', 'clipboard-write']);
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

test('an answer stands beside its finding and leads to the statement that answers', async () => {
  await open('/answers?show=answered');
  const [put, met] = await page.$eval('.point', (e) => [e.querySelector('.put'), e.querySelector('.met')]
    .map((side) => side.getBoundingClientRect().left));
  assert.ok(met > put, 'two columns');
  await follow('.met a.open');
  assert.match(page.url(), /\/documents\/d[0-9a-f]{16}#s[0-9a-f]{16}$/);
  assert.ok(await page.$eval(':target', (e) => e.closest('[data-at]') !== null));
});

test('a statement is judged with the keyboard, and the judgement undone', async () => {
  await open(await first('/documents', 'documents'));
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  const id = await page.$eval('.current', (e) => e.id);
  await Promise.all([page.waitForNavigation(), page.keyboard.press('r')]);
  assert.equal(new URL(page.url()).hash, `#${id}`);
  assert.match(await text(`#${id} .judged`), /rejected.*by Ada Reader/s);
  assert.ok(await page.$eval(`#${id}`, (e) => e.matches('.rejected.current')));
  // On from where the judgement was made, and back.
  await page.keyboard.press('j');
  assert.notEqual(await page.$eval('.current', (e) => e.id), id);
  await follow(`#${id} .judged button`);
  assert.equal(await page.$(`#${id} .judged`), null);
  assert.equal(await page.$(`#${id}.rejected`), null);
  await open('/judgements');
  assert.match(await text('main'), /undone by Ada Reader/);
});

test('a speaker is set by hand and shown as a person’s, and a note added', async () => {
  await open('/statements?unresolved=1');
  const id = await page.$eval('li.statement', (e) => e.id);
  await page.click(`#${id} .tools summary`);
  await page.type(`#${id} input[name=speaker]`, 'The harbour office');
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
  assert.equal(await page.$(`#${id}`), null, 'it is resolved now');
  await open('/judgements');
  assert.match(await text('main li'), /speaker set to The harbour office by Ada Reader/);
  await follow('main li .known a');
  assert.match(await text('.note.current .voice'), /The harbour office/);
  await page.click('.note.current .tools summary');
  await page.type('.note.current input[name=note]', 'heard <b>twice</b>');
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
  assert.match(await text('.note.current .judged.note'), /heard <b>twice<\/b>/);
});

test('two of a like name are held to be the same, and their statements are one list', async () => {
  await open('/actors');
  const people = await page.$$eval('main th a', (all) => all.map((a) => a.getAttribute('href')));
  let pair = null;
  for (const path of people) {
    await open(path);
    if (await page.$('.alike form.pair')) { pair = path; break; }
  }
  assert.ok(pair, 'the example has two of a like name');
  const count = () => page.$eval('.leaf p', (e) => Number((e.textContent.match(/of (\d+)/) ?? [0, 0])[1]));
  const before = await count();
  await page.click('.alike summary');
  const other = await text('.alike li a');
  const added = Number((await text('.alike li .faint')).match(/(\d+) statement/)[1]);
  await follow('.alike button[value=same]');
  assert.match(await text('.judged.same'), new RegExp(`the same as\\s+${other}`));
  assert.equal(await count(), before + added);
  await follow('.judged.same button');
  assert.equal(await count(), before);
});

test('a copied quotation has its source, and its link leads to the statement', async () => {
  const copied = async (path) => {
    await open(path);
    await page.click('button.copy');
    await page.waitForFunction(() => document.querySelector('.status').textContent !== '');
    return (await page.evaluate(() => navigator.clipboard.readText())).split('\n');
  };
  const [told, who] = await copied('/statements?class=indirect');
  assert.doesNotMatch(told, /^[“"‘«„]/, 'paraphrase is no quotation');
  assert.match(who, /in the source’s words, not the speaker’s/);
  const [quoted, ...rest] = await copied('/statements?class=direct');
  assert.match(quoted, /^[“"‘«„].+/);
  const link = rest.find((line) => line.startsWith('http'));
  assert.match(rest.at(-1), /^statement s[0-9a-f]{16} · SHA-256 of the document [0-9a-f]{12}…$/);
  await page.goto(link);
  assert.ok(await page.$eval(':target', (e) => e.getBoundingClientRect().top < innerHeight));
});

test('a selection has a link that marks the very same words', async () => {
  await open(await first('/documents', 'documents'));
  // Across a mark and the number of a note, so that what the page put in would be seen.
  const words = await page.evaluate(() => {
    const block = [...document.querySelectorAll('.body [data-at]')].find((b) => b.querySelector('.ref'));
    const range = document.createRange();
    range.selectNodeContents(block);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    const own = block.cloneNode(true);
    for (const extra of own.querySelectorAll('.ref, .page')) extra.remove();
    return own.textContent;
  });
  await page.waitForSelector('.passage-link:not([hidden])');
  await page.click('.passage-link');
  await page.waitForFunction(() => document.querySelector('.status').textContent !== '');
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  await page.goto(copied.split('\n').at(-1));
  const marked = await page.evaluate(() => {
    const block = document.querySelector('.here').closest('[data-at]').cloneNode(true);
    for (const extra of block.querySelectorAll('.ref, .page')) extra.remove();
    return [...block.querySelectorAll('.here')].map((e) => e.textContent).join('');
  });
  assert.equal(marked, words);
});

test('a selection over paragraphs is copied without the notes beside them', async () => {
  await open(await first('/documents', 'documents'));
  await page.evaluate(() => {
    const blocks = [...document.querySelectorAll('.body [data-at]')].filter((b) => b.querySelector('.ref'));
    const range = document.createRange();
    range.setStartBefore(blocks[0].firstChild);
    range.setEndAfter(blocks[1].lastChild);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
  });
  await page.waitForSelector('.passage-link:not([hidden])');
  await page.click('.passage-link');
  await page.waitForFunction(() => document.querySelector('.status').textContent !== '');
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.ok(copied.split('\n').length >= 4 && !/copy quote|accept|asserted ·/.test(copied), copied);
});

test('keys can be turned off', async () => {
  await open('/statements');
  await page.keyboard.press('?');
  await page.click('dialog input');
  await page.click('dialog button');
  await page.keyboard.press('j');
  assert.equal(await page.$('.current'), null);
  await page.keyboard.press('?');
  assert.equal(await page.$('dialog[open]'), null);
  await page.click('.opener');
  await page.click('dialog input');
  await page.click('dialog button');
  await page.keyboard.press('/');
  await page.waitForNavigation();
  assert.match(page.url(), /\/search$/);
});

test('without script everything but the keyboard and the clipboard is there', async () => {
  await page.setJavaScriptEnabled(false);
  await open('/statements');
  const id = await page.$eval('li.statement', (e) => e.id);
  await follow(`#${id} button[value=accept]`);
  assert.match(await text(`#${id} .judged`), /accepted/);
  await follow(`#${id} .judged button`);
  assert.equal(await page.$(`#${id} .judged`), null);
  assert.equal(await page.$eval(`#${id} button.copy`, (e) => e.hidden), true);
  await page.setJavaScriptEnabled(true);
});

test('the written report reads the same from the disk, with style and script', async () => {
  const asked = [];
  const note = (request) => asked.push(request.url());
  page.on('request', note);
  await page.goto(`file://${report}/index.html`);
  await follow('main a[href="documents.html"]');
  await follow('main ol a');
  assert.equal(await page.$('form'), null);
  const painted = await page.$eval('.content', (e) => getComputedStyle(e).backgroundColor);
  assert.notEqual(painted, 'rgba(0, 0, 0, 0)');
  await page.keyboard.press('j');
  assert.ok(await page.$('.note.current'));
  await page.goto(`file://${report}/timeline.html`);
  await follow('main ol li .known a');
  assert.match(page.url(), /#p-\d+-\d+$/);
  assert.ok(await page.$eval(':target', (e) => getComputedStyle(e).outlineStyle === 'solid'));
  page.off('request', note);
  assert.ok(asked.every((url) => url.startsWith('file://')), asked.join(' '));
});

test('a hit of the search stands highlighted in its text', async () => {
  await open('/search');
  await page.type('input[name=q]', 'passports');
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
  assert.ok((await page.$$('.counts li')).length > 2, 'with counts');
  await follow('main ol h2 a');
  assert.match((await text('.here')).toLowerCase(), /passports/);
  const seen = await page.$eval('.here', (e) => {
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
    await first('/works', 'works'), '/answers', '/answers?show=answered', '/discrepancies',
    '/recommendations', '/lineups', '/timeline', '/timeline?by=side', '/judgements', '/search?q=port',
    '/nowhere'];
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
