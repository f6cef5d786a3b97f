// A chart as a picture of its own: the colours of the page become attributes, because a picture has no style sheet.
const KEPT = ['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'opacity', 'font-size', 'font-family', 'font-weight', 'font-style', 'text-anchor'];

/** The chart as SVG text. */
export function svg(chart) {
  const copy = chart.cloneNode(true);
  const originals = [chart, ...chart.querySelectorAll('*')];
  [copy, ...copy.querySelectorAll('*')].forEach((element, i) => {
    const style = getComputedStyle(originals[i]);
    for (const name of KEPT) { const value = style.getPropertyValue(name); if (value && value !== 'none' || name === 'fill') { element.setAttribute(name, value); } }
    element.removeAttribute('class');
    element.removeAttribute('data-to');
  });
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  return new XMLSerializer().serializeToString(copy);
}

/** The chart as PNG, twice as fine as on the page. */
export async function png(chart) {
  const image = new Image();
  const address = URL.createObjectURL(new Blob([svg(chart)], { type: 'image/svg+xml' }));
  try {
    image.src = address;
    await image.decode();
    const canvas = Object.assign(document.createElement('canvas'), { width: chart.width.baseVal.value * 2, height: chart.height.baseVal.value * 2 });
    const pen = canvas.getContext('2d');
    pen.fillStyle = getComputedStyle(document.documentElement).getPropertyValue('--card');
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise(done => canvas.toBlob(done, 'image/png'));
  } finally { URL.revokeObjectURL(address); }
}
