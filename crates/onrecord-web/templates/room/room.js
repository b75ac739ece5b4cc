// What the pages can do besides: the clipboard, links to a selection, the keyboard. Nothing of the
// record depends on it. No word of a document is ever written as markup here, only as text.
'use strict';

const main = document.getElementById('main');
const article = document.querySelector('article.document');
const statements = [...document.querySelectorAll('.statement, ol.rows > li:not(.point, .turn)')];
const status = document.createElement('p');
status.className = 'status';
status.setAttribute('role', 'status');
document.body.append(status);

function tell(words) {
  status.textContent = words;
  clearTimeout(tell.timer);
  tell.timer = setTimeout(() => { status.textContent = ''; }, 4000);
}

// --- the clipboard -----------------------------------------------------------

async function copy(text, done) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Where the browser gives no clipboard (another address than this machine's own).
    const area = document.createElement('textarea');
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
  }
  tell(done);
}

const address = (href) => new URL(href, location.href).href;

function quote(button) {
  const link = button.closest('.statement').querySelector('a.open').href;
  return `${button.dataset.quote}\n${address(link)}\n${button.dataset.hash}`;
}

for (const button of document.querySelectorAll('button.copy')) {
  button.hidden = false;
  button.addEventListener('click', () => copy(quote(button), 'Quotation copied, with its source.'));
}

// --- links to a selection ------------------------------------------------------
// Places are counted in code points of the document's text: a block says where it begins, and what
// the page put into it (numbers of notes and of pages) does not count.

const added = '.ref, .page';
const points = (text) => [...text].length;

function textNodes(block) {
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT, (node) =>
    node.parentElement.closest(added) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  return nodes;
}

function placeOf(container, offset) {
  const element = container.nodeType === Node.TEXT_NODE ? container.parentElement : container;
  const block = element.closest('[data-at]');
  if (!block) return null;
  const before = document.createRange();
  before.setStart(block, 0);
  before.setEnd(container, offset);
  const text = document.createElement('div');
  text.append(before.cloneContents());
  for (const extra of text.querySelectorAll(added)) extra.remove();
  return Number(block.dataset.at) + points(text.textContent);
}

function rangeOf(from, to) {
  const range = document.createRange();
  let begun = false;
  for (const block of document.querySelectorAll('[data-at]')) {
    let at = Number(block.dataset.at);
    for (const node of textNodes(block)) {
      const characters = [...node.data];
      const end = at + characters.length;
      const cut = (place) => characters.slice(0, place - at).join('').length;
      if (!begun && from < end && from >= at) {
        range.setStart(node, cut(from));
        begun = true;
      }
      if (begun && to <= end) {
        range.setEnd(node, cut(Math.max(to, at)));
        return range;
      }
      at = end;
    }
  }
  return null;
}

/** The document's own words between two places, a line for each block. */
function wordsBetween(from, to) {
  const lines = [];
  for (const block of document.querySelectorAll('[data-at]')) {
    let at = Number(block.dataset.at);
    let line = '';
    for (const node of textNodes(block)) {
      const characters = [...node.data];
      line += characters.slice(Math.max(0, from - at), Math.max(0, to - at)).join('');
      at += characters.length;
    }
    if (line.trim()) lines.push(line.trim());
  }
  return lines.join('\n');
}

/** The places between which the selection stands, if it does in the document's text. */
function selected() {
  const selection = getSelection();
  const range = selection.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0) : null;
  const from = range && placeOf(range.startContainer, range.startOffset);
  const to = range && placeOf(range.endContainer, range.endOffset);
  return from === null || to === null || from >= to ? null : { from, to };
}

if (article) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'passage-link';
  button.textContent = 'copy link to this passage';
  button.hidden = true;
  main.append(button);
  let link = null;
  document.addEventListener('selectionchange', () => {
    const place = selected();
    button.hidden = !place;
    if (!place) return;
    const { from, to } = place;
    const written = location.pathname.endsWith('.html');
    const query = written ? '' : `?from=${from}&to=${to}`;
    link = { href: `${location.pathname}${query}#p-${from}-${to}`, words: wordsBetween(from, to) };
  });
  button.addEventListener('click', () =>
    copy(`“${link.words}”\n${document.querySelector('h1').textContent.trim()}\n${location.protocol === 'file:'
      ? address(link.href) : location.origin + link.href}`, 'Passage copied, with the link to it.'));
  // Notes beside the text are not copied with it.
  document.addEventListener('copy', (event) => {
    const place = selected();
    if (!place) return;
    event.clipboardData.setData('text/plain', wordsBetween(place.from, place.to));
    event.preventDefault();
  });
  // A link to a passage that no page leads to has no anchor: it is selected.
  const named = /^#p-(\d+)-(\d+)$/.exec(location.hash);
  if (named && !document.getElementById(location.hash.slice(1))) {
    const range = rangeOf(Number(named[1]), Number(named[2]));
    if (range) {
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      range.startContainer.parentElement.scrollIntoView({ block: 'center' });
    }
  }
}

// --- the keyboard ----------------------------------------------------------------

const keys = [
  ['j', 'next statement', () => step(1)],
  ['k', 'statement before', () => step(-1)],
  ['a', 'accept', () => press('button[value=accept]')],
  ['r', 'reject', () => press('button[value=reject]')],
  ['o', 'open where it stands', () => press('a.open, h2 a, .known a')],
  ['c', 'copy quote', () => press('button.copy')],
  ['/', 'search', () => search()],
  ['?', 'these keys', () => help.showModal()],
].filter(([key]) => {
  // What a page cannot do, as in a folder of files, is not offered.
  if ('ar'.includes(key)) return document.querySelector('button[value=accept]');
  return key !== '/' || document.querySelector('nav a[href="/search"]');
});

let current = -1;

function choose(index) {
  statements[current]?.classList.remove('current');
  if (index >= statements.length) tell('This is the last on this page.');
  current = Math.max(0, Math.min(index, statements.length - 1));
  const chosen = statements[current];
  if (!chosen) return;
  chosen.classList.add('current');
  chosen.tabIndex = -1;
  chosen.focus({ preventScroll: true });
  chosen.scrollIntoView({ block: 'center' });
}

const step = (by) => choose(current < 0 && by < 0 ? 0 : current + by);
const press = (what) => statements[current]?.querySelector(what)?.click() ?? (current < 0 && tell('Choose one first, with j.'));

function search() {
  const field = document.getElementById('q');
  const way = document.querySelector('nav a[href="/search"]');
  if (field) field.focus(); else if (way) way.click();
}

const help = document.createElement('dialog');
help.className = 'keys';
help.setAttribute('aria-labelledby', 'keys-title');
const title = document.createElement('h2');
title.id = 'keys-title';
title.textContent = 'Keys';
const list = document.createElement('dl');
for (const [key, words] of keys) {
  const line = document.createElement('div');
  const term = document.createElement('dt');
  term.append(Object.assign(document.createElement('kbd'), { textContent: key }));
  line.append(term, Object.assign(document.createElement('dd'), { textContent: words }));
  list.append(line);
}
// Keys without Ctrl or Alt must be possible to turn off (WCAG 2.1.4).
const stored = () => { try { return localStorage.getItem('keys'); } catch { return null; } };
const choice = document.createElement('label');
const box = Object.assign(document.createElement('input'), { type: 'checkbox', checked: stored() !== 'off' });
box.addEventListener('change', () => {
  try { localStorage.setItem('keys', box.checked ? 'on' : 'off'); } catch { /* for this page only */ }
});
choice.append(box, ' keys are on');
const close = Object.assign(document.createElement('button'), { type: 'button', textContent: 'close' });
close.addEventListener('click', () => help.close());
help.append(title, list, choice, close);
document.body.append(help);

const opener = Object.assign(document.createElement('button'), { type: 'button', textContent: 'keys' });
opener.className = 'opener';
opener.addEventListener('click', () => help.showModal());
document.querySelector('.foot')?.append(opener);

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat && 'ar'.includes(event.key) || help.open) return;
  if (event.target.closest('input, textarea, select')) return;
  const known = keys.find(([key]) => key === event.key);
  if (!known || !box.checked) return;
  event.preventDefault();
  known[2]();
});

// On paper nothing can be opened: what is known of a document is printed with it.
const folded = () => document.querySelectorAll('details.facts:not([open])');
let opened = [];
addEventListener('beforeprint', () => {
  opened = [...folded()];
  for (const one of opened) one.open = true;
});
addEventListener('afterprint', () => {
  for (const one of opened) one.open = false;
});

// Whoever comes back from judging, or along a link, goes on from there.
const arrived = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
if (arrived) {
  const holder = arrived.closest('.statement')
    ?? document.getElementById(`n-${arrived.id}`)?.closest('.statement');
  current = statements.indexOf(holder);
  holder?.classList.add('current');
}
