/** `npm run cancellations`: how many points there are, operation by operation. */
import { settleHouses } from './houses.ts';
import { operations, search } from './search.ts';
import { serveStills } from './still-server.ts';

const stills = await serveStills();
const houses = await settleHouses(stills);
const began = performance.now();
let total = 0;
try {
  for (const operation of operations) {
    const tried = await search(operation, { houses, stills });
    total += tried;
    console.log(`${String(tried).padStart(6)}  ${operation.name}`);
  }
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(
    `${String(total).padStart(6)}  points in ${seconds} s, and nobody got what is another's.`,
  );
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  houses.close();
  await stills.close();
}
