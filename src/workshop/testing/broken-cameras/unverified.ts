/** Cameras of which it cannot be found out, or written down, which one they are. */
import { freePort } from '../../../common/free-port.ts';
import { hostileService } from '../../../pictures/cameras/onvif/testing/hostile-service.ts';
import { scriptedCamera } from '../../../pictures/cameras/rtsp/testing/scripted-camera.ts';
import {
  type BrokenCamera,
  distrusted,
  notReady,
  type RunningCamera,
  scripted,
  source,
  withLogin,
} from './broken-camera.ts';
import { nothingKept, pointedTo, type Spoil, uniqueMake } from './spoilt-row.ts';

/** One that plays, with an ONVIF service that answers with these bytes. */
function withOnvif(answer: string): () => Promise<RunningCamera> {
  return async () => {
    const camera = await scriptedCamera();
    const service = await hostileService((socket) => socket.end(answer));
    return {
      source: source(withLogin(camera.url), { onvif: service.url }),
      close: async () => {
        await Promise.all([camera.close(), service.close()]);
      },
    };
  };
}

const spoilt =
  (start: () => Promise<RunningCamera>, spoil: Spoil): (() => Promise<RunningCamera>) =>
  async () => ({ ...(await start()), spoil });

/** What an ONVIF service says that knows which device it is. */
const deviceTold = (make: string): string =>
  http(
    '200 OK',
    `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:tds="http://www.onvif.org/ver10/device/wsdl"><s:Body><tds:GetDeviceInformationResponse><tds:Manufacturer>${make}</tds:Manufacturer><tds:Model>One</tds:Model><tds:FirmwareVersion>1</tds:FirmwareVersion><tds:SerialNumber>G-1</tds:SerialNumber><tds:HardwareId>1</tds:HardwareId></tds:GetDeviceInformationResponse></s:Body></s:Envelope>`,
  );

/** Two of a make that gives each serial number once, with one number. */
async function twins(): Promise<RunningCamera> {
  const make = 'Gemini';
  const start = withOnvif(deviceTold(make));
  const [one, other] = await Promise.all([start(), start()]);
  return {
    source: other.source,
    elsewhere: one.source,
    spoil: uniqueMake(make),
    close: async () => void (await Promise.all([one.close(), other.close()])),
  };
}

const http = (status: string, body = ''): string =>
  `HTTP/1.1 ${status}\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`;

export const unverified: readonly BrokenCamera[] = [
  {
    name: 'ONVIF at a closed port',
    code: 'onvif-silent',
    google: notReady,
    start: async () => {
      const onvif = `http://127.0.0.1:${await freePort()}/onvif/device_service`;
      return scripted({}, (url) => source(url, { onvif }))();
    },
  },
  {
    name: 'ONVIF with another password',
    code: 'onvif-password',
    google: notReady,
    start: withOnvif(http('403 Forbidden')),
  },
  {
    name: 'ONVIF that does not work',
    code: 'onvif-refused',
    google: notReady,
    start: withOnvif(http('500 Internal Server Error')),
  },
  {
    name: 'ONVIF that is none',
    code: 'onvif-refused',
    google: notReady,
    start: withOnvif(http('200 OK', '<html>hello</html>')),
  },
  {
    name: 'a camera of which what answers cannot be kept',
    code: 'not-yet-bound',
    google: notReady,
    start: spoilt(scripted({}), nothingKept('origins')),
  },
  {
    name: 'a camera that cannot be pinned',
    code: 'unverified',
    google: notReady,
    start: spoilt(scripted({}), nothingKept('pins')),
  },
  {
    name: 'a camera whose device cannot be pinned',
    code: 'unverified',
    google: notReady,
    start: spoilt(withOnvif(deviceTold('Solo')), nothingKept('pins', 'onvif')),
  },
  {
    name: 'the serial number of another account’s camera',
    code: 'same-serial',
    google: distrusted,
    start: twins,
  },
  {
    name: 'a row with a URL of another scheme',
    code: 'bad-address',
    google: notReady,
    start: spoilt(scripted({}), pointedTo('http://127.0.0.1:9/cam')),
  },
  {
    name: 'a row with a text that is no URL',
    code: 'bad-address',
    google: notReady,
    start: spoilt(scripted({}), pointedTo('the garden camera')),
  },
];
