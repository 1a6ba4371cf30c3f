/** What went wrong in a command line, in its own words and without its marks; undefined where nothing did. */
export function problemOf(outcome: { readonly code: number; readonly err: string } | undefined): string | undefined {
  if (outcome === undefined) return 'Modelyard’s language server did not do it; the output says why.';
  if (outcome.code === 0) return undefined;
  const lines = outcome.err.split(/\r?\n/).map((line) => line.trim());
  const said = lines.filter((line) => /^(error|next): /.test(line)).map((line) => line.replace(/^\w+: /, ''));
  return (
    (said.length > 0 ? said : lines).map((line) => line.replaceAll('`', '')).join(' ') ||
    `It ended with ${outcome.code}.`
  );
}

/** A refusal and its next step as one text, as boxes and messages show it. */
export function refusalText({ message, next }: { readonly message: string; readonly next?: string }): string {
  const text = next === undefined ? message : `${message.replace(/\.$/, '')}. ${next}`;
  return text.replaceAll('`', '');
}
