/** The rule of one owner for each place, inside the transaction of every change of rows. */
import { Failure } from '../../common/failures.ts';
import type { CameraId } from '../../identity/ids.ts';
import { type Approach, type Claim, maxLed, type Place, type PlacedLine } from '../places.ts';
import type { Engine } from './engine.ts';
import { prepareReopen } from './opened-row.ts';

interface ClashRow {
  readonly camera: string;
  readonly account: string;
  readonly device: string;
  readonly owner: string;
  readonly own: string;
}

/** All of them are called inside a transaction; `isTaken` may also be called outside of one. */
export interface Claims {
  /**
   * Replaces the places of a row. The owner's entry must be there. Call `decide` for each row of the
   * transaction once all have been put.
   */
  put(camera: CameraId, claim: Claim): void;
  /**
   * Removes the rows of other owners at the camera's places, if the operator said so.
   * @throws Failure `bad-request` if not.
   */
  decide(camera: CameraId, takeOver: boolean): void;
  /** Adds one place, whoever else is there. */
  add(camera: CameraId, place: Place): void;
  /** Whether a camera of another owner is at one of these places. */
  isTaken(approach: Approach): boolean;
  /** Whether a connection of the camera is known to be led to all of these, and was so lately. */
  isVisited(camera: CameraId, line: PlacedLine, hashes: readonly string[]): boolean;
  /** Notes that a connection of the camera is led to these, beyond its row: it ends when another owner comes there. */
  visit(approach: Approach): void;
  /** Ends what cameras of other owners have open at this one's places. */
  endVisits(camera: CameraId): void;
  /** Carries out, once, what an operator said of a line before its name gave an address. */
  spendWord(camera: CameraId, line: PlacedLine, hashes: readonly string[]): void;
}

/** The most visits of one line of a camera. One connection is led to fewer. */
const maxVisits = 512;

/** Returns the rule; `now` is in milliseconds since 1970. */
export function createClaims(engine: Engine, now: () => number): Claims {
  const clear = engine.prepare<[string]>('DELETE FROM places WHERE camera = ?');
  const clearBut = engine.prepare<[string, string]>(
    `DELETE FROM places WHERE camera = ? AND NOT
       (named = 1 AND line IN (SELECT value FROM json_each(?)))`,
  );
  const insert = engine.prepare<[string, string, string, number]>(
    `INSERT INTO places (camera, line, hash, named) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET named = min(named, excluded.named)`,
  );
  const forgetWords = engine.prepare<[string]>('DELETE FROM take_over_words WHERE camera = ?');
  const keepWord = engine.prepare<[string, string]>(
    'INSERT INTO take_over_words (camera, line) VALUES (?, ?)',
  );
  const spend = engine.prepare<[string, string]>(
    'DELETE FROM take_over_words WHERE camera = ? AND line = ?',
  );
  const own = engine.prepare<[string], { hash: string }>(
    'SELECT hash FROM places WHERE camera = ?',
  );
  const ownOf = engine.prepare<[string, string], { hash: string }>(
    'SELECT hash FROM places WHERE camera = ? AND line = ?',
  );
  const clash = engine.prepare<[{ camera: string; hashes: string; older: string }], ClashRow>(
    `SELECT DISTINCT q.camera, f.account, f.device, o.account AS owner, o.device AS own
     FROM places q
     JOIN cameras c ON c.id = :camera
     JOIN cameras d ON d.id = q.camera
     JOIN entries o ON o.camera = :camera AND o.role = 'owner'
     JOIN entries f ON f.camera = q.camera AND f.role = 'owner'
     WHERE q.camera <> :camera AND q.hash IN (SELECT value FROM json_each(:hashes))
       AND f.account <> o.account AND NOT (c.grandfathered = 1 AND d.grandfathered = 1
         AND q.hash IN (SELECT value FROM json_each(:older)))
     ORDER BY f.position`,
  );
  const suspended = engine.prepare<[string, string]>(
    'UPDATE OR IGNORE suspensions SET camera = ? WHERE camera = ?',
  );
  const remember = engine.prepare<[string, string, string, string, number]>(
    `INSERT INTO past_take_overs (account, device, former_account, former_device, at)
     VALUES (?, ?, ?, ?, ?)`,
  );
  /** Those that are returned count only while they are among the last: their order says where it led then. */
  const visited = engine.prepare<
    [{ camera: string; line: string; hashes: string; most: number }],
    { count: number }
  >(
    `SELECT count(*) AS count FROM visits
     WHERE camera = :camera AND line = :line AND hash IN (SELECT value FROM json_each(:hashes))
       AND (below = 1 OR hash IN (SELECT hash FROM visits
         WHERE camera = :camera AND line = :line AND below = 0 ORDER BY rowid DESC LIMIT :most))`,
  );
  const visit = engine.prepare<[string, string, string, number]>(
    'INSERT OR REPLACE INTO visits (camera, line, hash, below) VALUES (?, ?, ?, ?)',
  );
  const visits = engine.prepare<[string, string], { count: number }>(
    'SELECT count(*) AS count FROM visits WHERE camera = ? AND line = ?',
  );
  const forgetVisits = engine.prepare<[string, string]>(
    'DELETE FROM visits WHERE camera = ? AND line = ?',
  );
  const reopen = prepareReopen(engine);
  const visitors = `FROM places p JOIN visits v ON v.hash = p.hash
       JOIN entries o ON o.camera = p.camera AND o.role = 'owner'
       JOIN entries f ON f.camera = v.camera AND f.role = 'owner'
       WHERE p.camera = ? AND f.account <> o.account`;
  const reopenVisitors = engine.prepare<[string]>(
    `UPDATE cameras SET opening = opening + 1 WHERE id IN (SELECT v.camera ${visitors})`,
  );
  const dropVisits = engine.prepare<[string]>(
    `DELETE FROM visits WHERE rowid IN (SELECT v.rowid ${visitors})`,
  );
  const remove = engine.prepare<[string]>('DELETE FROM cameras WHERE id = ?');

  /** `older`: those of them at which two rows from before this rule may stand. */
  const clashes = (
    camera: CameraId,
    hashes: readonly string[],
    older = hashes,
  ): readonly ClashRow[] =>
    clash.all({ camera, hashes: JSON.stringify(hashes), older: JSON.stringify(older) });

  /**
   * Returns where an older row may find another one: where it stands, not where it is led, or where its name
   * leads by now.
   */
  function olderOf({ camera, line, hashes, kept, named }: Approach): readonly string[] {
    if (!kept) return [];
    const known = ownOf.all(camera, line).map(({ hash }) => hash);
    return !named || known.length === 0 ? hashes : known;
  }

  /** Removes the former row; what suspended it suspends the one that comes after it. */
  function takeOver(camera: CameraId, { owner, own: device, ...former }: ClashRow): void {
    suspended.run(camera, former.camera);
    remember.run(owner, device, former.account, former.device, now());
    remove.run(former.camera);
  }

  function endVisits(camera: CameraId): void {
    reopenVisitors.run(camera);
    // They lead there no more: what suspends this camera must not suspend them.
    dropVisits.run(camera);
  }

  const add: Claims['add'] = (camera, { line, hash, named }) =>
    void insert.run(camera, line, hash, Number(named));

  return {
    put(camera, { places, kept, unresolved, takeOver: word }) {
      for (const line of ['stream', 'still']) forgetVisits.run(camera, line);
      if (kept.length === 0) clear.run(camera);
      else clearBut.run(camera, JSON.stringify(kept));
      for (const place of places) add(camera, place);
      forgetWords.run(camera);
      if (word) for (const line of unresolved) keepWord.run(camera, line);
    },
    decide(camera, word) {
      const hashes = own.all(camera).map(({ hash }) => hash);
      for (const rival of clashes(camera, hashes)) {
        if (!word) throw taken(rival.device);
        takeOver(camera, rival);
      }
      endVisits(camera);
    },
    add,
    isTaken: (approach) => clashes(approach.camera, approach.hashes, olderOf(approach)).length > 0,
    isVisited: (camera, line, hashes) =>
      visited.get({ camera, line, hashes: JSON.stringify(hashes), most: maxLed })?.count ===
      hashes.length,
    visit({ camera, line, hashes, below }) {
      // A visit that is no longer known must not go on. A still is over before that matters.
      if ((visits.get(camera, line)?.count ?? 0) >= maxVisits) {
        forgetVisits.run(camera, line);
        if (line === 'stream') reopen(camera);
      }
      for (const hash of hashes) visit.run(camera, line, hash, Number(below));
    },
    endVisits,
    spendWord(camera, line, hashes) {
      if (spend.run(camera, line).changes === 0) return;
      for (const rival of clashes(camera, hashes)) takeOver(camera, rival);
    },
  };
}

function taken(device: string): Failure {
  return new Failure(
    'bad-request',
    `another account has the same camera, as ${device}: let it be seen from there with ` +
      'casement camera share, hand it over with casement camera transfer, or, where its owner is ' +
      'gone and never will, say --take-over, which removes that row',
  );
}
