export default [
  {
    scenario: 'camera-media',
    mutant: 'all cameras share one buffer',
    as: 'another camera',
    without: 'stamps compared',
    off: ['stamps'],
    changes: [
      { find: '  let kept: AccessUnit[] = [];\n', replace: '' },
      {
        find: 'export function createGopBuffer(',
        replace: 'let kept: AccessUnit[] = [];\nexport function createGopBuffer(',
      },
    ],
  },
];
