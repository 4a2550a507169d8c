/** Every step of the schema, in order. */
import { first } from './0001-first.ts';
import { suspensions } from './0002-suspensions.ts';
import { pins } from './0003-pins.ts';
import { history } from './0004-history.ts';
import { onvifPins } from './0005-onvif-pins.ts';
import { origins } from './0006-origins.ts';
import { serials } from './0007-serials.ts';
import { droppedKeys } from './0008-dropped-keys.ts';
import { restores } from './0009-restores.ts';
import { visits } from './0010-visits.ts';
import { freed } from './0011-freed.ts';
import { quietLinkings } from './0012-quiet-linkings.ts';
import { connections } from './0013-connections.ts';
import { lookAlikes } from './0014-look-alikes.ts';
import { accountRevisions } from './0015-account-revisions.ts';
import { operatorIndexes } from './0016-operator-indexes.ts';
import { copies } from './0017-copies.ts';
import { pastIndexes } from './0018-past-indexes.ts';
import type { Migration } from './migration.ts';

export const migrations: readonly Migration[] = [
  first,
  suspensions,
  pins,
  history,
  onvifPins,
  origins,
  serials,
  droppedKeys,
  restores,
  visits,
  freed,
  quietLinkings,
  connections,
  lookAlikes,
  accountRevisions,
  operatorIndexes,
  copies,
  pastIndexes,
];
