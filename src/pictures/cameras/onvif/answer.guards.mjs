export default [
  {
    layer: 'pinning',
    guard: 'an ONVIF answer with a document type is none',
    find: '!children.some((node) => node instanceof XmlDocumentType)',
    replace: 'children.length > 0',
  },
  {
    layer: 'opening',
    guard: 'an ONVIF service that asks for a login in the words of WS-Security is understood',
    find: '|FailedAuthentication|InvalidSecurity|InvalidSecurityToken|FailedCheck',
    replace: '',
  },
];
