import panzoom from '@panzoom/panzoom';

/** Pixels that an arrow key moves the picture by. */
const stride = 60;

/** Makes a picture zoomable: by its buttons, by wheel, by pinching, and by + - 0 and the arrow keys. */
export function startZoom(frame: HTMLElement): void {
  const picture = frame.querySelector<SVGSVGElement>('svg')!;
  const tools = document.querySelector<HTMLElement>('#zoom')!;
  const zoomed = panzoom(picture, { maxScale: 8, minScale: 0.1, canvas: true, cursor: 'grab' });
  const fit = (): void => {
    const { clientWidth: width, clientHeight: height } = picture;
    // A flat picture needs no high frame.
    const wanted = Math.min(1, frame.clientWidth / width) * height + 16;
    frame.style.height = `${Math.ceil(Math.min(wanted, innerHeight * 0.75))}px`;
    const scale = Math.min(1, frame.clientWidth / width, frame.clientHeight / height);
    frame.scrollTo(0, 0);
    zoomed.zoom(scale);
    // It grows from its middle, and is moved before it grows.
    zoomed.pan((frame.clientWidth - width) / 2 / scale, (frame.clientHeight - height) / 2 / scale);
  };
  // It scrolls where there is no script.
  frame.classList.add('live');
  tools.hidden = false;
  const actions: Readonly<Record<string, () => unknown>> = {
    in: () => zoomed.zoomIn(),
    out: () => zoomed.zoomOut(),
    fit,
    '+': () => zoomed.zoomIn(),
    '=': () => zoomed.zoomIn(),
    '-': () => zoomed.zoomOut(),
    '0': fit,
    ArrowLeft: () => zoomed.pan(stride, 0, { relative: true }),
    ArrowRight: () => zoomed.pan(-stride, 0, { relative: true }),
    ArrowUp: () => zoomed.pan(0, stride, { relative: true }),
    ArrowDown: () => zoomed.pan(0, -stride, { relative: true }),
  };
  tools.addEventListener('click', ({ target }) => {
    const name = (target as Element).closest('button')?.value ?? '';
    if (Object.hasOwn(actions, name)) actions[name]!();
  });
  frame.addEventListener('wheel', (event) => zoomed.zoomWithWheel(event), { passive: false });
  frame.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !Object.hasOwn(actions, event.key)) return;
    actions[event.key]!();
    event.preventDefault();
  });
  // It puts the picture at its start itself, later.
  setTimeout(fit);
}
