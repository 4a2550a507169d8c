export default [
  {
    layer: 'fresh rights',
    guard: 'the revision that lifted a suspension is written down',
    find: "VALUES (OLD.scope, coalesce(OLD.account, OLD.camera, OLD.model, ''), ${next});",
    replace: "VALUES (OLD.scope, coalesce(OLD.account, OLD.camera, OLD.model, ''), 0);",
    tests: ['storage/sqlite/contract'],
  },
  {
    layer: 'fresh rights',
    guard: 'a resumption begins every row of its camera',
    find: "'#.hash IN (SELECT p.hash FROM places p WHERE p.camera = OLD.camera)'",
    replace: '"#.hash = \'\'"',
    tests: ['wall/partitions/freed'],
  },
  {
    layer: 'fresh rights',
    guard: 'a row that its suspended twin frees by going begins then',
    find: "alsoAt('#.hash = OLD.hash')",
    replace: 'alsoAt("#.hash = \'\'")',
    tests: ['wall/partitions/freed'],
  },
  {
    layer: 'switch',
    guard: 'what runs is asked anew when its camera leads to another one',
    find: 'p.camera <> NEW.camera)',
    replace: 'p.camera = NEW.camera)',
    tests: ['wall/partitions/freed'],
  },
];
