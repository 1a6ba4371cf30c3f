import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { contentPolicy, pageHtml } from '../../../client/src/panels/pageHtml.ts';

export interface PageServer {
  /** Address of a page of the folder, by its name. */
  address(page: string): string;
  stop(): Promise<void>;
}

/** Serves bundled pages with the document and the policy that they have in the product. */
export async function startPageServer(folder: string): Promise<PageServer> {
  const server = createServer(async ({ url = '/' }, response) => {
    const title = /^\/([a-z]+)\.html$/.exec(url)?.[1];
    if (title === undefined) {
      response.writeHead(404).end();
      return;
    }
    const bundled = (ending: string) => readFile(join(folder, `${title}.${ending}`), 'utf8');
    const [script, style] = await Promise.all([bundled('js'), bundled('css')]);
    const nonce = randomBytes(16).toString('hex');
    const headers = { 'content-type': 'text/html', 'content-security-policy': contentPolicy(nonce) };
    response.writeHead(200, headers).end(pageHtml({ title, script, style, nonce }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: (page) => `http://127.0.0.1:${port}/${page}.html`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
