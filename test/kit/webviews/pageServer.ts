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

const TYPES: Readonly<Record<string, string>> = { js: 'text/javascript', css: 'text/css' };

/** Serves bundled pages with the document and the policy that they have in the product. */
export async function startPageServer(folder: string): Promise<PageServer> {
  const server = createServer(async ({ url = '/' }, response) => {
    const path = new URL(url, 'http://local').pathname.slice(1);
    const [name = '', ending = ''] = path.split('.');
    if (!/^[a-z]+$/.test(name)) {
      response.writeHead(404).end();
      return;
    }
    if (ending === 'html') {
      const nonce = randomBytes(16).toString('hex');
      const parts = { title: name, script: `/${name}.js`, style: `/${name}.css`, source: "'self'", nonce };
      const headers = { 'content-type': 'text/html', 'content-security-policy': contentPolicy(parts) };
      response.writeHead(200, headers).end(pageHtml(parts));
      return;
    }
    const type = TYPES[ending];
    const content = type === undefined ? undefined : await readFile(join(folder, path)).catch(() => undefined);
    if (type === undefined || content === undefined) response.writeHead(404).end();
    else response.writeHead(200, { 'content-type': type }).end(content);
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
