/** What of a look is written into a picture that leaves the page. */
const PROPERTIES = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linejoin',
  'stroke-linecap',
  'stroke-opacity',
  'opacity',
  'paint-order',
  'text-anchor',
  'font-family',
  'font-size',
  'font-weight',
] as const;

/** Room for the title. */
export const ABOVE = 24;

/** Stands where lines come that were painted and not drawn. */
const LINES = 'lines';
const NAMESPACE = 'http://www.w3.org/2000/svg';

/** The drawing of a tile as an SVG that needs nothing else; undefined where there is none. */
export function svgBytes(tile: Element, title: string): Uint8Array | undefined {
  const drawing = drawingOf(tile, title);
  if (drawing === undefined) return undefined;
  const canvas = tile.querySelector('canvas');
  const image = canvas === null ? '' : imageText(canvas, canvas.getBoundingClientRect());
  return new TextEncoder().encode(new XMLSerializer().serializeToString(drawing).replace(`<!--${LINES}-->`, image));
}

/** The drawing of a tile with everything resolved that it takes from the page, on the page's ground. */
function drawingOf(tile: Element, title: string): SVGSVGElement | undefined {
  const drawn = tile.querySelector<SVGSVGElement>('svg.chart');
  if (drawn === null) return undefined;
  const copy = drawn.cloneNode(true) as SVGSVGElement;
  resolve(drawn, copy);
  const { width, height } = drawn.getBoundingClientRect();
  copy.setAttribute('xmlns', NAMESPACE);
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height + ABOVE));
  copy.setAttribute('viewBox', `0 ${-ABOVE} ${width} ${height + ABOVE}`);
  copy.removeAttribute('class');
  copy.prepend(document.createComment(LINES));
  const { backgroundColor, color, fontFamily } = getComputedStyle(document.body);
  copy.prepend(
    made('rect', { x: '0', y: String(-ABOVE), width: '100%', height: '100%', fill: backgroundColor }),
    made(
      'text',
      { x: '4', y: '-8', fill: color, 'font-family': fontFamily, 'font-size': '12px', 'font-weight': '600' },
      title,
    ),
  );
  return copy;
}

function resolve(drawn: Element, copy: Element): void {
  const style = getComputedStyle(drawn);
  for (const name of PROPERTIES) {
    const value = style.getPropertyValue(name);
    if (value !== '') copy.setAttribute(name, value);
  }
  copy.removeAttribute('class');
  const copies = [...copy.children];
  for (const [index, child] of [...drawn.children].entries()) {
    const other = copies[index];
    if (other !== undefined) resolve(child, other);
  }
}

/** As text: the page's policy would have an element of it refused. */
function imageText(canvas: HTMLCanvasElement, { width, height }: DOMRect): string {
  return `<image x="0" y="0" width="${width}" height="${height}" href="${canvas.toDataURL()}"/>`;
}

function made(name: string, attributes: Readonly<Record<string, string>>, text = ''): SVGElement {
  const element = document.createElementNS(NAMESPACE, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.textContent = text;
  return element;
}
