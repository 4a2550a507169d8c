/** SOAP 1.2 as far as a handful of questions need it. */

const soap = 'http://www.w3.org/2003/05/soap-envelope';
const device = 'http://www.onvif.org/ver10/device/wsdl';
const media = 'http://www.onvif.org/ver10/media/wsdl';

/** The service each question is for. */
const namespaces = {
  GetSystemDateAndTime: device,
  GetDeviceInformation: device,
  GetCapabilities: device,
  GetProfiles: media,
  GetStreamUri: media,
  SetSynchronizationPoint: media,
} as const;

export type Operation = keyof typeof namespaces;

const entities: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;' };

/** Returns text as it stands between two tags. */
export function escaped(text: string): string {
  return text.replace(/[<>&]/g, (character) => entities[character] ?? '');
}

/** Returns a request; `header` and the parameters `inside` are XML. */
export function envelope(operation: Operation, header = '', inside = ''): string {
  return (
    '<?xml version="1.0" encoding="UTF-8"?>' +
    `<s:Envelope xmlns:s="${soap}"><s:Header>${header}</s:Header>` +
    `<s:Body><${operation} xmlns="${namespaces[operation]}">${inside}</${operation}></s:Body></s:Envelope>`
  );
}

/** Returns the media type of a request (RFC 3902). */
export function contentType(operation: Operation): string {
  return `application/soap+xml; charset=utf-8; action="${namespaces[operation]}/${operation}"`;
}
