/** A simulated camera in the hands of whoever started it: its URLs, what it saw, and how it is made to misbehave. */
import type { CameraAuth } from './auth.ts';
import { wellBehaved, type Behaviour } from './behaviour.ts';
import type { CameraState, Overheard } from './camera-state.ts';
import { servicePath } from './onvif.ts';
import type { Clip } from '../clips/clip.ts';

export interface SimulatedCamera {
  /** rtsp:// with credentials. */
  readonly url: string;
  /** http:// with credentials; only with the option `still`. */
  readonly stillUrl: string | undefined;
  /** http:// without credentials; only with the option `onvif`. */
  readonly onvifUrl: string | undefined;
  /** What the QR code in its picture reads now. */
  readonly watermark: string;
  /** How many clients it plays to. */
  readonly viewers: number;
  /** How often it was asked for a key picture over ONVIF. */
  readonly keysAsked: number;
  /** Every login that a stranger in its place was sent, oldest first. */
  readonly overheard: readonly Overheard[];
  /**
   * Changes the given behaviours and leaves the others.
   * Takes effect at once, except that `refuse` on a port of its own closes or opens the port.
   */
  misbehave(change: Partial<Behaviour>): Promise<void>;
  /** Behaves without any fault again. */
  behave(): Promise<void>;
  /** Cuts all its connections. */
  drop(): void;
  /** Plays another clip from now on, in the middle of a stream. */
  play(clip: Clip): void;
  /** Ends this camera; the last one on a port ends the port. Idempotent. */
  close(): Promise<void>;
}

/** What a camera has of the servers that it shares with others. */
export interface CameraServers {
  /** Host and port of each; undefined for those that there are not. */
  readonly hosts: {
    readonly rtsp: string;
    readonly stills: string | undefined;
    readonly onvif: string | undefined;
  };
  /** Closes or opens the port, if the camera has it for itself. */
  readonly refuse: (refuses: boolean) => Promise<void>;
  /** Ends the camera; the last one ends the servers. Idempotent. */
  readonly close: () => Promise<void>;
}

function credentials(auth: CameraAuth | undefined): string {
  if (!auth) return '';
  return `${encodeURIComponent(auth.user)}:${encodeURIComponent(auth.password)}@`;
}

/** Returns the camera as whoever started it sees it. */
export function simulatedCamera(
  state: CameraState,
  { hosts, refuse, close }: CameraServers,
): SimulatedCamera {
  const change = async (behaviour: Behaviour): Promise<void> => {
    state.behaviour = behaviour;
    await refuse(behaviour.refuse);
  };
  const login = credentials(state.auth);
  return {
    url: `rtsp://${login}${hosts.rtsp}${state.path}`,
    stillUrl: hosts.stills && `http://${login}${hosts.stills}${state.path}.jpg`,
    onvifUrl: state.onvif && hosts.onvif && `http://${hosts.onvif}${state.path}${servicePath}`,
    get watermark() {
      return state.clip.watermark;
    },
    get viewers() {
      return state.playing.size;
    },
    get keysAsked() {
      return state.keysAsked;
    },
    overheard: state.overheard,
    misbehave: (partial) => change({ ...state.behaviour, ...partial }),
    behave: () => change(wellBehaved),
    drop: () => state.drop(),
    play: (clip) => {
      state.clip = clip;
    },
    close,
  };
}
