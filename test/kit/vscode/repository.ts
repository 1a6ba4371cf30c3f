import { fileURLToPath } from 'node:url';

/** Folder of this checkout, which is also the folder of the extension under development. */
export const repository = fileURLToPath(new URL('../../..', import.meta.url)).replace(/[\\/]$/, '');
