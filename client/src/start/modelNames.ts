import { posix } from 'node:path';

/** A model's name from the file that it came in: `My Model.onnx` is `my-model`. */
export function modelName(path: string): string {
  const stem = posix.basename(path).replace(/\.onnx$/i, '');
  const words = stem
    .normalize('NFKD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase()
    .match(/[a-z0-9]+/g);
  return (words ?? ['model']).join('-');
}

/** What is wrong with a name while it is typed; the registry has the last word. */
export function wrongModelName(name: string): string | undefined {
  if (name.trim() === '') return 'A model needs a name';
  return /[\\/:*?"<>|@]/.test(name) ? 'None of \\ / : * ? " < > | @' : undefined;
}
