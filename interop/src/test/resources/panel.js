// Opens a page of the console that others provide, in a headless Chromium. Arguments: the service's address, the page's id, a text
// that it shows, and the file for a screenshot. Prints what stands in the page's tables, a line for each row.
'use strict';

const chromium = require('@sparticuz/chromium');
const puppeteer = require('puppeteer-core');

const [address, id, text, file] = process.argv.slice(2);
const LIMIT_MILLIS = 20000;

async function main() {
  const browser = await puppeteer.launch({
    executablePath: await chromium.executablePath(), args: chromium.args, headless: 'shell', pipe: true,
    timeout: LIMIT_MILLIS, protocolTimeout: LIMIT_MILLIS,
  });
  try {
    const page = await browser.newPage();
    await page.setViewport({ width: 1400, height: 700 });
    await page.goto(`${address}/#/panel/${id}`);
    await page.waitForFunction(
      what => [...document.querySelectorAll('td')].some(found => found.textContent.includes(what)),
      { timeout: LIMIT_MILLIS, polling: 50 }, text);
    await page.screenshot({ path: file });
    const rows = await page.$$eval('tr', found => found.map(row =>
      [...row.cells].map(cell => cell.textContent).join(' | ')));
    rows.forEach(row => process.stdout.write(`${row}\n`));
  } finally {
    await browser.close();
  }
}

main().catch(failure => {
  process.stderr.write(`${failure.stack}\n`);
  process.exitCode = 1;
});
