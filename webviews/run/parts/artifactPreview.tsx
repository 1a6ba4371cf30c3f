import { bytes } from '../../../engine/src/language/figures.ts';
import type { ArtifactRow } from '../../../engine/src/operations/runs/page/runPage.ts';
import { Button } from '../../shared/components/button.tsx';
import { PreviewShown } from '../../shared/components/previewShown.tsx';
import { Section } from '../../shared/components/section.tsx';
import { Answered, Empty } from '../../shared/components/states.tsx';
import { useAnswer, useChannel } from '../../shared/hooks.ts';
import { PAGE_COMMANDS } from '../../shared/protocol.ts';
import { short } from '../model/crumb.ts';

export interface ArtifactPreviewProps {
  readonly artifact: ArtifactRow;
  readonly run: string;
}

/** What is in a file: text, picture or rows, or why that is not shown. */
export function ArtifactPreview({ artifact: { path, size, sha256, isHere }, run }: ArtifactPreviewProps) {
  const channel = useChannel();
  const answer = useAnswer('artifactPreview', isHere ? { run, path } : undefined, []);
  const open = () => channel.command(PAGE_COMMANDS.openArtifact, { run, path });
  return (
    <div class="preview">
      <Section
        title={
          <span class="cut" title={path}>
            {path.slice(path.lastIndexOf('/') + 1)}
          </span>
        }
        caption={
          <>
            {bytes(size)},{' '}
            <span class="mono" title={`SHA-256 ${sha256}`}>
              {short(sha256, 8)}
            </span>
          </>
        }
        end={isHere && <Button onClick={open}>Open in editor</Button>}
      >
        {isHere ? (
          <Answered answer={answer} rows={8}>
            {(preview) => <PreviewShown preview={preview} name={path} />}
          </Answered>
        ) : (
          <Empty title="Not on this machine" text="The bytes of this file are elsewhere, or were cleaned up." />
        )}
      </Section>
    </div>
  );
}
