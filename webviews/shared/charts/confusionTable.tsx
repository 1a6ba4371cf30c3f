import './charts.css';

export interface ConfusionTableProps {
  readonly label: string;
  readonly classes: readonly string[];
  /** By true class, then by predicted one; `share` is of the rows of the true class. */
  readonly cells: readonly (readonly { readonly text: string; readonly share: number; readonly caption: string }[])[];
}

/** Rows are what is so, columns what was predicted; the darker, the larger the share of the row. */
export function ConfusionTable({ label, classes, cells }: ConfusionTableProps) {
  const isSmall = classes.length > 4;
  return (
    <table class={`cm ${isSmall ? 'small' : ''}`} aria-label={label}>
      <thead>
        <tr>
          <th scope="col">
            <span class="sr">actual</span>
          </th>
          {classes.map((name) => (
            <th scope="col" key={name}>
              {isSmall ? name : `predicted ${name}`}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {cells.map((row, actual) => (
          <tr key={classes[actual]}>
            <th scope="row">{classes[actual]}</th>
            {row.map(({ text, share, caption }, predicted) => (
              <td key={classes[predicted]} class={tintOf(share)} title={isSmall ? caption : undefined}>
                <b class="t">{text}</b>
                {!isSmall && <span class="cap t">{caption}</span>}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function tintOf(share: number): string {
  if (share >= 0.6) return 'tint4';
  if (share >= 0.3) return 'tint3';
  if (share >= 0.1) return 'tint2';
  return share > 0 ? 'tint1' : '';
}
