import './previewShown.css';
import { useEffect, useRef } from 'preact/hooks';
import { count, figureColumn } from '../../../engine/src/language/figures.ts';
import { onScreen } from '../../../engine/src/language/screenFigures.ts';
import type { ArtifactPreview as Preview, PreviewCell } from '../../../server/src/views/runPage.ts';
import { Empty } from './states.tsx';

export interface PreviewShownProps {
  readonly preview: Preview;
  /** Of its file. */
  readonly name: string;
}

/** What is in a file: text, picture or rows, or why that is not shown. */
export function PreviewShown({ preview, name }: PreviewShownProps) {
  switch (preview.kind) {
    case 'text':
      return <Text preview={preview} name={name} />;
    case 'image':
      return <Picture preview={preview} name={name} />;
    case 'table':
      return <Rows preview={preview} name={name} />;
    case 'none':
      return preview.why === 'large' ? (
        <Empty title="Too large to show here" text="The editor opens all of it." />
      ) : (
        <Empty title="No text and no picture" text="The editor opens it where an extension can show it." />
      );
  }
}

interface PreviewProps<K extends Preview['kind']> {
  readonly preview: Extract<Preview, { readonly kind: K }>;
  readonly name: string;
}

function Text({ preview: { text, isCut }, name }: PreviewProps<'text'>) {
  if (text === '') return <p class="cap">The file is empty</p>;
  return (
    <>
      {isCut && <p class="cap">The first megabyte</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: by keyboard it is scrolled while it has the focus */}
      <section class="preview-body" tabIndex={0} aria-label={`Text of ${name}`}>
        <pre>{text}</pre>
      </section>
    </>
  );
}

/** Drawn from its bytes, so that the page needs to load nothing. */
function Picture({ preview: { type, base64 }, name }: PreviewProps<'image'>) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const bytesOf = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    createImageBitmap(new Blob([bytesOf], { type })).then(
      (image) => {
        if (canvas.current === null) return;
        canvas.current.width = image.width;
        canvas.current.height = image.height;
        canvas.current.getContext('2d')?.drawImage(image, 0, 0);
        image.close();
      },
      () => canvas.current?.replaceWith('These bytes are no picture that can be drawn.'),
    );
  }, [type, base64]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: by keyboard it is scrolled while it has the focus
    <section class="preview-body" tabIndex={0} aria-label={`Picture ${name}`}>
      <canvas ref={canvas} role="img" aria-label={name} />
    </section>
  );
}

function Rows({ preview, name }: PreviewProps<'table'>) {
  const { columns, rows } = preview;
  const isFigures = columns.map((_, at) => rows.some((row) => typeof row[at] === 'number'));
  const texts = columns.map((_, at) => columnTexts(rows.map((row) => row[at] ?? null)));
  return (
    <>
      <p class="cap">{tableCaption(preview)}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: by keyboard it is scrolled while it has the focus */}
      <section class="preview-body" tabIndex={0} aria-label={`Rows of ${name}`}>
        <table class="plain">
          <thead>
            <tr>
              {columns.map((column, at) => (
                <th key={column} scope="col" class={isFigures[at] ? 'n' : ''} title={column}>
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              <tr key={`${index}`}>
                {row.map((cell, at) => (
                  <td
                    key={columns[at]}
                    class={isFigures[at] ? 'n' : ''}
                    title={cell === null ? undefined : String(cell)}
                  >
                    {texts[at]?.[index]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

function tableCaption({ columns, columnsInAll, hidden, rows, rowsInAll }: PreviewProps<'table'>['preview']): string {
  const ofRows = rowsInAll === null ? `First ${count(rows.length)} rows` : cutList(rows.length, rowsInAll, 'rows');
  const ofColumns = cutList(columns.length, columnsInAll, 'columns');
  const left =
    hidden === 0 ? '' : `; ${count(hidden)} sensitive ${hidden === 1 ? 'column is' : 'columns are'} left out`;
  return `${ofRows}, ${ofColumns.toLowerCase()}${left}`;
}

function cutList(shown: number, total: number, unit: string): string {
  return shown < total ? `First ${count(shown)} of ${count(total)} ${unit}` : `${count(total)} ${unit}`;
}

/** Whole numbers may be ids: they stay as they are; others line up. */
function columnTexts(cells: readonly PreviewCell[]): readonly string[] {
  const isFraction = cells.some((cell) => typeof cell === 'number' && !Number.isInteger(cell));
  const figures = isFraction ? figureColumn(cells.map((cell) => (typeof cell === 'number' ? cell : undefined))) : [];
  return cells.map((cell, row) => {
    if (cell === null) return '-';
    return typeof cell === 'number' && isFraction ? onScreen(figures[row] ?? '-') : String(cell);
  });
}
