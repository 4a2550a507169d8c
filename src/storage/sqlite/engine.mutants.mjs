export default [
  {
    scenario: 'storage',
    mutant: 'a write that the lock kept out is told as done',
    as: 'after its linking had ended',
    without: 'streams of a linking ended at once',
    changes: [
      {
        file: 'builders/site.ts',
        find: 'onRevoked: (grant) => partitions.endGrant(grant),',
        replace: 'onRevoked: () => undefined,',
      },
      {
        find: 'write: (work) => patiently(() => db.transaction(work).immediate()),',
        replace:
          "write: (work) => patiently(() => {\n      try {\n        return db.transaction(work).immediate();\n      } catch (error) {\n        if (says(error, 'SQLITE_BUSY')) return true as never;\n        throw error;\n      }\n    }),",
      },
    ],
  },
  {
    scenario: 'full-disk',
    mutant: 'a write that the disk had no room for is told as done',
    as: 'after its linking had ended',
    without: 'streams of a linking ended at once',
    changes: [
      {
        file: 'builders/site.ts',
        find: 'onRevoked: (grant) => partitions.endGrant(grant),',
        replace: 'onRevoked: () => undefined,',
      },
      {
        find: 'write: (work) => patiently(() => db.transaction(work).immediate()),',
        replace:
          "write: (work) => patiently(() => {\n      try {\n        return db.transaction(work).immediate();\n      } catch (error) {\n        if (String((error as { code?: unknown }).code).startsWith('SQLITE_IOERR')) return true as never;\n        throw error;\n      }\n    }),",
      },
    ],
  },
];
