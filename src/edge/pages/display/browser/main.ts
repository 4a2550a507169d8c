/**
 * The virtual display's page. `/display?camera=<deviceId>&protocol=auto|webrtc|hls` starts watching
 * at once. See report.ts for what a program can read from it.
 */
import { query, Refused, sync, unlink } from './api.ts';
import type { ListedCamera } from './api.ts';
import { onChoice, protocolsOf, readChoice, showChoice } from './choice.ts';
import type { Choice } from './choice.ts';
import { greet, startClock } from './clock.ts';
import { must, setText } from './dom.ts';
import { focusTile, showOnline, showTiles } from './home.ts';
import { clearFacts, currentState, report, setState } from './report.ts';
import type { State } from './report.ts';
import { startResting } from './rest.ts';
import { startWatch } from './session.ts';
import {
  fitPicture,
  focusFor,
  nameCamera,
  showCamera,
  showFacts,
  showSorry,
  showFooter,
} from './watch-view.ts';
import { sorry } from './words.ts';

const queryMs = 30_000;
const homeTitle = document.title;

const params = (): URLSearchParams => new URLSearchParams(location.search);

function enter(state: State): void {
  focusFor(state);
  showFooter(state);
  setState(state);
}

function startDisplay(): void {
  const video = must('#picture', HTMLVideoElement);
  let cameras: readonly ListedCamera[] = [];
  let choice: Choice = readChoice(params().get('protocol'));
  let stop: (() => void) | undefined;

  function leave(): void {
    const watched = document.body.dataset['camera'];
    stop?.();
    stop = undefined;
    clearFacts();
    enter('home');
    document.title = homeTitle;
    if (watched !== undefined) focusTile(watched);
    void refreshOnline();
  }

  function watch(deviceId: string): void {
    stop?.();
    clearFacts();
    report({ camera: deviceId });
    const unknown = { id: deviceId, name: 'Camera', room: undefined };
    const listed = cameras.find(({ id }) => id === deviceId);
    showCamera(listed ?? { ...unknown, kind: 'camera', protocols: [] });
    stop = startWatch({
      video,
      deviceId,
      protocols: protocolsOf(choice),
      onState: enter,
      onFacts(facts) {
        report(facts);
        showFacts(facts);
        if (typeof facts.error === 'string') showSorry(facts.error, facts.why);
      },
    });
  }

  /** Follows the address bar: a camera in it is watched, none is the home view. */
  function follow(): void {
    choice = readChoice(params().get('protocol') ?? choice);
    showChoice(choice);
    const deviceId = params().get('camera');
    if (deviceId === null) leave();
    else watch(deviceId);
  }

  function go(deviceId: string | undefined): void {
    const search = new URLSearchParams(deviceId === undefined ? {} : { camera: deviceId });
    if (deviceId !== undefined || choice !== 'auto') search.set('protocol', choice);
    const text = search.toString();
    history.pushState({}, '', text === '' ? '/display' : `/display?${text}`);
    follow();
  }

  async function refreshOnline(): Promise<void> {
    if (cameras.length === 0 || document.hidden) return;
    const answer = await query(cameras.map(({ id }) => id)).catch(() => undefined);
    if (answer !== undefined) showOnline(answer.online);
  }

  async function load(): Promise<void> {
    // A camera named in the address need not wait for the list.
    if (params().has('camera')) follow();
    const answer = await sync();
    cameras = answer.cameras;
    if (answer.home !== undefined) greet(answer.home);
    showTiles(cameras, ({ id }) => go(id));
    if (!params().has('camera')) follow();
    const listed = cameras.find(({ id }) => id === document.body.dataset['camera']);
    if (listed !== undefined) nameCamera(listed);
  }

  onChoice((chosen) => {
    choice = chosen;
    showChoice(choice);
    const deviceId = params().get('camera');
    if (deviceId !== null) go(deviceId);
  });
  must('#back', HTMLElement).addEventListener('click', () => go(undefined));
  must('#sorry-back', HTMLElement).addEventListener('click', () => go(undefined));
  must('#again', HTMLElement).addEventListener('click', () => {
    if (document.body.dataset['error'] === 'relinkRequired') return location.assign('/display');
    follow();
  });
  const sound = must('#sound', HTMLButtonElement);
  sound.addEventListener('click', () => {
    video.muted = !video.muted;
    sound.setAttribute('aria-pressed', String(!video.muted));
  });
  const farewell = must('#unlink-dialog', HTMLDialogElement);
  must('#unlink', HTMLElement).addEventListener('click', () => farewell.showModal());
  farewell.addEventListener('close', () => {
    if (farewell.returnValue !== 'yes') return;
    // Whatever the answer was, the server forgot this display: the page says what is next.
    void unlink()
      .catch(() => undefined)
      .finally(() => location.assign('/display'));
  });
  addEventListener('keydown', ({ key }) => {
    if (key === 'Escape' && params().has('camera')) go(undefined);
    if (key === 'm' && currentState() === 'playing') sound.click();
  });
  addEventListener('popstate', follow);
  addEventListener('pagehide', () => stop?.());
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) follow();
  });
  fitPicture(video);
  startResting();
  setInterval(() => {
    if (currentState() === 'home') void refreshOnline();
  }, queryMs);
  load().catch((error: unknown) => {
    const code = error instanceof Refused ? error.code : 'unknownError';
    if (code === 'relinkRequired') return location.reload();
    setText('#home-note', sorry(code).title);
    report({ error: code });
    if (!params().has('camera')) setState('home');
  });
}

startClock();
if (currentState() === 'loading') startDisplay();
