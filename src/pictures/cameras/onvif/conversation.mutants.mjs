export default [
  {
    scenario: 'onvif-strangers',
    mutant: 'an ONVIF service is asked wherever a redirect leads',
    as: 'a login reached a stranger',
    changes: [
      {
        find: '    const next = ledBy(guard, {',
        replace:
          "    const leads = [answer.headers['location'] ?? []].flat()[0];\n    if (leads !== undefined) {\n      const type = { 'content-type': contentType(operation) };\n      const there = await fetch(leads, { method: 'POST', headers: type, body });\n      return { status: there.status, next: undefined, challenges: [], xml: await there.text() };\n    }\n    const next = ledBy(guard, {",
      },
    ],
  },
];
