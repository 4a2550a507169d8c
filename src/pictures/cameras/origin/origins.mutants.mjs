export default [
  {
    scenario: 'moved-cameras',
    mutant: 'what is open for a camera is used although the camera has moved',
    as: 'another camera',
    without:
      'cameras recognised, nothing bound by what was opened before, one owner for each place',
    off: ['claims'],
    changes: [
      {
        find: "        throw new Failure('internal', 'the camera was bound otherwise, or opened anew, meanwhile');\n",
        replace: '',
      },
      {
        file: 'streams/address-key.ts',
        find: 'return JSON.stringify([stamp.camera, stamp.epoch, opening, stream, onvif, transport]);',
        replace: 'return JSON.stringify([stamp.camera, stamp.epoch, onvif]);',
      },
      {
        file: 'streams/lingering-feeds.ts',
        find: 'if (!(await stands(entry.address))) endLinger(entry);',
        replace: 'await stands(entry.address);',
      },
      {
        file: 'origin/pins.ts',
        find: 'if (hashOf(seen, pin.fields) === pin.hash) return false;',
        replace: 'if (pin.hash.length > 0) return false;',
      },
    ],
  },
];
