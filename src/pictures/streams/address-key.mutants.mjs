export default [
  {
    scenario: 'look-alikes',
    mutant: 'what is under way is shared by a name that two homes have',
    as: 'another camera',
    without: 'stamps compared',
    off: ['stamps'],
    changes: [
      {
        find: 'return JSON.stringify([stamp.camera, stamp.epoch, opening, stream, onvif, transport]);',
        replace: 'return new URL(stream).pathname;',
      },
    ],
  },
];
