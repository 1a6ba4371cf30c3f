import { window } from 'vscode';
import type { Kind } from '../../../engine/src/language/kinds.ts';
import type { StepArgument } from '../../../server/src/protocol.ts';
import { type NamedSpec, namedSpecs } from '../projects.ts';
import { stepNames } from '../tasks/stepNames.ts';
import { sayNothingHere } from './nothingHere.ts';

/** A spec of the workspace that the user picks; undefined where there is none, which is said, or none is picked. */
export async function pickSpec(kind: Exclude<Kind, 'project'>, placeHolder: string): Promise<NamedSpec | undefined> {
  const specs = await namedSpecs(kind);
  if (specs.length === 0) {
    void sayNothingHere(kind);
    return undefined;
  }
  const items = inFrontFirst(specs).map((spec) => ({ label: spec.name, description: spec.file.fsPath, spec }));
  return (await window.showQuickPick(items, { placeHolder, matchOnDescription: true }))?.spec;
}

/** A step of a pipeline that the user picks; the pipeline and the step in front of the user come first. */
export async function pickStep(placeHolder: string): Promise<StepArgument | undefined> {
  const pipeline = await pickSpec('pipeline', 'Pipeline');
  if (pipeline === undefined) return undefined;
  const steps = stepNames(pipeline.text);
  if (steps.length === 0) {
    void window.showInformationMessage(`${pipeline.name} has no steps yet`);
    return undefined;
  }
  const here = isInFront(pipeline) ? stepNames(textAbove()).at(-1) : undefined;
  const ordered = here === undefined ? steps : [here, ...steps.filter((step) => step !== here)];
  const step = await window.showQuickPick(ordered, { placeHolder });
  return step === undefined ? undefined : { root: pipeline.root.toString(), pipeline: pipeline.name, step };
}

function inFrontFirst(specs: readonly NamedSpec[]): readonly NamedSpec[] {
  return [...specs.filter(isInFront), ...specs.filter((spec) => !isInFront(spec))];
}

function isInFront({ file }: NamedSpec): boolean {
  return window.activeTextEditor?.document.uri.toString() === file.toString();
}

/** Text of the editor in front down to the cursor's line. */
function textAbove(): string {
  const editor = window.activeTextEditor;
  if (editor === undefined) return '';
  return editor.document.getText(editor.selection.with(editor.document.positionAt(0), endOfLine(editor)));
}

function endOfLine({ document, selection }: NonNullable<typeof window.activeTextEditor>) {
  return document.lineAt(selection.active.line).range.end;
}
