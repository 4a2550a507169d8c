/** What the record says of an exposure, and what it cannot say: in words for people, and as JSON. */
import type { ExposureAnswer, ExposureTotals } from './ask-exposure.ts';
import { accountRow, createColumns } from './exposure-rows.ts';
import {
  isoTime,
  isoTimeIfAny,
  restoredLine,
  shortTime,
  shownSession,
  shownVerdict,
  trust,
} from './shown.ts';

/** Yields the whole answer for `--json`, piece by piece; the accounts come last. */
export async function* asJson(answered: ExposureAnswer): AsyncGenerator<string> {
  const { question, runs, slips, verdict, restored } = answered;
  const about = {
    question: { ...question, since: isoTime(question.since), until: isoTime(question.until) },
    record: shownVerdict(verdict),
    builds: runs.map(({ build, from, to }) => ({
      build,
      from: isoTime(from),
      to: isoTimeIfAny(to),
    })),
    totals: await answered.total(),
    slips,
    restored: restored.map(({ at, by }) => ({ at: isoTime(at), by })),
    cannotSay: limits(answered),
  };
  yield `${JSON.stringify(about).slice(0, -1)},"accounts":[`;
  let divider = '';
  for await (const page of answered.accounts()) {
    const rows = page.map((one) => ({
      ...accountRow(one),
      affected: one.affected,
      linked: one.linked.map(({ from, to }) => ({ from: isoTime(from), to: isoTimeIfAny(to) })),
      delivered: one.delivered.map(shownSession),
    }));
    if (rows.length === 0) continue;
    yield divider + rows.map((row) => JSON.stringify(row)).join(',');
    divider = ',';
  }
  yield ']}\n';
}

/** Returns what no answer from the record can know. */
const limits = ({ unknown, restored }: ExposureAnswer): readonly string[] => [
  ...(unknown > 0
    ? [
        `${unknown} session(s) were recorded by an earlier version: of them only what was meant is known`,
      ]
    : []),
  ...(restored.length > 0
    ? ['who had which camera, and who was linked, between the backup and its restoration']
    : []),
  'what was delivered while AUDIT was off',
  'which of several cameras it was that say the same of themselves, where no place that is known tells them apart: all of them are named, also where the one that was meant is among them',
  'whether two cameras that say the same of themselves had taken each other’s address',
  'names of accounts and cameras that are gone',
];

/** Returns what can be believed, what is known, and what is not. */
function aboveAll(answered: ExposureAnswer, totals: ExposureTotals): string {
  const { question, runs, slips, verdict, restored } = answered;
  const narrowed = question.build !== undefined || question.model !== undefined;
  const late = verdict.first !== undefined && verdict.first.at > question.since;
  return [
    trust(verdict),
    ...(late ? ['What was delivered before that it cannot say.'] : []),
    ...runs.map(
      ({ build, from, to }) =>
        `Build ${build} ran from ${shortTime(from)}${to === undefined ? '' : ` to ${shortTime(to)}`}.`,
    ),
    ...restored.map(restoredLine),
    `${totals.linked} account(s) ${narrowed ? 'had such an integration' : 'were linked'}, ${totals.delivered} were delivered ` +
      `something, ${totals.couldBeAffected} could have been affected; ${totals.stopped} foreign ` +
      'picture(s) were stopped.',
    ...slips.map(
      ({ session, shownTo, device, from, of, maybeOf }) =>
        `Another camera ${of.length > 0 ? 'answered' : 'may have answered'} than was meant: in ${session}, ` +
        `from ${from}, ${shownTo} was shown for ${device} what ` +
        [
          ...(of.length > 0 ? [`was of ${of.join(', ')}`] : []),
          ...(maybeOf.length > 0 ? [`may have been of ${maybeOf.join(', ')}`] : []),
        ].join(', and what ') +
        '.',
    ),
    'It cannot say:',
    ...limits(answered).map((limit) => `- ${limit}`),
    '',
    '',
  ].join('\n');
}

/** Yields the answer for people, piece by piece: the accounts in columns come last. */
export async function* inWords(answered: ExposureAnswer): AsyncGenerator<string> {
  const columns = createColumns();
  const totals = await answered.total((page) => columns.measure(page));
  yield aboveAll(answered, totals) + columns.head();
  for await (const page of answered.accounts()) yield columns.page(page);
}
