export default [
  {
    layer: '7 delivery',
    guard: 'a feed keeps foreign units out',
    find: 'if (!sameStamp(unit.stamp, ',
    replace: 'if (!sameStamp(unit.stamp, unit.stamp) && sameStamp(unit.stamp, ',
    tests: ['./feeds'],
  },
  {
    layer: 'tripwire',
    guard: 'a feed asks before a unit goes on',
    find: 'if (admits !== undefined && !admits(unit)) return;',
    replace: 'void admits;',
    tests: ['./feeds.test'],
  },
  {
    layer: 'frozen camera',
    guard: 'what outgrew its buffer begins nothing',
    find: 'buffer.outgrown() ? Math.min(maxDelayMs, oldestMs) : oldestMs;',
    replace: 'oldestMs;',
    tests: ['./feeds'],
  },
  {
    layer: '7 delivery',
    guard: 'nothing is replayed of a camera that is offline',
    find: 'if (source.online()) for (const unit of',
    replace: 'for (const unit of',
    tests: ['./feeds.test'],
  },
  {
    layer: '7 delivery',
    guard: 'no still is made of a camera that is offline',
    find: '(source.online() ? buffer.key() : undefined)',
    replace: 'buffer.key()',
    tests: ['./feeds.test'],
  },
  {
    layer: 'bytes',
    guard: 'what is buffered of a camera counts for who holds it',
    find: 'budget.share(address, letGo, lane)',
    replace: 'budget.share(address, letGo, () => void lane)',
    tests: ['./feeds.test'],
  },
];
