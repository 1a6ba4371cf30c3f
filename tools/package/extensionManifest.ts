/** Of use in a checkout only. */
const LEFT_OUT = ['private', 'scripts', 'dependencies', 'devDependencies', 'optionalDependencies'];

/** package.json as it stands in a package: without what belongs to the checkout. What is bundled is no dependency any more. */
export function extensionManifest(manifest: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(manifest).filter(([key]) => !LEFT_OUT.includes(key)));
}
