export default [
  {
    layer: 'people',
    guard: 'signing in again leaves one’s own virtual display',
    find: ' && google.account(mine) !== account)',
    replace: ')',
    tests: ['workshop/end-to-end/sign-out'],
  },
  {
    layer: 'people',
    guard: 'signing in leaves a linking that has begun',
    find: 'if (google.linked(mine) && google.account(mine) !== account)',
    replace: 'if (!google.linked(mine) || google.account(mine) !== account)',
    tests: ['workshop/end-to-end/sign-out'],
  },
];
