/** The home view: one tile for each camera, with its room, by SYNC; online or not, by QUERY. */
import type { ListedCamera } from './api.ts';
import { drawing, element, must, setText } from './dom.ts';

/** Longer names stand smaller, in three lines at most. */
const longName = 12;

function tile(camera: ListedCamera, onOpen: (camera: ListedCamera) => void): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'tile';
  // Leaves room for the drawing; the whole name is in the tip.
  button.classList.toggle('long', camera.name.length > longName);
  button.title = camera.name;
  button.dataset['device'] = camera.id;
  const words = element('span', 'tile-words');
  words.append(
    element('span', 'tile-room', camera.room ?? ''),
    element('span', 'tile-name', camera.name),
    element('span', 'tile-state', ''),
  );
  button.append(drawing(camera.kind), words);
  button.addEventListener('click', () => onOpen(camera));
  return button;
}

const tiles = (): HTMLButtonElement[] => [...document.querySelectorAll<HTMLButtonElement>('.tile')];

/** Arrow keys go from tile to tile, as on a remote control. */
function moveFocus(event: KeyboardEvent): void {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  const all = tiles();
  const here = all.findIndex((one) => one === document.activeElement);
  const next = all[here + step];
  if (here === -1 || next === undefined) return;
  event.preventDefault();
  next.focus();
}

/** Shows these tiles instead of those before; calls `onOpen` with the camera of one that is pressed. */
export function showTiles(
  cameras: readonly ListedCamera[],
  onOpen: (camera: ListedCamera) => void,
): void {
  const place = must('#tiles', HTMLElement);
  const byRoom = cameras.toSorted((a, b) => (a.room ?? '').localeCompare(b.room ?? ''));
  place.replaceChildren(...byRoom.map((camera) => tile(camera, onOpen)));
  place.addEventListener('keydown', moveFocus);
  const none =
    'No cameras yet. Add one to this home, then say “sync my devices” or reload this page.';
  setText('#home-note', cameras.length === 0 ? none : '');
}

/** Marks each tile; a device that the answer does not name counts as offline. */
export function showOnline(online: Readonly<Record<string, boolean>>): void {
  for (const button of tiles()) {
    const up = online[button.dataset['device'] ?? ''] === true;
    button.classList.toggle('offline', !up);
    const state = button.querySelector('.tile-state');
    if (state !== null) state.textContent = up ? 'Online' : 'Offline';
  }
}

/** Puts the focus back to the tile of the camera that was watched. */
export function focusTile(deviceId: string): void {
  tiles()
    .find((button) => button.dataset['device'] === deviceId)
    ?.focus();
}
