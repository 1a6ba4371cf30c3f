/** Of use in a checkout only. */
const LEFT_OUT = ['private', 'scripts', 'dependencies', 'devDependencies', 'optionalDependencies'];

/** package.json as it stands in a package: without what belongs to the checkout. What is bundled is no dependency any more. */
export function extensionManifest(manifest: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(manifest).filter(([key]) => !LEFT_OUT.includes(key)));
}

/** Files that a manifest names, in the package's form: its program, icons, and what it contributes from a file. */
export function namedFiles(manifest: Readonly<Record<string, unknown>>): readonly string[] {
  const contributed = texts(manifest['contributes']).filter((text) => text.startsWith('./'));
  return [manifest['main'], manifest['icon'], ...contributed]
    .filter((path) => typeof path === 'string')
    .map((path) => path.replace(/^\.\//, ''));
}

function texts(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(texts) : [];
}
