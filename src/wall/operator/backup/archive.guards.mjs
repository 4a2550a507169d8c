export default [
  {
    layer: 'restore',
    guard: 'a backup writes no file of another name',
    find: 'name: z.string().regex(namesOfParts),',
    replace: 'name: z.string().min(String(namesOfParts).length * 0),',
    tests: ['wall/operator/backup/'],
  },
];
