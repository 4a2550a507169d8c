export default [
  {
    layer: 'record',
    guard: 'a ticket used from another address stands in the record',
    find: "session.usedFrom(address ?? displayPlace(addressOf(request) ?? ''));",
    replace: '',
    tests: ['./media.test'],
  },
  {
    layer: 'record',
    guard: 'addresses of displays are written only where the operator wants them',
    find: 'recordAddresses ? addressOf(request) : undefined',
    replace: 'addressOf(request)',
    tests: ['workshop/end-to-end/audit-addresses'],
  },
  {
    layer: 'media edge',
    guard: 'what ails a camera is told only to whose right to it still stands',
    find: '  } catch (error) {\n    await partition.session(named(ticket));',
    replace: '  } catch (error) {',
    tests: ['./media.test'],
  },
  {
    layer: 'record',
    guard: 'where addresses are not recorded, something stands for them',
    find: "session.usedFrom(address ?? displayPlace(addressOf(request) ?? ''));",
    replace: 'if (address !== undefined) session.usedFrom(address);',
    tests: ['./media.test', 'workshop/end-to-end/audit-addresses'],
  },
  {
    layer: 'record',
    guard: 'where addresses are not recorded, they are not',
    find: "session.usedFrom(address ?? displayPlace(addressOf(request) ?? ''));",
    replace: "session.usedFrom(addressOf(request) ?? '');",
    tests: ['./media.test', 'workshop/end-to-end/audit-addresses'],
  },
];
