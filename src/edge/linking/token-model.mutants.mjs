export default [
  {
    scenario: 'linking-at-once',
    mutant: 'a token is issued to whoever came last',
    as: 'a foreign device',
    changes: [
      {
        find: '      return accessTokens.issue(account, grant);',
        replace:
          '      latest = { account, grant };\n      await new Promise((resolve) => setTimeout(resolve, 50));\n      return accessTokens.issue(latest.account, latest.grant);',
      },
      {
        find: 'export function tokenModel(',
        replace: 'let latest: any;\nexport function tokenModel(',
      },
    ],
  },
];
