import { test as base } from '@playwright/test';
import { launchBrowser } from '../kit/vscode/browser.ts';
import { PAGES_FOLDER } from '../kit/webviews/bundlePages.ts';
import { PageInBrowser, type PageOptions } from '../kit/webviews/pageInBrowser.ts';
import { startPageServer } from '../kit/webviews/pageServer.ts';

type Open = (options: PageOptions) => Promise<PageInBrowser>;

/** Tests share a browser and a server; each closes the pages that it has opened. */
export const test = base.extend<{ readonly open: Open }, { readonly pages: Open }>({
  pages: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from this pattern
    async ({}, use) => {
      const executable = process.env['MODELYARD_CHROMIUM'];
      if (executable === undefined) throw new Error('Start these tests with npm run test:vscode -- webviews');
      const [server, browser] = await Promise.all([startPageServer(PAGES_FOLDER), launchBrowser(executable)]);
      await use((options) => PageInBrowser.open(browser, server, options));
      await browser.close();
      await server.stop();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  open: async ({ pages }, use) => {
    const opened: PageInBrowser[] = [];
    await use(async (options) => {
      const page = await pages(options);
      opened.push(page);
      return page;
    });
    for (const page of opened) await page.close();
  },
});

export { expect } from '@playwright/test';
