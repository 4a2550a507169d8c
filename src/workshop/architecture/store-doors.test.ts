import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { findPlanted, type Planted } from './planted.ts';
import { strayDoors } from './store-doors.ts';

test('each room asks the store through the doors that are meant for it', () => {
  expect(strayDoors(fileURLToPath(new URL('../../', import.meta.url)))).toEqual([]);
});

const imported = "import type { OperatorStore, Store } from '../../storage/store.ts';\n";

test.each<Planted>([
  ['edge/linking/a.ts', 'await parts.store.operator.grants.revokeClient(id);\n', ': operator'],
  ['edge/http/a.ts', "readonly store: OperatorStore<'pins'>;\n", ': operator'],
  ['edge/http/a.ts', 'export function open(store: Store): void {}\n', ': whole'],
  ['edge/http/a.ts', "type Grants = Store['operator'];\n", ': whole'],
  ['edge/http/a.ts', 'readonly store: Readonly<Store>;\n', ': whole'],
  ['edge/assistants/a.ts', "readonly store: Pick<Store, 'of'>;\n", ': tenant'],
  ['edge/http/a.ts', "readonly store: Pick<Store, 'of' | 'directory'>;\n", ': tenant'],
  ['edge/assistants/a.ts', 'const one = await store.of(account).entries();\n', ': account'],
  ['pictures/a.ts', "import type { Tenant } from '../storage/tenant.ts';\n", ': tenant'],
  ['pictures/a.ts', 'await house.store\n  .of(account).entries();\n', ': account'],
  ['identity/a.ts', "readonly store: Pick<Store, 'close' | 'directory'>;\n", ': directory'],
  ['wall/partitions/a.ts', 'await store.directory.byEmail(email);\n', ': directory'],
  ['wall/partitions/a.ts', 'readonly store: Store;\n', ': whole'],
  [
    'wall/operator/a.ts',
    "import type { Directory } from '../../storage/directory.ts';\n",
    ': directory',
  ],
  ['wall/audit/a.ts', "import type { Operator } from '../../storage/operator.ts';\n", ': operator'],
  ['simulator/client/a.ts', "readonly store: Pick<Store, 'operator'>;\n", ': operator'],
  ['edge/linking/a.ts', 'readonly store: LinkingStore;\n', undefined],
  ['wall/partitions/a.ts', imported, undefined],
  ['wall/partitions/a.ts', "store: Pick<Store, 'of'> & OperatorStore<'pins'>;\n", undefined],
  ['cli/a.ts', 'const { store }: { store: Store } = data;\n', undefined],
  ['edge/http/a.test.ts', 'let store: Store;\n', undefined],
])('planted in %s: %j is found: %s', async (path, text, door) => {
  const found = await findPlanted([[path, text, door]], strayDoors);
  expect(found).toEqual(door === undefined ? [] : [path + door]);
});
