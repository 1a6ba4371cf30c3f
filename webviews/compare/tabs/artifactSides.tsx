import { bytes, count } from '../../../engine/src/language/figures.ts';
import type { ArtifactRow } from '../../../engine/src/operations/runs/page/runPage.ts';
import type { ArtifactPreview } from '../../../server/src/views/runPage.ts';
import type { Answer } from '../../shared/asker.ts';
import { Link } from '../../shared/components/button.tsx';
import { PreviewShown } from '../../shared/components/previewShown.tsx';
import { Answered, Empty } from '../../shared/components/states.tsx';
import { useChannel } from '../../shared/hooks.ts';
import { PAGE_COMMANDS } from '../../shared/protocol.ts';
import type { CompareState } from '../compareState.ts';
import type { ComparedArtifact } from '../model/artifactRows.ts';
import { type MarkedLine, markedLines } from '../model/markedLines.ts';
import { shortRun } from '../model/runLooks.ts';
import { RunHead } from './runHead.tsx';
import { useAnswers } from './useAnswers.ts';

export interface ArtifactSidesProps {
  readonly state: CompareState;
  readonly runs: readonly string[];
  readonly artifact: ComparedArtifact;
}

/** What is in a file of each run, side by side; texts with what is other than in the first. */
export function ArtifactSides({ state, runs, artifact: { path, files } }: ArtifactSidesProps) {
  const here = runs.filter((_, at) => files[at]?.isHere === true);
  const answers = useAnswers(
    'artifactPreview',
    here.map((run) => ({ run, path })),
    [],
  );
  const answerOf = (run: string) => answers[here.indexOf(run)];
  const first = runs.find((run) => here.includes(run));
  const base = first === undefined ? undefined : answerOf(first)?.value;
  return (
    <div class="sides">
      {runs.map((run, at) => (
        <section class="sec side" key={run}>
          <Side
            {...{ state, run, path, file: files[at], answer: answerOf(run) }}
            base={run === first ? undefined : base}
            isSame={
              run !== first &&
              files[at]?.sha256 !== '' &&
              files[at]?.sha256 === files[runs.indexOf(first ?? '')]?.sha256
            }
          />
        </section>
      ))}
    </div>
  );
}

interface SideProps {
  readonly state: CompareState;
  readonly run: string;
  readonly path: string;
  readonly file: ArtifactRow | undefined;
  readonly answer: Answer<ArtifactPreview> | undefined;
  /** What the first run has there. */
  readonly base: ArtifactPreview | undefined;
  readonly isSame: boolean;
}

function Side({ state, run, path, file, answer, base, isSame }: SideProps) {
  const channel = useChannel();
  return (
    <>
      <header>
        <h3>
          <RunHead state={state} run={run} />
        </h3>
        {file !== undefined && (
          <span class="cap">
            {bytes(file.size)}
            {isSame && ', the same bytes'}
          </span>
        )}
        {file?.isHere && (
          <span class="end">
            <Link onClick={() => channel.command(PAGE_COMMANDS.openArtifact, { run, path })}>Open in editor</Link>
          </span>
        )}
      </header>
      {file === undefined ? (
        <Empty title="Not in this run" text="It kept no file of this name." />
      ) : answer === undefined ? (
        <Empty title="Not on this machine" text="The bytes of this file are elsewhere, or were cleaned up." />
      ) : (
        <Answered answer={answer} rows={8}>
          {(preview) => (
            <Content
              preview={preview}
              base={isSame ? undefined : base}
              name={`${path} of ${shortRun(state.table.value, run)}`}
            />
          )}
        </Answered>
      )}
    </>
  );
}

interface ContentProps {
  readonly preview: ArtifactPreview;
  readonly base: ArtifactPreview | undefined;
  readonly name: string;
}

function Content({ preview, base, name }: ContentProps) {
  if (preview.kind !== 'text' || base?.kind !== 'text') return <PreviewShown preview={preview} name={name} />;
  const { added, removed, lines } = markedLines(base.text, preview.text);
  return (
    <>
      <p class="cap">
        {lines.length === 0
          ? 'Nearly every line differs'
          : `${count(added)} ${added === 1 ? 'line' : 'lines'} added, ${count(removed)} removed`}
        {(preview.isCut || base.isCut) && ', in the first megabyte'}
      </p>
      {lines.length === 0 ? (
        <PreviewShown preview={preview} name={name} />
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: by keyboard it is scrolled while it has the focus
        <section class="preview-body" tabIndex={0} aria-label={`What changed in ${name}`}>
          <pre class="marked">
            {lines.map((line, at) => (
              <Line key={`${at}`} line={line} />
            ))}
          </pre>
        </section>
      )}
    </>
  );
}

const SAID = { added: 'added', removed: 'removed' } as const;

function Line({ line }: { readonly line: MarkedLine }) {
  if (line.kind === 'folded') return <span class="line folded">{count(line.lines)} equal lines</span>;
  if (line.kind === 'cut') return <span class="line folded">{count(line.lines)} more lines</span>;
  const mark = line.kind === 'same' ? ' ' : line.kind === 'added' ? '+' : '−';
  return (
    <span class={`line ${line.kind}`}>
      {line.kind !== 'same' && <span class="sr">{SAID[line.kind]} </span>}
      <span aria-hidden="true">{mark} </span>
      {line.text}
    </span>
  );
}
