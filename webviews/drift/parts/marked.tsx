import { sentenceParts } from '../model/sentenceParts.ts';

export interface MarkedProps {
  /** With names of users between backticks, as the engine writes them. */
  readonly text: string;
  /** Names that stand out wherever they are. */
  readonly names?: readonly string[];
  /** Figures stand out too. */
  readonly figures?: boolean;
}

/** A sentence of the engine with what matters in it standing out. */
export function Marked({ text, names = [], figures = false }: MarkedProps) {
  return (
    <>
      {sentenceParts(text, { names, figures }).map((part, i) =>
        typeof part === 'string' ? part : <b key={`${i}`}>{part.bold}</b>,
      )}
    </>
  );
}
