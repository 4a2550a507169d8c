/**
 * Reads what a camera answers. It is a stranger: SOAP has no document types (SOAP 1.2 §5), so an answer with
 * one is refused, and no entity but XML's own five is known. Names are compared without their prefix.
 */
import { parseXml, XmlDocumentType, XmlElement } from '@rgrove/parse-xml';
import type { Operation } from './envelope.ts';
import { OnvifFault } from './fault.ts';

/** What was said below one element of the body, by path: `Date/Year`. */
export interface Said {
  text(path: string): string | undefined;
  /** Returns an attribute of every child element of that name that has it. */
  attributes(element: string, attribute: string): readonly string[];
}

/** The code of ONVIF, and those of WS-Security (SOAP Message Security 1.0 §12) that its toolkits use instead. */
const asksForLogin =
  /\b(?:NotAuthorized|FailedAuthentication|InvalidSecurity|InvalidSecurityToken|FailedCheck)\b/;

/**
 * Returns the answer to `operation`.
 * @throws OnvifFault `unauthorized` or `refused` for a SOAP fault, `malformed` for anything else.
 */
export function readAnswer(operation: Operation, xml: string): Said {
  const root = parse(xml);
  const body = root.name.split(':').at(-1) === 'Envelope' ? child(root, 'Body') : undefined;
  if (body === undefined) throw new OnvifFault('malformed');
  const fault = child(body, 'Fault');
  if (fault !== undefined) {
    // SOAP 1.1 has another name for it; some speak that whatever they are asked in.
    const code = child(fault, 'Code') ?? child(fault, 'faultcode');
    const unauthorized = asksForLogin.test(code?.text ?? '');
    throw new OnvifFault(unauthorized ? 'unauthorized' : 'refused');
  }
  const said = child(body, `${operation}Response`);
  if (said === undefined) throw new OnvifFault('malformed');
  return {
    text: (path) =>
      path.split('/').reduce<XmlElement | undefined>((at, name) => at && child(at, name), said)
        ?.text,
    attributes: (element, attribute) =>
      said.children.flatMap((node) =>
        node instanceof XmlElement && node.name.split(':').at(-1) === element
          ? (node.attributes[attribute] ?? [])
          : [],
      ),
  };
}

function parse(xml: string): XmlElement {
  try {
    const { children, root } = parseXml(xml, { preserveDocumentType: true });
    if (root !== null && !children.some((node) => node instanceof XmlDocumentType)) return root;
  } catch (cause) {
    // A RangeError, too: the parser goes as deep as the elements do.
    throw new OnvifFault('malformed', { cause });
  }
  throw new OnvifFault('malformed');
}

function child(parent: XmlElement, name: string): XmlElement | undefined {
  return parent.children.find(
    (node): node is XmlElement =>
      node instanceof XmlElement && node.name.split(':').at(-1) === name,
  );
}
