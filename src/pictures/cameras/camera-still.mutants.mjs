export default [
  {
    scenario: 'redirecting-cameras',
    mutant: 'a still is fetched from wherever a redirect leads',
    as: 'a login reached a stranger',
    changes: [
      {
        find: '    const chunks: Uint8Array[] = [];',
        replace:
          "    const leads = [headers['location'] ?? []].flat()[0];\n    if (leads !== undefined) {\n      const there = await fetch(leads, { headers: authorization ? { authorization } : {} });\n      const bytes = new Uint8Array(await there.arrayBuffer());\n      const server = there.headers.get('server') ?? undefined;\n      const challenges = [there.headers.get('www-authenticate') ?? ''];\n      return { status: there.status, challenges, server, next: undefined, body: bytes };\n    }\n    const chunks: Uint8Array[] = [];",
      },
    ],
  },
];
