export default [
  {
    scenario: 'smuggling',
    mutant: 'requests are read leniently',
    as: 'another camera',
    changes: [
      {
        find: '      maxHeaderSize: limits.headerBytes,',
        replace: '      maxHeaderSize: limits.headerBytes,\n      insecureHTTPParser: true,',
      },
    ],
  },
];
