/** `npm run bench`: what it costs and how long it takes, measured on this machine. */
import { writeFileSync } from 'node:fs';
import { accounts } from './accounts.ts';
import { firstFrame } from './first-frame.ts';
import { machine } from './machine.ts';
import { media } from './media.ts';
import { neighbour } from './neighbour.ts';
import { help, readOptions, type PartName } from './options.ts';
import { players } from './players.ts';
import { record } from './record.ts';
import { met, tableText, targetsText, type Findings } from './report.ts';
import { onStage, type Stage } from './stage.ts';
import { scale } from './scale.ts';
import { runningSessions } from './sessions.ts';
import { strangers } from './strangers.ts';
import { webhook } from './webhook.ts';

const parts: Readonly<Record<PartName, (stage: Stage) => Promise<Findings>>> = {
  webhook,
  strangers,
  accounts,
  sessions: runningSessions,
  scale,
  'first-frame': firstFrame,
  players,
  media,
  record,
  neighbour,
};

async function bench(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (options.help) {
    console.log(help);
    return 0;
  }
  const about = machine();
  console.log(about.lines.join('\n'));
  const began = performance.now();
  const found: Findings[] = [];
  for (const name of options.parts) {
    const say = (line: string): void => {
      const at = ((performance.now() - began) / 1000).toFixed(0).padStart(4);
      console.error(`${at} s  ${name}: ${line}`);
    };
    const findings = await onStage(options, say, parts[name]);
    found.push(findings);
    console.log(`\n${findings.tables.map(tableText).join('\n')}`);
  }
  const tables = found.flatMap((findings) => findings.tables);
  const targets = found.flatMap((findings) => findings.targets);
  console.log(targetsText(targets));
  if (options.json !== undefined) {
    const judged = targets.map((target) => ({ ...target, met: met(target) }));
    const { lines: _lines, ...facts } = about;
    const text = JSON.stringify(
      { ...facts, quick: options.quick, tables, targets: judged },
      undefined,
      2,
    );
    writeFileSync(options.json, `${text}\n`);
  }
  return options.strict && !targets.every(met) ? 1 : 0;
}

process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));
try {
  process.exitCode = await bench();
} catch (error) {
  console.error(error instanceof Error ? `bench: ${error.message}` : error);
  process.exitCode = 1;
}
