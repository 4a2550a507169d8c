/** A demo bridge in a process of its own, somebody who watches, and the commands beside it. */
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { link } from '../../simulator/client/link.ts';
import { openWorkplace, type BridgeProcess, type Workplace } from './bridge-process.ts';
import { checkout } from './checkout.ts';
import { intendAt } from './intend.ts';
import { runCommand } from './run-command.ts';
import { until } from '../until.ts';
import type { Finished } from './run-ts.ts';
import { openStream, streamCommand } from './streams.ts';

const cli = new URL('src/cli/main.ts', checkout);

export class Playing {
  readonly place: Workplace;
  bridge!: BridgeProcess;
  token!: string;
  /** A playlist that plays. */
  #playing!: string;

  private constructor(place: Workplace) {
    this.place = place;
  }

  static async open(): Promise<Playing> {
    return new Playing(await openWorkplace());
  }

  /** Starts the bridge, and links the first account. */
  async begin(env: Record<string, string> = {}): Promise<void> {
    await this.beginAt(this.place.start(env));
  }

  async beginAt(starting: Promise<BridgeProcess>): Promise<void> {
    this.bridge = await starting;
    const { origin, oauth, accounts } = this.bridge.demo;
    const [birch] = accounts;
    if (birch === undefined) throw new Error('no household');
    const { email, password } = birch;
    this.token = (await link({ origin, ...oauth, email, password })).accessToken;
  }

  device(): string {
    return this.bridge.demo.accounts[0]?.cameras[0]?.deviceId ?? '';
  }

  async play(): Promise<void> {
    const intend = intendAt(this.bridge.demo.origin);
    const { url } = await openStream({ intend }, this.token, this.device(), 'hls');
    this.#playing = new URL('live.m3u8', url).href;
    expect(await this.status()).toBe(200);
  }

  async status(): Promise<number> {
    return (await fetch(this.#playing)).status;
  }

  async readiness(): Promise<number> {
    return (await fetch(`${this.bridge.demo.origin}/readyz`)).status;
  }

  async executed(): Promise<string> {
    const intend = intendAt(this.bridge.demo.origin);
    const { body } = await intend(this.token, 'EXECUTE', streamCommand(this.device(), ['hls']));
    const [{ status: said, errorCode }] = body.payload.commands;
    return errorCode ?? said;
  }

  /** Runs a command on the bridge's data folder, or as `more` says. */
  async casement(
    args: readonly string[],
    more: Readonly<Record<string, string>> = {},
    input = '',
  ): Promise<Finished> {
    const DATA_DIR = join(this.place.folder, 'data');
    const env = { PATH: process.env['PATH'], DATA_DIR, ...more };
    const { code, stdout, stderr } = await runCommand(cli, args, {
      cwd: this.place.folder,
      env,
      input,
    });
    return { code, stdout: stdout.trimEnd(), stderr: stderr.trimEnd() };
  }

  /** Waits until the bridge has logged it. */
  async said(words: string): Promise<void> {
    await until(() => this.bridge.output().includes(words), 30_000);
  }

  /** Waits until nothing of the stream is delivered any more. */
  async silent(): Promise<void> {
    await until(async () => (await this.status()) !== 200, 30_000);
    expect(await this.status()).toBe(404);
  }
}
