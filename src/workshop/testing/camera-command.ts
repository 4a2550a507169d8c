/** Runs `casement camera …` in this process, and gives all that it said. */
import { PassThrough, Writable } from 'node:stream';
import { registerCamera } from '../../cli/camera/camera.ts';
import { run } from '../../cli/program.ts';

export interface Said {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

/** `input`: all of standard input, typed at a terminal where `isTerminal`. */
export async function cameraCommand(
  dataDir: string,
  args: readonly string[],
  input = '',
  isTerminal = false,
): Promise<Said> {
  const stdin = Object.assign(new PassThrough(), { isTTY: isTerminal });
  stdin.end(input);
  const said = { out: '', err: '' };
  const into = (name: 'out' | 'err') =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        said[name] += chunk.toString();
        done();
      },
    });
  const context = {
    env: { DATA_DIR: dataDir },
    stdin,
    stdout: into('out'),
    stderr: Object.assign(into('err'), { isTTY: isTerminal }),
  };
  const exit = await run(['camera', ...args], context, [registerCamera]);
  return { exit, ...said };
}
