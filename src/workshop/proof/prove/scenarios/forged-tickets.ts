import { ticketOf } from '../../../../simulator/client/given-stream.ts';
import type { Chance } from '../chance.ts';
import { signalTo } from '../display/ask-state.ts';
import type { Viewing } from '../oracle/judge.ts';
import type { Scenario, World } from '../world.ts';

const tries = 40;
/** A busy machine does fewer. */
const longestMs = 8_000;

/** A letter of it turned into another. */
function bent(ticket: string, chance: Chance): string {
  // Not the last: some bits of it stand for nothing.
  const at = chance.below(ticket.length - 2);
  const letter = ticket[at] === 'A' ? 'B' : 'A';
  return ticket[at] === '.' ? `${ticket}x` : ticket.slice(0, at) + letter + ticket.slice(at + 1);
}

/** Returns tickets that nobody gave to `one`, made from what it and another display hold. */
function forgeries(one: Viewing, other: Viewing, chance: Chance): string[] {
  const [mine, theirs] = [ticketOf(one.url).split('.'), ticketOf(other.url).split('.')];
  const unsigned = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url');
  return [
    [mine[0], theirs[1], mine[2]].join('.'),
    [mine[0], mine[1], theirs[2]].join('.'),
    [unsigned, theirs[1], ''].join('.'),
    [unsigned, theirs[1], theirs[2]].join('.'),
    bent(ticketOf(other.url), chance),
    one.grant.token,
  ];
}

/** Asks with the bearer of `one` whether the stream of `other` is over, and whether its own is, called by the other's device. */
async function askAcross(world: World, one: Viewing, other: Viewing): Promise<void> {
  const held = { bearer: one.bearer, device: other.device };
  const ways = one.by === 'webrtc' && one.device !== other.device ? [other, one] : [other];
  for (const way of ways) {
    world.injected();
    const { status } = await signalTo(world, held, way, { action: 'state' });
    world.oracle.stateOf(other, one, status);
  }
}

async function forge(world: World, one: Viewing, other: Viewing, chance: Chance): Promise<void> {
  for (const ticket of forgeries(one, other, chance)) {
    const file = chance.pick(['index.m3u8', 'live.m3u8', 'snapshot.jpg']);
    world.injected();
    const answer = await world.client.send(`${world.origin}/live/${ticket}/${file}`);
    // First what the bridge did: the picture that came of it would be found as a foreign one.
    world.oracle.forged(one, answer.status);
    world.oracle.scrap(one, answer.body);
  }
  if (other.by !== 'webrtc' || one.bearer === other.bearer) return;
  await askAcross(world, one, other);
  const offer = { action: 'offer', sdp: 'v=0' };
  const crossed = await signalTo(world, { bearer: one.bearer, device: other.device }, other, offer);
  world.injected();
  // Only with its own bearer would it get as far as the offer, which is none.
  world.oracle.forged(one, crossed.status === 400 ? 200 : crossed.status);
}

export const forgedTickets: Scenario = {
  name: 'forged-tickets',
  faults: 'F11, F15',
  says: 'Tickets are mixed, bent, unsigned or replaced; offers and questions come with another stream’s bearer.',
  async turn(world, chance) {
    const until = Date.now() + longestMs;
    for (let done = 0; done < tries && Date.now() < until && !world.over.aborted; done += 1) {
      const all = [...world.viewings];
      const one = all.length > 1 ? chance.pick(all) : undefined;
      const others = all.filter(({ grant }) => grant !== one?.grant);
      const other = others.length > 0 ? chance.pick(others) : undefined;
      if (one === undefined || other === undefined) await world.pause(200);
      else await forge(world, one, other, chance).catch(() => undefined);
    }
  },
};
