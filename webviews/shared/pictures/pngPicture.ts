import { ABOVE } from './svgPicture.ts';

const RATIO = 2;

/** The drawing of a tile as a PNG of twice as many pixels as on screen; undefined where there is no drawing. */
export function pngBytes(tile: Element, title: string): Uint8Array | undefined {
  const canvas = pngCanvas(tile, title);
  return canvas && canvasBytes(canvas);
}

export function canvasBytes(canvas: HTMLCanvasElement): Uint8Array {
  const [, base64 = ''] = canvas.toDataURL('image/png').split(',');
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

/** The drawing of a tile, painted shape by shape at twice its size: the page's policy loads no images. */
export function pngCanvas(tile: Element, title: string): HTMLCanvasElement | undefined {
  const drawn = tile.querySelector<SVGSVGElement>('svg.chart');
  if (drawn === null) return undefined;
  const { width, height } = drawn.getBoundingClientRect();
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [width * RATIO, (height + ABOVE) * RATIO];
  const context = canvas.getContext('2d');
  if (context === null) return undefined;
  context.scale(RATIO, RATIO);
  paintGround(context, title, [width, height + ABOVE]);
  context.translate(0, ABOVE);
  const lines = tile.querySelector('canvas');
  if (lines !== null) context.drawImage(lines, 0, 0, width, height);
  paint(context, drawn);
  return canvas;
}

function paintGround(
  context: CanvasRenderingContext2D,
  title: string,
  [width, height]: readonly [number, number],
): void {
  const { backgroundColor, color, fontFamily } = getComputedStyle(document.body);
  context.fillStyle = backgroundColor;
  context.fillRect(0, 0, width, height);
  context.fillStyle = color;
  context.font = `600 12px ${fontFamily}`;
  context.fillText(title, 4, 16);
}

function paint(context: CanvasRenderingContext2D, element: Element): void {
  if (['clipPath', 'title', 'defs'].includes(element.tagName)) return;
  const style = getComputedStyle(element);
  context.save();
  context.globalAlpha *= Number(style.opacity);
  clipTo(context, element);
  if (element.tagName === 'text') paintText(context, element, style);
  else if (element instanceof SVGGeometryElement) paintShape(context, pathOf(element), style);
  else for (const child of element.children) paint(context, child);
  context.restore();
}

/** To the rectangle that a group names. */
function clipTo(context: CanvasRenderingContext2D, element: Element): void {
  const [, id] = /^url\(#(.+)\)$/.exec(element.getAttribute('clip-path') ?? '') ?? [];
  const shape = id === undefined ? null : document.getElementById(id)?.firstElementChild;
  if (shape instanceof SVGGeometryElement) context.clip(pathOf(shape));
}

function pathOf(shape: SVGGeometryElement): Path2D {
  const number = (name: string) => Number(shape.getAttribute(name) ?? 0);
  if (shape.tagName === 'path') return new Path2D(shape.getAttribute('d') ?? '');
  const path = new Path2D();
  if (shape.tagName === 'rect') path.rect(number('x'), number('y'), number('width'), number('height'));
  else path.arc(number('cx'), number('cy'), number('r'), 0, 2 * Math.PI);
  return path;
}

function paintShape(context: CanvasRenderingContext2D, path: Path2D, style: CSSStyleDeclaration): void {
  if (style.fill !== 'none') {
    context.fillStyle = style.fill;
    context.fill(path);
  }
  if (style.stroke === 'none') return;
  takeStroke(context, style);
  context.stroke(path);
}

function paintText(context: CanvasRenderingContext2D, element: Element, style: CSSStyleDeclaration): void {
  const [x, y] = ['x', 'y'].map((name) => Number(element.getAttribute(name) ?? 0)) as [number, number];
  const text = [...element.childNodes].flatMap((node) => (node.nodeType === Node.TEXT_NODE ? [node.nodeValue] : []));
  context.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  context.textAlign = style.textAnchor === 'end' ? 'right' : style.textAnchor === 'middle' ? 'center' : 'left';
  if (style.stroke !== 'none') {
    takeStroke(context, style);
    context.strokeText(text.join(''), x, y);
  }
  context.fillStyle = style.fill;
  context.fillText(text.join(''), x, y);
}

function takeStroke(context: CanvasRenderingContext2D, style: CSSStyleDeclaration): void {
  context.strokeStyle = style.stroke;
  context.lineWidth = Number.parseFloat(style.strokeWidth);
  context.lineCap = style.strokeLinecap as CanvasLineCap;
  context.lineJoin = style.strokeLinejoin as CanvasLineJoin;
  context.setLineDash(style.strokeDasharray === 'none' ? [] : style.strokeDasharray.split(',').map(Number.parseFloat));
}
