/**
 * What Stryker leaves alive, and why that cannot matter, one by one: `find` is the line a mutant begins
 * in, `replace` what becomes of it. `npm run stryker` fails on any other.
 */
export const explained = [
  {
    why: 'The text is but a name, the same wherever it is used: another one does as well.',
    mutants: [
      {
        file: 'src/wall/partitions/create-partition.ts',
        find: "const entries = await mapOf('all', () => tenant.entries());",
        replace: 'const entries = await mapOf("", () => tenant.entries());',
      },
      {
        file: 'src/wall/partitions/suspensions.ts',
        find: "const all = 'all';",
        replace: 'const all = "";',
      },
    ],
  },
  {
    why: 'Any number with `undefined` compares as false: it is the compiler that has to be told.',
    mutants: [
      {
        file: 'src/wall/partitions/suspensions.ts',
        find: 'if (record.until === undefined) return true;',
        replace: 'if (false) return true;',
      },
      {
        file: 'src/wall/partitions/lease.ts',
        find: 'return this.#answeredAt !== undefined && clock() - this.#answeredAt >= ms;',
        replace: 'return true && clock() - this.#answeredAt >= ms;',
      },
      {
        file: 'src/wall/operator/switch.ts',
        find: 'if (until !== undefined && until <= since) {',
        replace: 'if (true && until <= since) {',
      },
    ],
  },
  {
    why: 'At least one session is allowed, so there is one to end: it is the compiler that has to be told.',
    mutants: [
      {
        file: 'src/wall/partitions/sessions.ts',
        find: "leastNeeded(others, this.#options.lease.clock())?.end('replaced');",
        replace: "leastNeeded(others, this.#options.lease.clock()).end('replaced');",
      },
    ],
  },
  {
    why: 'Costs memory alone: an account without sessions keeps an empty table.',
    mutants: [
      {
        file: 'src/wall/partitions/sessions.ts',
        find: 'if (table.sessions.size === 0) this.#tables.delete(session.account);',
        replace: 'if (false) this.#tables.delete(session.account);',
      },
    ],
  },
  {
    why: 'Costs time alone: what is known without looking is looked for, or worked out again.',
    mutants: [
      {
        file: 'src/wall/partitions/suspensions.ts',
        find: 'const isIdle = standing.size === 0 && resumed.size === 0;',
        replace: 'const isIdle = false;',
      },
      {
        file: 'src/wall/partitions/suspensions.ts',
        find: '(!isIdle && keysOf(entry).flatMap(recordsOf).some(inForce)),',
        replace: '(true && keysOf(entry).flatMap(recordsOf).some(inForce)),',
      },
      {
        file: 'src/wall/partitions/suspensions.ts',
        find: 'since: (entry) => (isIdle ? -Infinity : Math.max(...keysOf(entry).map(sinceOf))),',
        replace: 'since: (entry) => (false ? -Infinity : Math.max(...keysOf(entry).map(sinceOf))),',
      },
      {
        file: 'src/identity/live-keys.ts',
        find: 'if (at >= current.end || at < current.from) current = opened(current.keys);',
        replace: 'if (true) current = opened(current.keys);',
      },
      {
        file: 'src/identity/live-keys.ts',
        find: 'if (at >= current.end || at < current.from) current = opened(current.keys);',
        replace: 'if (at >= current.end || at <= current.from) current = opened(current.keys);',
      },
      {
        file: 'src/identity/random.ts',
        find: 'if (used + bytes > pool.length) {',
        replace: 'if (true) {',
      },
      {
        file: 'src/identity/random.ts',
        find: 'if (used + bytes > pool.length) {',
        replace: 'if (used + bytes >= pool.length) {',
      },
      {
        file: 'src/identity/access-token.ts',
        find: "const memo = createHash('sha256').update(token).digest('base64url');",
        replace: 'const memo = createHash(\'sha256\').update(token).digest("");',
      },
    ],
  },
  {
    why: 'What is not in force was noted, with its end, when that was found: it is the compiler that has to be told.',
    mutants: [
      {
        file: 'src/wall/partitions/suspensions.ts',
        find: 'inForce(record) ? -Infinity : (seen.get(record)?.overAt ?? -Infinity),',
        replace: 'inForce(record) ? -Infinity : (seen.get(record)?.overAt ?? +Infinity),',
      },
      {
        file: 'src/wall/partitions/suspensions.ts',
        find: 'inForce(record) ? -Infinity : (seen.get(record)?.overAt ?? -Infinity),',
        replace: 'inForce(record) ? -Infinity : (seen.get(record).overAt ?? -Infinity),',
      },
    ],
  },
  {
    why: 'Costs memory alone: nobody asks of a suspension that is not listed any more.',
    mutants: [
      {
        file: 'src/wall/partitions/suspensions.ts',
        find: 'for (const one of known) if (!listed.includes(one)) seen.delete(one);',
        replace: 'for (const one of known) if (false) seen.delete(one);',
      },
    ],
  },
  {
    why: 'No suspension has such a key.',
    mutants: [
      {
        file: 'src/wall/partitions/suspensions.ts',
        find: '...(model === undefined ? [] : [`model ${model}`]),',
        replace: '...(model === undefined ? ["Stryker was here"] : [`model ${model}`]),',
      },
    ],
  },
  {
    why: 'What is missing throws a line later, into the same `catch` and the same refusal.',
    mutants: [
      {
        file: 'src/pictures/cameras/origin/seen-key.ts',
        find: "info = socket.getPeerX509Certificate()?.publicKey.export({ type: 'spki', format: 'der' });",
        replace:
          "info = socket.getPeerX509Certificate().publicKey.export({ type: 'spki', format: 'der' });",
      },
      {
        file: 'src/identity/access-token.ts',
        find: 'jwt.decode(token, { complete: true })?.header ?? {};',
        replace: 'jwt.decode(token, {',
      },
      {
        file: 'src/identity/access-token.ts',
        find: "if (key === undefined || typ !== 'at+jwt' || !hasOneForm(token)) throw refused();",
        replace: "if (false || typ !== 'at+jwt' || !hasOneForm(token)) throw refused();",
      },
      {
        file: 'src/identity/ticket.ts',
        find: 'const { kid }: Partial<jwt.JwtHeader> = jwt.decode(ticket, { complete: true })?.header ?? {};',
        replace: 'const { kid }: Partial<jwt.JwtHeader> = jwt.decode(ticket, {',
      },
      {
        file: 'src/identity/ticket.ts',
        find: 'if (found === undefined || !hasOneForm(ticket)) throw refused();',
        replace: 'if (false || !hasOneForm(ticket)) throw refused();',
      },
      {
        file: 'src/identity/seal.ts',
        find: "if (root === undefined) throw new TypeError('no such root');",
        replace: "if (false) throw new TypeError('no such root');",
      },
    ],
  },
  {
    why: 'Of a shared-key signature the library compares the text itself; that is not promised, so it is asked all the same.',
    mutants: [
      {
        file: 'src/identity/ticket.ts',
        find: 'if (found === undefined || !hasOneForm(ticket)) throw refused();',
        replace: 'if (false) throw refused();',
      },
      {
        file: 'src/identity/ticket.ts',
        find: 'if (found === undefined || !hasOneForm(ticket)) throw refused();',
        replace: 'if (found === undefined && !hasOneForm(ticket)) throw refused();',
      },
    ],
  },
  {
    why: 'A text that the `catch` around it throws away.',
    mutants: [
      {
        file: 'src/identity/seal.ts',
        find: "if (root === undefined) throw new TypeError('no such root');",
        replace: 'if (root === undefined) throw new TypeError("");',
      },
    ],
  },
  {
    why: 'A seal cut short is refused by what it says; one forged to fit a shorter tag would take billions of tries to meet.',
    mutants: [
      {
        file: 'src/identity/seal.ts',
        find: "const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: tagBytes });",
        replace: "const decipher = createDecipheriv('aes-256-gcm', key, iv, {});",
      },
    ],
  },
  {
    why: 'Whether a folder has reached the disk shows after a loss of power alone.',
    mutants: [
      {
        file: 'src/identity/key-file.ts',
        find: 'function syncFolder(path: string): void {',
        replace: 'function syncFolder(path: string): void {}',
      },
      {
        file: 'src/identity/key-file.ts',
        find: 'try {',
        replace: 'try {} finally {',
      },
    ],
  },
  {
    why: 'Root has given a file of its own to root, or a user his own to himself: it belongs to whom it did.',
    mutants: [
      {
        file: 'src/identity/key-file.ts',
        find: 'if (owner !== undefined && owner.uid !== 0 && process.geteuid?.() === 0) {',
        replace: 'if (owner !== undefined && true && process.geteuid?.() === 0) {',
      },
      {
        file: 'src/identity/key-file.ts',
        find: 'if (owner !== undefined && owner.uid !== 0 && process.geteuid?.() === 0) {',
        replace: 'if (owner !== undefined && owner.uid !== 0 && true) {',
      },
    ],
  },
  {
    why: 'There is such a function wherever there are such owners; and what a file cannot be read for is an object.',
    mutants: [
      {
        file: 'src/identity/key-file.ts',
        find: 'if (owner !== undefined && owner.uid !== 0 && process.geteuid?.() === 0) {',
        replace: 'if (owner !== undefined && owner.uid !== 0 && process.geteuid() === 0) {',
      },
      {
        file: 'src/identity/key-file.ts',
        find: "typeof error === 'object' && error !== null ? error : {};",
        replace: 'true ? error : {};',
      },
      {
        file: 'src/identity/key-file.ts',
        find: "typeof error === 'object' && error !== null ? error : {};",
        replace: "typeof error === 'object' || error !== null ? error : {};",
      },
      {
        file: 'src/identity/key-file.ts',
        find: "typeof error === 'object' && error !== null ? error : {};",
        replace: 'true && error !== null ? error : {};',
      },
      {
        file: 'src/identity/key-file.ts',
        find: "typeof error === 'object' && error !== null ? error : {};",
        replace: "typeof error === 'object' && true ? error : {};",
      },
    ],
  },
  {
    why: 'Of a file whose mode forbids it Linux says EACCES; for EPERM something else has to forbid it, such as a container.',
    mutants: [
      {
        file: 'src/identity/key-file.ts',
        find: "if (code !== 'EACCES' && code !== 'EPERM') throw error;",
        replace: "if (code !== 'EACCES' && true) throw error;",
      },
      {
        file: 'src/identity/key-file.ts',
        find: "if (code !== 'EACCES' && code !== 'EPERM') throw error;",
        replace: 'if (code !== \'EACCES\' && code !== "") throw error;',
      },
    ],
  },
  {
    why: 'Without a key the next step throws, and the file is damaged all the same.',
    mutants: [
      {
        file: 'src/identity/key-file-form.ts',
        find: 'sealing: z.tuple([firstShared], firstShared),',
        replace: 'sealing: z.tuple([], firstShared),',
      },
    ],
  },
  {
    why: 'The first of a list has not been replaced, and no end.',
    mutants: [
      {
        file: 'src/identity/key-rotation.ts',
        find: '...signing.slice(1).map((key) => endOf(key, longestAccessTokenMs)),',
        replace: '...signing.map((key) => endOf(key, longestAccessTokenMs)),',
      },
      {
        file: 'src/identity/key-rotation.ts',
        find: '...tickets.slice(1).map((key) => endOf(key, longestTicketMs)),',
        replace: '...tickets.map((key) => endOf(key, longestTicketMs)),',
      },
    ],
  },
  {
    why: 'Whatever is not before is behind.',
    mutants: [
      {
        file: 'src/identity/renew-keys.ts',
        find: "'behind',",
        replace: '"",',
      },
    ],
  },
  {
    why: 'Numbers that grow: those of two states do not run together to the same digits.',
    mutants: [
      {
        file: 'src/identity/live-keys.ts',
        find: "return found && [found.dev, found.ino, found.size, found.mtimeNs, found.ctimeNs].join(' ');",
        replace:
          'return found && [found.dev, found.ino, found.size, found.mtimeNs, found.ctimeNs].join("");',
      },
    ],
  },
  {
    why: 'What is gone is refused a line later, where nothing is said of it.',
    mutants: [
      {
        file: 'src/identity/live-keys.ts',
        find: 'if (state === undefined || state === seen) return;',
        replace: 'if (false || state === seen) return;',
      },
    ],
  },
  {
    why: 'The parser takes bytes as well as text.',
    mutants: [
      {
        file: 'src/identity/key-file.ts',
        find: "return parseKeyFile(permitted(file, () => readFileSync(file, 'utf8')));",
        replace: 'return parseKeyFile(permitted(file, () => readFileSync(file, "")));',
      },
      {
        file: 'src/identity/key-file.ts',
        find: "const text = permitted(file, () => readFileSync(file, 'utf8'));",
        replace: 'const text = permitted(file, () => readFileSync(file, ""));',
      },
    ],
  },
  {
    why: 'Where there is a file already, the draft of another is made in vain: a link replaces nothing.',
    mutants: [
      {
        file: 'src/identity/keyring.ts',
        find: 'if (existsSync(file)) return;',
        replace: 'if (false) return;',
      },
    ],
  },
  {
    why: 'Told apart only when two processes make the file in the same moment; one of them would then start anew.',
    mutants: [
      {
        file: 'src/identity/key-file.ts',
        find: 'if (!existsSync(file)) throw error;',
        replace: 'if (true) throw error;',
      },
    ],
  },
  {
    why: 'The password behind that hash was random, and nobody has it to try.',
    mutants: [
      {
        file: 'src/identity/password.ts',
        find: 'return right && kept !== undefined;',
        replace: 'return right && true;',
      },
    ],
  },
  {
    why: "The library's own numbers are the same today; a test looks at what comes out.",
    mutants: [
      {
        file: 'src/identity/password.ts',
        find: 'const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };',
        replace: 'const cost = {};',
      },
    ],
  },
  {
    why: 'Goes into the log, not to the display.',
    mutants: [
      {
        file: 'src/edge/http/ticket-session.ts',
        find: "return telling ? new Failure('not-found', 'no such stream', { cause: error }) : error;",
        replace: "return telling ? new Failure('not-found', 'no such stream', {}) : error;",
      },
    ],
  },
  {
    why: 'Counts backwards: every number is still another one.',
    mutants: [
      {
        file: 'src/pictures/streams/running-stream.ts',
        find: 'const attempt = (this.#attempt += 1);',
        replace: 'const attempt = (this.#attempt -= 1);',
      },
    ],
  },
  {
    why: 'Once it is closed, nothing of what waits is looked at any more.',
    mutants: [
      {
        file: 'src/pictures/streams/webrtc/outbox.ts',
        find: 'waiting = [];',
        replace: 'waiting = ["Stryker was here"];',
      },
      {
        file: 'src/pictures/streams/webrtc/outbox.ts',
        find: 'if (!admitted(sending.unit)) return false;',
        replace: 'if (!admitted(sending.unit)) return true;',
      },
    ],
  },
  {
    why: 'What comes after closing is stopped by the check behind.',
    mutants: [
      {
        file: 'src/pictures/streams/webrtc/outbox.ts',
        find: 'if (closed) return;',
        replace: 'if (false) return;',
      },
    ],
  },
];
