/** Names of a pipeline's steps as they stand below `steps:`, in block style; none where they are written otherwise. */
export function stepNames(pipeline: string): readonly string[] {
  const lines = pipeline.split(/\r?\n/);
  const begins = lines.findIndex((line) => /^(['"]?)steps\1\s*:\s*(#.*)?$/.test(line));
  if (begins < 0) return [];
  const names: string[] = [];
  let depth: string | undefined;
  for (const line of lines.slice(begins + 1)) {
    if (/^\s*(#.*)?$/.test(line)) continue;
    const [, indent = '', , name] = /^( *)(['"]?)([A-Za-z_][\w-]*)\2\s*:/.exec(line) ?? [];
    depth ??= indent;
    if (depth === '' || /^\S/.test(line)) break;
    if (indent === depth && name !== undefined) names.push(name);
  }
  return names;
}
