/** A bridge with an attacker's account and a neighbour's, whose camera is warm. */
import { authorizeQuery } from '../../simulator/client/oauth-forms.ts';
import { hashPassword } from '../../identity/password.ts';
import type { AttackSettings } from './attack-settings.ts';
import type { CameraKind } from './cameras-child.ts';
import { askersOf, environmentOf, publicUrl, settle, type SettledAsker } from './settle.ts';
import type { AttackName } from './options.ts';
import type { Stage } from './stage.ts';

const password = 'a window in the morning';

export interface NeighbourScene {
  readonly origin: string;
  readonly publicUrl: string;
  readonly password: string;
  readonly neighbour: SettledAsker;
  /** How the attack is started. */
  readonly attack: AttackSettings;
}

/** Macroblocks: key pictures of 1.4 and 3.8 MB. */
const slow = { across: 80, down: 45 };
const large = { across: 128, down: 77 };

const picturesOf: Partial<Record<AttackName, CameraKind['large']>> = {
  stills: { cameras: 8, ...slow },
  pictures: { cameras: 1, ...large },
};

/** Of ordinary cameras: as many as a large home has. */
const camerasOf: Partial<Record<AttackName, number>> = { queries: 16, executes: 16 };

/** As many as it takes to have all the streams there are. */
const accountsOf: Partial<Record<AttackName, number>> = { sessions: 63 };

/** Starts both for this attack, on `stage`, which ends them. Resolves when the bridge listens. */
export async function setNeighbours(stage: Stage, attack: AttackName): Promise<NeighbourScene> {
  const pictures = picturesOf[attack];
  const camerasEach = pictures?.cameras ?? camerasOf[attack] ?? 1;
  const { urls } = await stage.cameras(camerasEach + 1, { large: pictures });
  const [quiet = '', ...theirs] = urls;
  const folder = await stage.folder(attack);
  const passwordHash = await hashPassword(password);
  const [neighbours = [], attackers = []] = await settle(folder, [
    { accounts: 1, camerasEach: 1, rtsp: () => quiet, passwordHash },
    {
      accounts: accountsOf[attack] ?? 1,
      camerasEach,
      rtsp: () => theirs[0] ?? '',
      others: (camera) => theirs[camera] ?? '',
      passwordHash,
    },
  ]);
  const environment = environmentOf(folder);
  const { origin } = await stage.bridge({ environment });
  const [neighbour] = askersOf(folder, neighbours);
  if (neighbour === undefined) throw new TypeError('somebody was settled');
  const authorize = authorizeQuery({
    client: environment['OAUTH_CLIENT_ID'] ?? '',
    redirectUri: `https://oauth-redirect.googleusercontent.com/r/${environment['GOOGLE_PROJECT_ID'] ?? ''}`,
    state: 'attack',
  }).toString();
  const accounts = askersOf(folder, attackers).map(({ devices, ...one }) => ({
    ...one,
    devices: [...devices],
  }));
  return {
    origin,
    publicUrl,
    password,
    neighbour,
    attack: { attack, origin, publicUrl, authorize, password, accounts },
  };
}
