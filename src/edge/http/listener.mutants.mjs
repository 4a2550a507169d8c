export default [
  {
    scenario: 'smuggling',
    mutant: 'requests are read leniently',
    // Whatever was asked behind the hidden request is answered to the next visitor.
    as: ['another camera', 'a foreign state'],
    changes: [
      {
        find: '      maxHeaderSize: limits.headerBytes,',
        replace: '      maxHeaderSize: limits.headerBytes,\n      insecureHTTPParser: true,',
      },
    ],
  },
];
