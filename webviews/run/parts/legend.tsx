export interface LegendItem {
  /** Of the palette; 0 is the baseline. */
  readonly color: number;
  readonly text: string;
}

/** Who is who, below charts that share their colours. */
export function Legend({ items, rest }: { readonly items: readonly LegendItem[]; readonly rest?: string }) {
  return (
    <div class="legend cap">
      {items.map(({ color, text }) => (
        <span key={text} class="legend-item">
          <svg class="mk" viewBox="0 0 14 14" aria-hidden="true">
            {color === 0 ? (
              <path class="ln base" d="M0 7H14" />
            ) : (
              <>
                <path class={`ln k${color}`} d="M0 7H14" />
                <circle cx="7" cy="7" r="3.6" class={`m${color}`} />
              </>
            )}
          </svg>{' '}
          {text}
        </span>
      ))}
      {rest !== undefined && <span>{rest}</span>}
    </div>
  );
}
