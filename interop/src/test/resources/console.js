// Uses the console of the local service as a person would, in a headless Chromium: clicks, types, and looks.
// Arguments: the service's address, and a folder for screenshots. Prints each step that holds; fails at the first that
// does not. The stream "aggregates" has to be there, with a pinned aggregate of three user records.
'use strict';

const assert = require('node:assert');
const path = require('node:path');
const chromium = require('@sparticuz/chromium');
const puppeteer = require('puppeteer-core');

const [address, folder] = process.argv.slice(2);
const LIMIT_MILLIS = 20000;
const WHOLE_LIMIT_MILLIS = 100000;
const HOSTILE = '<img src=x onerror=alert(1)>';

const streamPage = (name, rest = '') =>
  `${address}/#/stream/${encodeURIComponent(`arn:aws:kinesis:us-east-1:000000000000:stream/${name}`)}${rest}`;

function step(name) {
  process.stdout.write(`${name}\n`);
}

/** Whatever the page complains of, and whatever it asks of anybody else. */
function complaintsOf(page) {
  const complaints = [];
  page.on('console', message => {
    if (['error', 'warn', 'warning'].includes(message.type())) {
      complaints.push(`console: ${message.text()}`);
    }
  });
  page.on('pageerror', error => complaints.push(`error: ${error.stack}`));
  page.on('dialog', dialog => {
    complaints.push(`a script of somebody else's ran: ${dialog.message()}`);
    dialog.dismiss();
  });
  page.on('request', request => {
    if (!request.url().startsWith(`${address}/`) && !request.url().startsWith('data:')) {
      complaints.push(`asks somebody else: ${request.url()}`);
    }
  });
  page.on('response', response => {
    if (response.status() >= 400) {
      complaints.push(`${response.status()} ${response.url()}`);
    }
  });
  return complaints;
}

/** Waits until a text is in an element. */
function sees(page, selector, text) {
  return page.waitForFunction(
    (where, what) => [...document.querySelectorAll(where)].some(found => found.textContent.includes(what)),
    { timeout: LIMIT_MILLIS, polling: 50 }, selector, text);
}

/** Clicks what is there or comes, by its handle: nothing moves between the look and the click. */
async function click(page, selector) {
  await page.locator(selector).setTimeout(LIMIT_MILLIS).click();
}

async function fill(page, selector, text) {
  await page.locator(selector).setTimeout(LIMIT_MILLIS).fill(text);
}

async function openShards(page, count) {
  await sees(page, '.ring .total', String(count));
  await page.waitForFunction(expected => document.querySelectorAll('#shard-table tbody tr').length === expected,
    { timeout: LIMIT_MILLIS, polling: 50 }, count);
}

async function walk(page, complaints) {
  const shot = name => page.screenshot({ path: path.join(folder, `${name}.png`) });
  await page.setViewport({ width: 1280, height: 800 });
  await page.goto(`${address}/`, { waitUntil: 'load', timeout: LIMIT_MILLIS });
  await sees(page, '#streams', 'aggregates');
  await sees(page, '#link', 'live');
  step('open');

  await click(page, '#new-stream');
  await fill(page, '#stream-name', 'orders');
  await fill(page, '#stream-shards', '2');
  await click(page, 'dialog button.main');
  await sees(page, '#stream-title', 'orders');
  await openShards(page, 2);
  step('create a stream');

  await click(page, '#put-record');
  await fill(page, '#put-key', HOSTILE);
  await fill(page, '#put-data', `${HOSTILE} \u202e right to left`);
  await click(page, 'dialog button.main');
  await sees(page, 'dialog .outcome.good', 'Stored in shard');
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => !document.querySelector('dialog'), { timeout: LIMIT_MILLIS, polling: 50 });
  await click(page, '.tabs a:nth-child(2)');
  await sees(page, '#records-table td.data', `${HOSTILE} U+202E right to left`);
  await sees(page, '#records-table td.key', HOSTILE);
  await click(page, '#records-table tr.record td.data');
  await sees(page, '#payload', HOSTILE);
  assert.strictEqual(await page.$$eval('img, #payload *:not(bdi):not(span)', found => found.length), 0);
  await shot('hostile');
  await page.keyboard.press('Escape');
  step('put a record, whose markup stays text');

  await page.goto(streamPage('aggregates', '/records'));
  await sees(page, '#records-table .badge', '3 user records');
  await sees(page, '#records-table .badge', 'pinned');
  for (const text of ['data of a', 'data of b', 'data of c']) {
    await sees(page, '#records-table tr.part td.data', text);
  }
  await click(page, '#records-table tr.part td.data');
  await sees(page, 'dialog', 'Sub-sequence number');
  await sees(page, '#payload', 'data of a');
  await click(page, 'dialog input[type=checkbox]');
  await sees(page, '#payload', '64 61 74 61 20 6f 66 20 61');
  await page.keyboard.press('Escape');
  await shot('records');
  step('take an aggregate apart');

  await page.goto(streamPage('orders'));
  await openShards(page, 2);
  await click(page, '#split');
  await openShards(page, 3);
  await sees(page, '.ring .caption', '1 closed');
  step('split');
  await click(page, '#shard-table tr:nth-child(1) button');
  await sees(page, '#chosen-shard', 'shardId-000000000002');
  await click(page, '#merge-next');
  await openShards(page, 2);
  assert.strictEqual((await page.$$('.family rect')).length, 5);
  step('merge');
  await page.$eval('.ring', ring => ring.focus());
  const chosen = await page.$eval('#chosen-shard', found => found.textContent);
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction(before => document.querySelector('#chosen-shard').textContent !== before,
    { timeout: LIMIT_MILLIS, polling: 50 }, chosen);
  step('choose by keyboard');
  await fill(page, '#split-at', '1');
  await click(page, '#split');
  await sees(page, '#notices', 'InvalidArgumentException: NewStartingHashKey 1 ');
  // The browser tells of the answer as of a failure; it is the one that was asked for.
  assert.ok(complaints.splice(0).every(complaint => complaint.includes('400')), 'only the refusal is complained of');
  step('a refusal is told');

  await click(page, '#menu a[href="#/faults"]');
  await fill(page, '#fault-throttle--chance', '100');
  await click(page, '#fault-throttle');
  await sees(page, '#menu', 'Faults');
  await page.waitForSelector('#menu .dot', { timeout: LIMIT_MILLIS });
  assert.match(await refusal(), /ProvisionedThroughputExceededException/);
  await sees(page, '#hits-throttle', 'hit 1');
  await shot('faults');
  await click(page, '#faults-off');
  await sees(page, '#fault-state', 'Nothing goes wrong');
  assert.doesNotMatch(await refusal(), /Exception/);
  step('a fault on and off');

  await page.goto(streamPage('orders'));
  await openShards(page, 2);
  await page.waitForFunction(() => [...document.querySelectorAll('.plot .now')].every(now => now.textContent !== '–'),
    { timeout: LIMIT_MILLIS, polling: 50 });
  await shot('shards');
  for (const [name, scheme, width] of [['dark', 'dark', 1280], ['phone', 'light', 390]]) {
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
    await page.setViewport({ width, height: 844 });
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), `${name} is too wide`);
    await shot(name);
  }
  step('plots');

  await click(page, '#delete-stream');
  await fill(page, '#delete-name', 'orders');
  await click(page, 'dialog button.main');
  await page.waitForFunction(() => !document.querySelector('#streams').textContent.includes('orders'),
    { timeout: LIMIT_MILLIS, polling: 50 });
  step('delete');
}

/** What a client of the API is answered. */
async function refusal() {
  const response = await fetch(`${address}/`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-amz-json-1.1', 'X-Amz-Target': 'Kinesis_20131202.ListStreams',
      'X-Amz-Date': '20260304T050607Z',
      Authorization: 'AWS4-HMAC-SHA256 Credential=any/20260304/us-east-1/kinesis/aws4_request,'
        + ' SignedHeaders=host;x-amz-date, Signature=0123',
    },
    body: '{}',
    signal: AbortSignal.timeout(LIMIT_MILLIS),
  });
  return response.text();
}

async function main() {
  const browser = await puppeteer.launch({
    executablePath: await chromium.executablePath(), args: chromium.args, headless: 'shell', pipe: true,
    timeout: LIMIT_MILLIS, protocolTimeout: LIMIT_MILLIS,
  });
  const watchdog = setTimeout(() => browser.process().kill('SIGKILL'), WHOLE_LIMIT_MILLIS);
  try {
    const page = await browser.newPage();
    const complaints = complaintsOf(page);
    try {
      await walk(page, complaints);
    } catch (error) {
      await page.screenshot({ path: path.join(folder, 'failure.png') });
      throw new Error(`${error.stack}\ncomplaints of the page: ${complaints.join('\n')}`);
    }
    assert.deepStrictEqual(complaints, []);
    step('without complaint');
  } finally {
    clearTimeout(watchdog);
    await browser.close();
  }
}

main().catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
