export default [
  {
    layer: 'emergency',
    guard: 'one bridge works on a folder, whatever it records',
    find: 'closers.push(holdFolder(dataDir, lock));',
    replace: 'void holdFolder;',
    tests: ['workshop/end-to-end/commands'],
  },
  {
    layer: 'emergency',
    guard: 'a bridge whose lock is gone falls silent',
    find: 'database.trouble() ?? lockTrouble()',
    replace: 'database.trouble()',
    tests: ['workshop/end-to-end/lost-database'],
  },
  {
    layer: 'clock',
    guard: 'the bridge drops nothing of the record before its time is settled',
    find: 'settled: () => time.settled(),',
    replace: 'settled: () => true,',
    tests: ['workshop/end-to-end/clock'],
  },
  {
    layer: 'clock',
    guard: 'the bridge goes by the careful time where a suspension has an end',
    find: 'reached: () => time.reached(),',
    replace: 'reached: now,',
    tests: ['workshop/end-to-end/clock'],
  },
];
