/**
 * The schema, equal in meaning to that of SQLite as of its step 16. What the rooms below say is text of this step:
 * once released, they are changed no more.
 */
import { accountFunctions } from './first/accounts.ts';
import { base } from './first/base.ts';
import { canaryFunctions } from './first/canaries.ts';
import { cameraTables, inBytes, tenantTables } from './first/tables.ts';
import { claimFunctions } from './first/claims.ts';
import { grantFunctions } from './first/grants.ts';
import { historyFunctions } from './first/history.ts';
import { keepers } from './first/keepers.ts';
import { lookFunctions } from './first/looks.ts';
import { mapChanges } from './first/map-changes.ts';
import { mapFunctions } from './first/map.ts';
import { originFunctions } from './first/origins.ts';
import { pinFunctions } from './first/pins.ts';
import { placeFunctions } from './first/places.ts';
import { policies } from './first/policies.ts';
import { restoreFunctions } from './first/restores.ts';
import { keyIndexes, sealedFunctions } from './first/sealed.ts';
import { serialFunctions } from './first/serials.ts';
import { suspensionFunctions } from './first/suspensions.ts';
import type { Migration } from './migration.ts';

export const first: Migration = {
  version: 1,
  name: 'first',
  sql: [
    base,
    inBytes(tenantTables),
    inBytes(cameraTables),
    keyIndexes,
    keepers,
    policies,
    lookFunctions,
    accountFunctions,
    grantFunctions,
    mapFunctions,
    claimFunctions,
    mapChanges,
    suspensionFunctions,
    pinFunctions,
    originFunctions,
    placeFunctions,
    serialFunctions,
    sealedFunctions,
    historyFunctions,
    restoreFunctions,
    canaryFunctions,
  ].join('\n'),
};
