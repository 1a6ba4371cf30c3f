import { Difference, type DifferenceProps } from '../../shared/components/difference.tsx';

/** By how much a figure is better or worse, on the same rows with the interval of that. @param interval empty where it is unpaired */
export function HeldDifference({ interval, ...by }: DifferenceProps & { readonly interval: string }) {
  return (
    <>
      <Difference {...by} />
      {interval !== '' && (
        <span class="t dim" title="95% interval of the difference, on the same rows">
          {interval}
        </span>
      )}
    </>
  );
}
