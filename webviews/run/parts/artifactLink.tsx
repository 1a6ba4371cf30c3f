import type { ComponentChildren } from 'preact';
import type { ArtifactRow } from '../../../engine/src/operations/runs/page/runPage.ts';
import { Link } from '../../shared/components/button.tsx';
import { useChannel } from '../../shared/hooks.ts';
import { PAGE_COMMANDS } from '../../shared/protocol.ts';

export interface ArtifactLinkProps {
  readonly artifact: ArtifactRow;
  readonly run: string;
  readonly children: ComponentChildren;
}

/** Opens an artifact in the editor, where its bytes are on this machine. */
export function ArtifactLink({ artifact: { path, isHere }, run, children }: ArtifactLinkProps) {
  const channel = useChannel();
  if (!isHere) return <span title="Its bytes are not on this machine">{children}</span>;
  return <Link onClick={() => channel.command(PAGE_COMMANDS.openArtifact, { run, path })}>{children}</Link>;
}
