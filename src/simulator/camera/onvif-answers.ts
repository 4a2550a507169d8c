/** What the camera's ONVIF services answer, as XML. */
import type { XmlElement } from '@rgrove/parse-xml';
import type { CameraOnvif, CameraState } from './camera-state.ts';

/** The path of its media service, which differs from that of the device service. */
export const mediaPath = '/onvif/media_service';

const namespaces =
  'xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:tds="http://www.onvif.org/ver10/device/wsdl" ' +
  'xmlns:tt="http://www.onvif.org/ver10/schema" xmlns:trt="http://www.onvif.org/ver10/media/wsdl" xmlns:ter="http://www.onvif.org/ver10/error"';

const answer = (body: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<s:Envelope ${namespaces}><s:Body>${body}</s:Body></s:Envelope>`;

/** Returns the SOAP fault of this code of ONVIF's, such as `NotAuthorized`. */
export const fault = (code: string): string =>
  answer(
    `<s:Fault><s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value>ter:${code}</s:Value></s:Subcode>` +
      `</s:Code><s:Reason><s:Text xml:lang="en">${code}</s:Text></s:Reason></s:Fault>`,
  );

/** Returns what the time is by the camera's clock: in UTC, or in its zone only. */
export function timeAnswer(utc: Date, zone: CameraOnvif['zone']): string {
  const at = new Date(utc.getTime() + (zone?.hoursAhead ?? 0) * 3_600_000);
  const time =
    `<tt:Time><tt:Hour>${at.getUTCHours()}</tt:Hour><tt:Minute>${at.getUTCMinutes()}</tt:Minute>` +
    `<tt:Second>${at.getUTCSeconds()}</tt:Second></tt:Time>`;
  const date =
    `<tt:Date><tt:Year>${at.getUTCFullYear()}</tt:Year><tt:Month>${at.getUTCMonth() + 1}</tt:Month>` +
    `<tt:Day>${at.getUTCDate()}</tt:Day></tt:Date>`;
  return answer(
    '<tds:GetSystemDateAndTimeResponse><tds:SystemDateAndTime><tt:DateTimeType>Manual</tt:DateTimeType>' +
      `<tt:DaylightSavings>${zone?.summer ?? false}</tt:DaylightSavings>` +
      (zone === undefined
        ? `<tt:UTCDateTime>${time}${date}</tt:UTCDateTime>`
        : `<tt:TimeZone><tt:TZ>${zone.name}</tt:TZ></tt:TimeZone>` +
          `<tt:LocalDateTime>${time}${date}</tt:LocalDateTime>`) +
      '</tds:SystemDateAndTime></tds:GetSystemDateAndTimeResponse>',
  );
}

/** Returns which device it is, with its serial number. */
export function deviceAnswer({ deviceSerial }: CameraState): string {
  return answer(
    '<tds:GetDeviceInformationResponse><tds:Manufacturer>Lattice</tds:Manufacturer>' +
      '<tds:Model>View 2</tds:Model><tds:FirmwareVersion>1.0.7</tds:FirmwareVersion>' +
      `<tds:SerialNumber>${deviceSerial}</tds:SerialNumber><tds:HardwareId>1.1</tds:HardwareId>` +
      '</tds:GetDeviceInformationResponse>',
  );
}

/**
 * Returns an answer of the media service, or of the device service about it; undefined for another question.
 * @param host of the camera, as it was asked
 * @param elements of the question, by local name
 */
export function mediaAnswer(
  { path, onvif }: CameraState,
  host: string,
  elements: ReadonlyMap<string, XmlElement>,
): string | undefined {
  if (elements.has('GetCapabilities')) {
    return answer(
      '<tds:GetCapabilitiesResponse><tds:Capabilities><tt:Media>' +
        `<tt:XAddr>http://${host}${path}${mediaPath}</tt:XAddr>` +
        '</tt:Media></tds:Capabilities></tds:GetCapabilitiesResponse>',
    );
  }
  if (elements.has('GetProfiles')) {
    const profile = (token: string): string => `<trt:Profiles token="${token}" fixed="true"/>`;
    return answer(
      `<trt:GetProfilesResponse>${profile('other')}${profile('main')}</trt:GetProfilesResponse>`,
    );
  }
  const token = elements.get('ProfileToken')?.text;
  if (elements.has('GetStreamUri')) {
    // As cameras have it: under an address of their own.
    const uri = `rtsp://192.168.1.64:554${token === 'main' ? path : '/other'}${onvif?.appends ?? ''}`;
    return answer(
      `<trt:GetStreamUriResponse><trt:MediaUri><tt:Uri>${uri.replaceAll('&', '&amp;')}</tt:Uri></trt:MediaUri></trt:GetStreamUriResponse>`,
    );
  }
  if (!elements.has('SetSynchronizationPoint') || token !== 'main') return undefined;
  return answer('<trt:SetSynchronizationPointResponse/>');
}
