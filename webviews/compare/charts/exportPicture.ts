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

const NAMESPACE = 'http://www.w3.org/2000/svg';

/** The drawing of a tile with everything resolved that it takes from the page, on the page's ground; undefined where there is none. */
export function drawingOf(tile: Element, title: string): SVGSVGElement | undefined {
  const drawn = tile.querySelector<SVGSVGElement>('svg.chart');
  if (drawn === null) return undefined;
  const copy = drawn.cloneNode(true) as SVGSVGElement;
  resolve(drawn, copy);
  const { width, height } = drawn.getBoundingClientRect();
  const above = 24;
  copy.setAttribute('xmlns', NAMESPACE);
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height + above));
  copy.setAttribute('viewBox', `0 ${-above} ${width} ${height + above}`);
  copy.removeAttribute('class');
  const canvas = tile.querySelector('canvas');
  if (canvas !== null) copy.prepend(imageOf(canvas, width, height));
  const { backgroundColor, color, fontFamily } = getComputedStyle(document.body);
  copy.prepend(
    made('rect', { x: '0', y: String(-above), width: '100%', height: '100%', fill: backgroundColor }),
    made(
      'text',
      { x: '4', y: '-8', fill: color, 'font-family': fontFamily, 'font-size': '12px', 'font-weight': '600' },
      title,
    ),
  );
  return copy;
}

export function svgBytes(drawing: SVGSVGElement): Uint8Array {
  return new TextEncoder().encode(new XMLSerializer().serializeToString(drawing));
}

/** Twice as many pixels as on screen. @throws Error where the browser cannot draw it */
export async function pngBytes(drawing: SVGSVGElement): Promise<Uint8Array> {
  const [width, height] = [Number(drawing.getAttribute('width')), Number(drawing.getAttribute('height'))];
  const image = new Image(width, height);
  image.src = `data:image/svg+xml;base64,${base64(svgBytes(drawing))}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [width * 2, height * 2];
  canvas.getContext('2d')?.drawImage(image, 0, 0, width * 2, height * 2);
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
  if (blob === null) throw new Error('The picture could not be drawn.');
  return new Uint8Array(await blob.arrayBuffer());
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

function imageOf(canvas: HTMLCanvasElement, width: number, height: number): SVGElement {
  return made('image', { x: '0', y: '0', width: String(width), height: String(height), href: canvas.toDataURL() });
}

function made(name: string, attributes: Readonly<Record<string, string>>, text = ''): SVGElement {
  const element = document.createElementNS(NAMESPACE, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.textContent = text;
  return element;
}

function base64(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}
