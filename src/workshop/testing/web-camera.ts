/** What a camera answers over HTTP, on a real socket: its still, its ONVIF service, or whatever it is told to. */
import { createServer as createPlain, type RequestListener } from 'node:http';
import { createServer as createTls } from 'node:https';
import { closeServer } from '../../common/close-server.ts';
import { listeningApart } from './listening-apart.ts';
import type { SelfSigned } from './self-signed.ts';

export interface WebCamera {
  readonly port: number;
  /** Of its root, with a user and the password `sesame`. */
  readonly url: string;
  /** The Authorization header of every request so far; empty if it had none. */
  readonly logins: readonly string[];
  close(): Promise<void>;
}

export interface WebCameraOptions {
  readonly tls?: SelfSigned;
  /** Any that is free, if left out. */
  readonly port?: number;
}

/** Resolves when it listens on loopback, over TLS if `tls` is given. The caller closes it. */
export async function webCamera(
  listener: RequestListener,
  { tls, port = 0 }: WebCameraOptions = {},
): Promise<WebCamera> {
  const logins: string[] = [];
  const note: RequestListener = (request, response) => {
    logins.push(request.headers.authorization ?? '');
    request.on('end', () => listener(request, response)).resume();
  };
  const server = tls === undefined ? createPlain(note) : createTls(tls, note);
  const { port: at } = await listeningApart(server, port);
  return {
    port: at,
    url: `http${tls === undefined ? '' : 's'}://u:sesame@127.0.0.1:${at}/`,
    logins,
    close: () => closeServer(server),
  };
}

/** Asks for a login in this way first. */
export const askingFor =
  (challenge: string, answer: RequestListener): RequestListener =>
  (request, response) => {
    if (request.headers.authorization !== undefined) answer(request, response);
    else response.writeHead(401, { 'www-authenticate': challenge }).end();
  };

/** The shortest that is taken for a JPEG. */
export const jpegAnswer: RequestListener = (_request, response) =>
  void response.end(Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(100, 7)]));

/** Tells a serial number to whoever asks. */
export const deviceAnswer =
  (serial: string): RequestListener =>
  (_request, response) =>
    void response.end(
      '<Envelope><Body><GetDeviceInformationResponse>' +
        `<SerialNumber>${serial}</SerialNumber></GetDeviceInformationResponse></Body></Envelope>`,
    );
