export default [
  {
    scenario: 'display-udp',
    mutant: 'a connection is one behind: it gets what the one before it was to get',
    as: 'another camera',
    without: 'stamps compared',
    off: ['stamps'],
    changes: [
      { find: '      feed: this.hold.feed,', replace: '      feed: oneBehind(this.hold.feed),' },
      {
        find: '/** The parts of a session that',
        replace:
          'let before: any;\nfunction oneBehind(feed: any): any {\n  const given = before ?? feed;\n  before = feed;\n  return given;\n}\n/** The parts of a session that',
      },
    ],
  },
];
