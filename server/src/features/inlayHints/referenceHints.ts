import type { InlayHint } from 'vscode-languageserver';
import { modelVersionOf } from '../../../../engine/src/project/modelVersionOf.ts';
import { versionDocs } from '../hover/modelDocs.ts';
import { type HintsAsked, inlayHint, isShown } from './hint.ts';

/** `v8` behind a reference that says no number. */
export function referenceHints({ document, range }: HintsAsked): readonly InlayHint[] {
  const { file, snapshot } = document;
  return file.places.flatMap(({ path, schema, value }) => {
    if (schema['x-reference'] !== 'model' || typeof value !== 'string' || /:\d/.test(value)) return [];
    const scalar = file.tree.scalar(path);
    const behind = scalar?.range(0, scalar.text.length);
    const version = behind && isShown(behind, { range }) ? modelVersionOf(snapshot.project, value) : undefined;
    if (behind === undefined || version === undefined) return [];
    const tooltip = versionDocs(snapshot, version.model, version.version);
    return [inlayHint({ behind, text: `→ v${version.version}`, tooltip, leadsTo: version.file }, snapshot)];
  });
}
