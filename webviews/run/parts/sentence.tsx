import type { ComponentChildren } from 'preact';
import type { SpecPlace } from '../../../engine/src/operations/runs/page/runPage.ts';
import { Link } from '../../shared/components/button.tsx';
import { useChannel } from '../../shared/hooks.ts';
import { PAGE_COMMANDS } from '../../shared/protocol.ts';
import type { Sentence } from '../model/text.ts';

export interface PlaceLinkProps {
  readonly place: SpecPlace | null;
  /** Underlined only under the pointer: in lists where every name leads somewhere. */
  readonly isQuiet?: boolean;
  readonly children: ComponentChildren;
}

/** Opens a line of the specs. */
export function PlaceLink({ place, isQuiet = false, children }: PlaceLinkProps) {
  const channel = useChannel();
  if (place === null) return <>{children}</>;
  const link = <Link onClick={() => channel.command(PAGE_COMMANDS.openPlace, place)}>{children}</Link>;
  return isQuiet ? <span class="quiet">{link}</span> : link;
}

/** A sentence with its links; `root` is the project of the runs that it names. */
export function Sentences({ sentences, root }: { readonly sentences: readonly Sentence[]; readonly root: string }) {
  const channel = useChannel();
  return (
    <>
      {sentences.map((sentence, line) => (
        <span class="line" key={`${line}`}>
          {sentence.map((piece) => {
            if (typeof piece === 'string') return piece;
            if (piece.kind === 'strong') return <b key={piece.text}>{piece.text}</b>;
            if (piece.kind === 'place')
              return (
                <PlaceLink key={piece.text} place={piece.place}>
                  {piece.text}
                </PlaceLink>
              );
            const { text, run } = piece;
            return (
              <Link key={text} onClick={() => channel.command('modelyard.openRun', { root, run })}>
                {text}
              </Link>
            );
          })}{' '}
        </span>
      ))}
    </>
  );
}
