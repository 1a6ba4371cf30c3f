import { svgBytes } from '../charts/exportPicture.ts';
import { canvasBytes, pngBytes, pngCanvas } from '../charts/paintPicture.ts';

/** Milliseconds until charts are taken as they are, and between two looks at them. */
const PATIENCE = 5000;
const LOOK = 60;
const GAP = 16;
const RATIO = 2;

interface Drawn {
  readonly body: Element;
  readonly title: string;
}

/** All charts that the page shows, side by side in one picture; undefined where none is drawn. They are waited for. */
export async function chartsPicture(format: 'svg' | 'png'): Promise<Uint8Array | undefined> {
  const charts = await drawnCharts();
  const [first, ...others] = charts;
  if (first === undefined) return undefined;
  if (others.length === 0) return (format === 'svg' ? svgBytes : pngBytes)(first.body, first.title);
  return format === 'svg' ? svgOf(charts) : pngOf(charts);
}

async function drawnCharts(): Promise<readonly Drawn[]> {
  const until = performance.now() + PATIENCE;
  let before = '';
  for (;;) {
    const tiles = [...document.querySelectorAll('.tile')];
    const isWhole = tiles.length > 0 && tiles.every((tile) => tile.querySelector('svg.chart, .state') !== null);
    const now = tiles.map((tile) => tile.querySelector('svg.chart')?.childElementCount ?? 0).join();
    if ((isWhole && now === before) || performance.now() > until) return tiles.flatMap(chartOf);
    before = isWhole ? now : '';
    await new Promise((done) => setTimeout(done, LOOK));
  }
}

function chartOf(tile: Element): readonly Drawn[] {
  const body = tile.querySelector('.tile-body');
  const title = (tile.querySelector('h3')?.textContent ?? '').trim();
  return body === null || body.querySelector('svg.chart') === null ? [] : [{ body, title }];
}

function svgOf(charts: readonly Drawn[]): Uint8Array | undefined {
  const texts = charts
    .flatMap(({ body, title }) => svgBytes(body, title) ?? [])
    .map((bytes) => new TextDecoder().decode(bytes));
  const sizes = texts.map((text) => [numberIn(text, 'width'), numberIn(text, 'height')] as const);
  const height = Math.max(...sizes.map(([, one]) => one));
  let x = -GAP;
  const placed = texts.map((text, index) => {
    x += GAP + (sizes[index - 1]?.[0] ?? 0);
    return text.replace('<svg', `<svg x="${x}"`);
  });
  const width = x + (sizes.at(-1)?.[0] ?? 0);
  const ground = getComputedStyle(document.body).backgroundColor;
  const whole = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><rect width="100%" height="100%" fill="${ground}"/>${placed.join('')}</svg>`;
  return new TextEncoder().encode(whole);
}

/** Of the outermost element. */
function numberIn(svg: string, attribute: string): number {
  return Number(new RegExp(`^<svg[^>]*? ${attribute}="([\\d.]+)"`).exec(svg)?.[1] ?? 0);
}

function pngOf(charts: readonly Drawn[]): Uint8Array | undefined {
  const painted = charts.flatMap(({ body, title }) => pngCanvas(body, title) ?? []);
  const canvas = document.createElement('canvas');
  canvas.width = painted.reduce((sum, { width }) => sum + width, GAP * RATIO * (painted.length - 1));
  canvas.height = Math.max(...painted.map(({ height }) => height));
  const context = canvas.getContext('2d');
  if (context === null) return undefined;
  context.fillStyle = getComputedStyle(document.body).backgroundColor;
  context.fillRect(0, 0, canvas.width, canvas.height);
  let x = 0;
  for (const one of painted) {
    context.drawImage(one, x, 0);
    x += one.width + GAP * RATIO;
  }
  return canvasBytes(canvas);
}
