import { useEffect } from 'preact/hooks';
import { announce } from '../../shared/announce.ts';
import { Chip } from '../../shared/components/chip.tsx';
import type { CompareState } from '../compareState.ts';
import { changesText } from '../model/changesText.ts';

/** What waits until the user wants it: new lines, and those that would stand elsewhere. */
export function ChangesChip({ state }: { readonly state: CompareState }) {
  const text = changesText(state.lines.value);
  useEffect(() => {
    if (text !== '') announce(`${text} in the table`);
  }, [text]);
  if (text === '') return null;
  return (
    <Chip class="changes" onClick={() => state.apply()}>
      {text}: apply
    </Chip>
  );
}
