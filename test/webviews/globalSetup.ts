import { bundlePages } from '../kit/webviews/bundlePages.ts';

// biome-ignore lint/style/noDefaultExport: Playwright calls it from there, once for all workers
export default async function globalSetup(): Promise<void> {
  await bundlePages();
}
