export default [
  {
    layer: 'builds',
    guard: 'programs that are joined in another way are another build',
    find: "  'src/setup/bundle.mjs',\n",
    replace: '',
  },
  {
    layer: 'builds',
    guard: 'programs whose modules say in another way where they are are another build',
    find: "  'src/setup/own-places.mjs',\n",
    replace: '',
  },
  {
    layer: 'builds',
    guard: 'where nothing can join the modules, what is missing is named',
    find: "['typescript', 'esbuild'].map",
    replace: "['typescript'].map",
  },
];
