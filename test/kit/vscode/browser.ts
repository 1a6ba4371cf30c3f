import { type Browser, type BrowserContext, chromium } from '@playwright/test';

/** Arguments of a browser that asks no network and runs as root in a container. */
export const BROWSER_ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

export function launchBrowser(executablePath: string, ...more: readonly string[]): Promise<Browser> {
  return chromium.launch({ executablePath, headless: true, args: [...BROWSER_ARGUMENTS, ...more] });
}

/** As `stayOnMachine`, for what is timed: there each request of a page waits for a word of the test, and none is cached. */
export const STAYS_ON_MACHINE = '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost';

/** No request leaves this machine: the workbench would ask for updates and extensions, and wait for the answer. */
export async function stayOnMachine(context: BrowserContext): Promise<void> {
  await context.route(
    ({ hostname }) => !['127.0.0.1', 'localhost'].includes(hostname) && !hostname.endsWith('.localhost'),
    (route) => route.abort(),
  );
}
