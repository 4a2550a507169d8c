export default [
  {
    layer: 'emergency',
    guard: 'a command does not believe a clock that jumped',
    find: 'if (Math.abs(since) > leapMs) return Math.min(now, kept.reached);',
    replace: '',
  },
  {
    layer: 'clock',
    guard: 'a start with the clock far off waits for 24 hours of running',
    find: 'if (kept !== undefined && Math.abs(both.wall - kept.at) > leapMs) leapt(',
    replace: 'if (false) leapt(',
  },
  {
    layer: 'clock',
    guard: 'a clock that leaps while the bridge runs makes it wait for 24 hours of running',
    find: 'if (Math.abs(now() - expected) <= leapMs) return;',
    replace: 'if (expected > 0) return;',
  },
  {
    layer: 'clock',
    guard: 'a start in between does not end the wait',
    find: 'ran: kept?.ran ?? 0 };',
    replace: 'ran: kept === undefined ? 0 : waitMs };',
  },
  {
    layer: 'keys',
    guard: 'a command waits after a leap as the bridge does',
    find: 'return kept.ran >= waitMs ? now : Math.min(now, kept.reached + Math.max(since, 0));',
    replace: 'return now;',
  },
];
