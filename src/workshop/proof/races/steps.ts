/** What may happen in a run: scripts of steps, one after the other; the scripts run side by side. */
import fc from 'fast-check';

const which = fc.nat(7);
const account = fc.nat(2);

/** What a display does. `which`: counted among its own devices, or among all there ever were. */
const displayStep = fc.oneof(
  { weight: 2, arbitrary: fc.constant({ do: 'sync' } as const) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('query' as const), which }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('execute' as const),
      which,
      own: fc.integer({ min: 0, max: 3 }).map((n) => n > 0),
      protocol: fc.constantFrom('webrtc', 'hls'),
    }),
  },
  { weight: 5, arbitrary: fc.constant({ do: 'watch' } as const) },
  { weight: 1, arbitrary: fc.constant({ do: 'hang up' } as const) },
  { weight: 1, arbitrary: fc.constant({ do: 'disconnect' } as const) },
  { weight: 1, arbitrary: fc.constant({ do: 'link' } as const) },
  { weight: 1, arbitrary: fc.constant({ do: 'clear cache' } as const) },
);

const placed = <T extends string>(what: T) => fc.record({ do: fc.constant(what), which });
const given = <T extends string>(what: T) => fc.record({ do: fc.constant(what), which, account });

/** What the operator does, from the command line beside the bridge. */
const operatorStep = fc.oneof(
  { weight: 3, arbitrary: given('transfer') },
  { weight: 2, arbitrary: given('share') },
  { weight: 2, arbitrary: given('unshare') },
  { weight: 1, arbitrary: placed('remove camera') },
  { weight: 1, arbitrary: placed('move camera') },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('add camera' as const),
      account,
      place: fc.integer({ min: 1, max: 4 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('remove account' as const), account }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('password' as const), account }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('revoke' as const), account }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom('suspend' as const, 'suspend' as const, 'resume' as const),
      of: fc.constantFrom('all' as const, 'account' as const, 'camera' as const),
      which,
      account,
    }),
  },
  { weight: 3, arbitrary: fc.constant({ do: 'look' } as const) },
);

/** 0 is every camera. */
const place = fc.constantFrom(0, 0, 0, 1, 2, 3, 4);

/** What goes on meanwhile. */
const worldStep = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('film' as const), place }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('power' as const), place, on: fc.boolean() }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('time' as const),
      ms: fc.constantFrom(50, 210, 450, 450, 700, 899),
    }),
  },
);

type Of<A> = A extends fc.Arbitrary<infer T> ? T : never;
export type DisplayStep = Of<typeof displayStep>;
export type OperatorStep = Of<typeof operatorStep>;
export type WorldStep = Of<typeof worldStep>;

export interface Script {
  readonly displays: readonly {
    readonly account: number;
    readonly steps: readonly DisplayStep[];
  }[];
  /** Several: two commands at a time are two processes. */
  readonly operators: readonly (readonly OperatorStep[])[];
  readonly world: readonly WorldStep[];
}

const display = fc
  .record({
    account,
    steps: fc.array(displayStep, { minLength: 1, maxLength: 6, size: 'max' }),
    // Most displays begin by watching something: what never plays cannot play too long.
    first: fc.constantFrom('webrtc', 'webrtc', 'hls', undefined),
  })
  .map(({ account: of, first, steps }) => {
    const opening =
      first === undefined
        ? []
        : [
            { do: 'execute' as const, which: 0, own: true, protocol: first },
            { do: 'watch' as const },
          ];
    return { account: of, steps: [...opening, ...steps] };
  });

export const scripts: fc.Arbitrary<Script> = fc.record({
  displays: fc.array(display, { minLength: 1, maxLength: 3, size: 'max' }),
  operators: fc.array(fc.array(operatorStep, { minLength: 1, maxLength: 4 }), { maxLength: 2 }),
  world: fc.array(worldStep, { minLength: 6, maxLength: 30, size: 'max' }),
});
