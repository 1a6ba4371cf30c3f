import type { SpecPlace } from '../../engine/src/operations/runs/page/runPage.ts';

/** What stands under the pointer or the focus: the commands of the context menu are given it, inner parts add to outer ones. */
export interface MenuContext {
  /** Offers to open the line. */
  readonly place?: SpecPlace;
  /** Offers to open the artifact. */
  readonly path?: string;
  readonly run?: string;
  readonly step?: string;
}

/** For the attribute `data-vscode-context`; package.json shows entries by `webviewPlaced` and `webviewArtifact`. */
export function contextOf(context: MenuContext | undefined): string | undefined {
  if (context === undefined) return undefined;
  return JSON.stringify({
    ...context,
    ...(context.place !== undefined && { webviewPlaced: true }),
    ...(context.path !== undefined && { webviewArtifact: true }),
  });
}
