export default [
  {
    layer: 'broken off',
    guard: 'a camera that was only asked after is let go again',
    find: '      } finally {\n        release();\n      }',
    replace: '      } finally {\n        void release;\n      }',
    tests: ['workshop/proof/cancellations/intents'],
  },
  {
    layer: 'opening',
    guard: 'a source that is over does not linger',
    find: 'if (over) held.wasHeld = false;',
    replace: '',
  },
  {
    layer: 'frozen camera',
    guard: 'who asks whether a camera is online does not take an old key picture for one',
    find: 'if (shows && known.isDue(maxDelayMs, oldestMs)) {',
    replace: 'if (shows) {',
  },
  {
    layer: 'limits',
    guard: 'so many cameras are open at a time',
    find: '      makeRoom();\n',
    replace: '',
    tests: ['./feeds.test'],
  },
];
