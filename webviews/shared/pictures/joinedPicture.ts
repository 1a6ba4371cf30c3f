import { canvasBytes, pngBytes, pngCanvas } from './pngPicture.ts';
import { svgBytes } from './svgPicture.ts';

/** A chart of the page: what holds its drawing, and what it is called. */
export interface Drawn {
  readonly body: Element;
  readonly title: string;
}

/** A line of words, or charts side by side. */
export type PictureRow =
  | { readonly kind: 'words'; readonly text: string; readonly isTitle: boolean }
  | { readonly kind: 'charts'; readonly charts: readonly Drawn[] };

export type PictureFormat = 'svg' | 'png';

const GAP = 16;
const RATIO = 2;
const LINE = 24;
/** Around words. */
const MARGIN = 8;

/** Rows of charts and words as one picture, as they are drawn, on the page's ground; undefined where no chart is drawn. */
export function joinedPicture(rows: readonly PictureRow[], format: PictureFormat): Uint8Array | undefined {
  const charts = rows.flatMap((row) => (row.kind === 'charts' ? row.charts : []));
  const [first] = charts;
  if (first === undefined) return undefined;
  if (rows.length === 1 && charts.length === 1)
    return (format === 'svg' ? svgBytes : pngBytes)(first.body, first.title);
  return format === 'svg' ? svgOf(rows) : pngOf(rows);
}

interface Placed<T> {
  readonly x: number;
  readonly y: number;
  readonly what: T;
}

interface Sized {
  readonly width: number;
  readonly height: number;
}

type Words = PictureRow & { readonly kind: 'words' };

interface Layout<T> extends Sized {
  readonly pictures: readonly Placed<T>[];
  readonly words: readonly Placed<Words>[];
}

/** Rows below each other, in pixels of the page. */
function layoutOf<T extends Sized>(rows: readonly PictureRow[], drawn: (chart: Drawn) => T | undefined): Layout<T> {
  const [pictures, words]: [Placed<T>[], Placed<Words>[]] = [[], []];
  let [width, y] = [0, rows[0]?.kind === 'words' ? MARGIN : 0];
  for (const row of rows) {
    if (row.kind === 'words') {
      words.push({ x: MARGIN, y: y + LINE - 8, what: row });
      width = Math.max(width, widthOf(row) + 2 * MARGIN);
      y += LINE;
      continue;
    }
    const sized = row.charts.flatMap((chart) => drawn(chart) ?? []);
    let x = 0;
    for (const what of sized) {
      pictures.push({ x, y, what });
      x += what.width + GAP;
    }
    width = Math.max(width, x - GAP);
    y += Math.max(0, ...sized.map(({ height }) => height)) + (row === rows.at(-1) ? 0 : GAP);
  }
  return { width: Math.ceil(width), height: Math.ceil(y), pictures, words };
}

function svgOf(rows: readonly PictureRow[]): Uint8Array {
  const { width, height, pictures, words } = layoutOf(rows, ({ body, title }) => {
    const bytes = svgBytes(body, title);
    if (bytes === undefined) return undefined;
    const text = new TextDecoder().decode(bytes);
    return { text, width: numberIn(text, 'width'), height: numberIn(text, 'height') };
  });
  const { backgroundColor, color, fontFamily } = getComputedStyle(document.body);
  const placed = pictures.map(({ x, y, what }) => what.text.replace('<svg', `<svg x="${x}" y="${y}"`));
  const said = words.map(
    ({ x, y, what: { text, isTitle } }) =>
      `<text x="${x}" y="${y}" fill="${color}" font-family="${escaped(fontFamily)}" font-size="${isTitle ? 16 : 12}px" font-weight="${isTitle ? 600 : 400}">${escaped(text)}</text>`,
  );
  const whole = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><rect width="100%" height="100%" fill="${backgroundColor}"/>${said.join('')}${placed.join('')}</svg>`;
  return new TextEncoder().encode(whole);
}

/** Of the outermost element. */
function numberIn(svg: string, attribute: string): number {
  return Number(new RegExp(`^<svg[^>]*? ${attribute}="([\\d.]+)"`).exec(svg)?.[1] ?? 0);
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(text: string): string {
  return text.replaceAll(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign);
}

function pngOf(rows: readonly PictureRow[]): Uint8Array | undefined {
  const { width, height, pictures, words } = layoutOf(rows, ({ body, title }) => {
    const canvas = pngCanvas(body, title);
    return canvas && { canvas, width: canvas.width / RATIO, height: canvas.height / RATIO };
  });
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [width * RATIO, height * RATIO];
  const context = canvas.getContext('2d');
  if (context === null) return undefined;
  const { backgroundColor, color } = getComputedStyle(document.body);
  context.fillStyle = backgroundColor;
  context.fillRect(0, 0, canvas.width, canvas.height);
  for (const { x, y, what } of pictures) context.drawImage(what.canvas, x * RATIO, y * RATIO);
  context.scale(RATIO, RATIO);
  context.fillStyle = color;
  for (const { x, y, what } of words) {
    context.font = fontOf(what);
    context.fillText(what.text, x, y);
  }
  return canvasBytes(canvas);
}

function fontOf({ isTitle }: Words): string {
  return `${isTitle ? '600 16px' : '400 12px'} ${getComputedStyle(document.body).fontFamily}`;
}

function widthOf(words: Words): number {
  const context = document.createElement('canvas').getContext('2d');
  if (context === null) return 0;
  context.font = fontOf(words);
  return context.measureText(words.text).width;
}
