import type { SourceRow } from '../../../server/src/views/sources.ts';
import type { Told } from '../../../server/src/views/viewQuestions.ts';
import type { OtherSources } from './otherSources.ts';
import { keyOf, type Row } from './row.ts';
import { noteLook } from './rows/messageItem.ts';
import { sourceLook, sourceRefusalLook } from './rows/sourceItem.ts';

type Refused = Extract<Told<never>, { readonly kind: 'refused' }>;

export interface SourceRowsOptions {
  readonly root: string;
  readonly sources: OtherSources;
  /** What stands below one. */
  readonly below: (source: SourceRow) => Promise<readonly Row[]>;
  /** Whether it is shown with what stands below it. */
  readonly isOpen: (source: SourceRow) => boolean;
  /** Default: every one. */
  readonly isShown?: (source: SourceRow) => boolean;
  /** Where nothing stands below it. */
  readonly none: string;
}

/** A row for each place where another tool keeps something, and one for each that cannot be read. */
export function sourceRows({
  root,
  sources,
  below,
  isOpen,
  isShown = () => true,
  none,
}: SourceRowsOptions): readonly Row[] {
  const { sources: found, unreadable } = sources.of(root);
  return [
    ...found.filter(isShown).map((source): Row => {
      const key = keyOf(root, 'source', source.id);
      return {
        key,
        look: sourceLook(source, sources.isAdded(root, source)),
        subject: { root, source },
        isOpen: isOpen(source),
        apart: source.kind === 'mlflow-server' ? 'away' : 'here',
        children: async () => {
          const rows = await below(source);
          return rows.length > 0 ? rows : [{ key: keyOf(key, 'none'), look: noteLook(none), subject: { root } }];
        },
      };
    }),
    ...unreadable.map(({ place, ...refused }) => ({
      key: keyOf(root, 'unreadable', place),
      look: sourceRefusalLook(refused, 'retry'),
      subject: { root },
      opens: RETRY,
    })),
  ];
}

/** In place of what a source was asked for and did not tell. */
export function sourceRefusal(root: string, source: SourceRow, refused: Refused): readonly Row[] {
  if (refused.reason === 'server-not-running') return [];
  const isToken = refused.reason === 'source-token';
  return [
    {
      key: keyOf(root, 'source', source.id, 'refused'),
      look: sourceRefusalLook({ ...refused, message: shortened(source, refused.message) }, isToken ? 'token' : 'retry'),
      subject: { root, source },
      opens: isToken ? ENTER_TOKEN : RETRY,
    },
  ];
}

/** The row above it says which source it is. */
function shortened({ place }: SourceRow, message: string): string {
  const said = message.startsWith(`${place}: `) ? message.slice(place.length + 2) : message;
  return `${said.charAt(0).toUpperCase()}${said.slice(1)}`;
}

const RETRY = { command: 'modelyard.refreshViews', title: 'Try Again' };
const ENTER_TOKEN = { command: 'modelyard.enterSourceToken', title: 'Enter Token' };
