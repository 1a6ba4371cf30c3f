import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { ColumnReport } from '../../../engine/src/monitoring/report/columnReport.ts';
import { Link } from '../../shared/components/button.tsx';
import { windowAdvice } from '../model/windowAdvice.ts';
import { Marked } from './marked.tsx';

/** Gives the monitor another window; undefined where nothing can be changed, or it has that window. */
export type UseWindow = (window: string) => (() => void) | undefined;

const Windows = createContext<UseWindow>(() => undefined);

/** Lets sentences about a window of unequal days lead to one of whole weeks. */
export const WindowProvider = Windows.Provider;

/** What a column did, or why that cannot be told, in a sentence. */
export function Changed({ column, figures }: { readonly column: ColumnReport; readonly figures: boolean }) {
  const { reason, changed } = column;
  const useWindow = useContext(Windows);
  if (reason !== null) return <Marked text={`No verdict: ${reason}`} figures={figures} />;
  const advice = windowAdvice(column);
  const use = advice && useWindow(advice.window);
  if (advice === undefined || use === undefined) return <Marked text={changed} figures={figures} />;
  return (
    <>
      <Marked text={`${advice.text}.`} figures={figures} />{' '}
      <span class="not-printed">
        <Link onClick={use}>Use window: {advice.window}</Link>
      </span>
    </>
  );
}
