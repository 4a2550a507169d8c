/** SOAP 1.2 as far as two questions without parameters need it. */

export type Operation = 'GetSystemDateAndTime' | 'GetDeviceInformation';

const soap = 'http://www.w3.org/2003/05/soap-envelope';
const device = 'http://www.onvif.org/ver10/device/wsdl';

const entities: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;' };

/** Text as it stands between two tags. */
export function escaped(text: string): string {
  return text.replace(/[<>&]/g, (character) => entities[character] ?? '');
}

/** A request; `header` is XML. */
export function envelope(operation: Operation, header = ''): string {
  return (
    '<?xml version="1.0" encoding="UTF-8"?>' +
    `<s:Envelope xmlns:s="${soap}"><s:Header>${header}</s:Header>` +
    `<s:Body><${operation} xmlns="${device}"/></s:Body></s:Envelope>`
  );
}

/** The media type of a request (RFC 3902). */
export function contentType(operation: Operation): string {
  return `application/soap+xml; charset=utf-8; action="${device}/${operation}"`;
}
